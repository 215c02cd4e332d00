/**
 * Runs call frame instructions up to an address: how the caller's registers are found from there.
 * DWARF version 5, "Call Frame Instructions".
 */
import { createDwarfCursor, type DwarfCursor } from '../dwarf-cursor'
import type { CommonInformation, FunctionInformation } from './call-frames'
import { MalformedDwarf } from './malformed'

/** Where the caller's value of a register is. Offsets are from the canonical frame address (CFA). */
export type RegisterRule =
  | { readonly kind: 'undefined' }
  | { readonly kind: 'same' }
  | { readonly kind: 'offset'; readonly offset: bigint }
  | { readonly kind: 'value-offset'; readonly offset: bigint }
  | { readonly kind: 'register'; readonly register: number }
  | { readonly kind: 'expression'; readonly expression: Uint8Array }
  | { readonly kind: 'value-expression'; readonly expression: Uint8Array }

export type FrameAddressRule =
  | { readonly kind: 'register'; readonly register: number; readonly offset: bigint }
  | { readonly kind: 'expression'; readonly expression: Uint8Array }

export interface FrameRules {
  readonly frameAddress: FrameAddressRule
  readonly registers: ReadonlyMap<number, RegisterRule>
}

/** The two highest bits are the instruction, the others its operand. */
const Packed = { advance: 0x40, offset: 0x80, restore: 0xc0 } as const

const Instruction = {
  nop: 0x00,
  setLocation: 0x01,
  advance1: 0x02,
  advance2: 0x03,
  advance4: 0x04,
  offsetExtended: 0x05,
  restoreExtended: 0x06,
  undefined: 0x07,
  sameValue: 0x08,
  register: 0x09,
  rememberState: 0x0a,
  restoreState: 0x0b,
  defineFrame: 0x0c,
  defineFrameRegister: 0x0d,
  defineFrameOffset: 0x0e,
  defineFrameExpression: 0x0f,
  expression: 0x10,
  offsetExtendedSigned: 0x11,
  defineFrameSigned: 0x12,
  defineFrameOffsetSigned: 0x13,
  valueOffset: 0x14,
  valueOffsetSigned: 0x15,
  valueExpression: 0x16,
  argumentsSize: 0x2e,
} as const

const what = 'a frame instruction'
const REMEMBERED_LIMIT = 64
const INSTRUCTION_LIMIT = 100_000
const REGISTER_LIMIT = 256

interface State {
  frameAddress: FrameAddressRule | undefined
  registers: Map<number, RegisterRule>
}

export function rulesAt(information: FunctionInformation, address: bigint): FrameRules {
  const { common, instructions, start } = information
  const state: State = { frameAddress: undefined, registers: new Map() }
  run(common.instructions, common, state, state.registers, start, address)
  // DW_CFA_restore goes back to what all functions begin with.
  run(instructions, common, state, new Map(state.registers), start, address)
  if (!state.frameAddress) throw new MalformedDwarf('a function says nothing about its frame')
  return { frameAddress: state.frameAddress, registers: state.registers }
}

function run(
  bytes: Uint8Array,
  common: CommonInformation,
  state: State,
  initial: ReadonlyMap<number, RegisterRule>,
  start: bigint,
  address: bigint,
): void {
  const cursor = createDwarfCursor(bytes)
  const remembered: State[] = []
  let here = start

  const factored = (value: bigint) => value * BigInt(common.dataAlignment)
  const advance = (delta: number) => {
    here += BigInt(delta) * BigInt(common.codeAlignment)
  }
  const set = (register: number, rule: RegisterRule) => {
    if (state.registers.size > REGISTER_LIMIT) throw new MalformedDwarf('too many registers')
    state.registers.set(register, rule)
  }

  function restore(register: number): void {
    const rule = initial.get(register)
    if (rule) set(register, rule)
    else state.registers.delete(register)
  }

  function frame(change: { readonly register?: number; readonly offset?: bigint }): void {
    const before = state.frameAddress
    const known = before?.kind === 'register' ? before : { register: 0, offset: 0n }
    state.frameAddress = { kind: 'register', ...known, ...change }
  }

  function step(opcode: number): void {
    const operand = opcode & 0x3f
    switch (opcode & 0xc0) {
      case Packed.advance:
        return advance(operand)
      case Packed.offset:
        set(operand, { kind: 'offset', offset: factored(cursor.uleb64(what)) })
        return
      case Packed.restore:
        return restore(operand)
      default:
        extended(opcode)
    }
  }

  function extended(opcode: number): void {
    switch (opcode) {
      case Instruction.nop:
        return
      case Instruction.setLocation:
        here = cursor.u64(what)
        return
      case Instruction.advance1:
        return advance(cursor.u8(what))
      case Instruction.advance2:
        return advance(cursor.u16(what))
      case Instruction.advance4:
        return advance(cursor.u32(what))
      case Instruction.restoreExtended:
        return restore(cursor.uleb(what))
      case Instruction.rememberState:
        if (remembered.length >= REMEMBERED_LIMIT) throw new MalformedDwarf('too many states')
        remembered.push({ ...state, registers: new Map(state.registers) })
        return
      case Instruction.restoreState: {
        const back = remembered.pop()
        if (back) Object.assign(state, back)
        return
      }
      case Instruction.argumentsSize:
        return cursor.skipLeb(what)
      default:
        if (!defineFrame(opcode, cursor)) defineRegister(opcode, cursor)
    }
  }

  function defineFrame(opcode: number, from: DwarfCursor): boolean {
    switch (opcode) {
      case Instruction.defineFrame:
        frame({ register: from.uleb(what), offset: from.uleb64(what) })
        return true
      case Instruction.defineFrameSigned:
        frame({ register: from.uleb(what), offset: factored(from.sleb64(what)) })
        return true
      case Instruction.defineFrameRegister:
        frame({ register: from.uleb(what) })
        return true
      case Instruction.defineFrameOffset:
        frame({ offset: from.uleb64(what) })
        return true
      case Instruction.defineFrameOffsetSigned:
        frame({ offset: factored(from.sleb64(what)) })
        return true
      case Instruction.defineFrameExpression:
        state.frameAddress = { kind: 'expression', expression: block(from) }
        return true
      default:
        return false
    }
  }

  function defineRegister(opcode: number, from: DwarfCursor): void {
    const rule = REGISTER_RULES[opcode]
    if (!rule) throw new MalformedDwarf(`frame information has the unknown instruction ${opcode}`)
    const register = from.uleb(what)
    set(register, rule(from, factored))
  }

  for (let steps = 0; cursor.position() < cursor.size && here <= address; steps++) {
    if (steps > INSTRUCTION_LIMIT) throw new MalformedDwarf('too many frame instructions')
    const opcode = cursor.u8(what)
    step(opcode)
  }
}

const block = (cursor: DwarfCursor) => cursor.bytes(cursor.uleb(what), what)

type RuleReader = (cursor: DwarfCursor, factored: (value: bigint) => bigint) => RegisterRule

const REGISTER_RULES: Readonly<Record<number, RuleReader>> = {
  [Instruction.offsetExtended]: (cursor, factored) => ({
    kind: 'offset',
    offset: factored(cursor.uleb64(what)),
  }),
  [Instruction.offsetExtendedSigned]: (cursor, factored) => ({
    kind: 'offset',
    offset: factored(cursor.sleb64(what)),
  }),
  [Instruction.valueOffset]: (cursor, factored) => ({
    kind: 'value-offset',
    offset: factored(cursor.uleb64(what)),
  }),
  [Instruction.valueOffsetSigned]: (cursor, factored) => ({
    kind: 'value-offset',
    offset: factored(cursor.sleb64(what)),
  }),
  [Instruction.undefined]: () => ({ kind: 'undefined' }),
  [Instruction.sameValue]: () => ({ kind: 'same' }),
  [Instruction.register]: (cursor) => ({ kind: 'register', register: cursor.uleb(what) }),
  [Instruction.expression]: (cursor) => ({ kind: 'expression', expression: block(cursor) }),
  [Instruction.valueExpression]: (cursor) => ({
    kind: 'value-expression',
    expression: block(cursor),
  }),
}
