/**
 * Finds who called whom, from the registers and the stack: one activation after the other.
 *
 * Follows the compiler's unwind tables where a function has them; across the frame that the processor pushed
 * for an interrupt or exception, onto whichever stack was interrupted; else the chain of RBP;
 * else it looks for a word on the stack that follows a CALL, and says so.
 */
import { littleEndianNumber } from '../../../shared/little-endian'
import type { FrameOrigin } from '../../../shared/models/debug'
import { linearAddress } from '../../../shared/units'
import { rulesAt, type FrameRules, type RegisterRule } from './call-frame-rules'
import type { CallFrames } from './call-frames'
import { evaluate, type ExpressionContext } from './expression'
import {
  afterReturn,
  frameRegisters,
  RBP,
  RETURN_ADDRESS,
  RSP,
  type FrameRegisters,
  type StoppedRegisters,
} from './frame-registers'
import { readInterruptFrame } from './interrupt-frame'
import { MalformedDwarf, type Meter } from './malformed'
import type { ReadMemory } from './values'

export interface Activation {
  readonly rip: bigint
  /** RIP is the next instruction, not the one behind a call. */
  readonly isExact: boolean
  readonly registers: FrameRegisters
  readonly origin: FrameOrigin
  /** The canonical frame address, where the unwind table gives it. */
  readonly frameAddress: bigint | undefined
}

/** The address by which the function is found: a call may be a function's last instruction. */
export const lookupAddress = ({ rip, isExact }: Pick<Activation, 'rip' | 'isExact'>): bigint =>
  isExact ? rip : rip - 1n

export interface UnwindSurroundings {
  readonly callFrames: CallFrames
  readonly readMemory: ReadMemory
  readonly isCode: (address: bigint) => boolean
  readonly meter: Meter
}

type Step = Omit<Activation, 'frameAddress'>

const ACTIVATION_LIMIT = 256
/** How far a handler's stub may have pushed registers on top of the processor's frame. */
const STUB_WORDS = 40
const SCAN_WORDS = 512
const WORD = 8n

/** The canonical frame address of the innermost activation alone: quick enough to be asked while a machine runs. */
export function frameAddressOf(
  stopped: StoppedRegisters,
  {
    callFrames,
    readMemory,
    meter,
  }: Pick<UnwindSurroundings, 'callFrames' | 'readMemory' | 'meter'>,
): bigint | undefined {
  const information = callFrames.at(stopped.rip)
  if (!information) return undefined
  return meter.answer(undefined, () =>
    canonicalFrameAddress(rulesAt(information, stopped.rip), frameRegisters(stopped), readMemory),
  )
}

export function unwind(
  stopped: StoppedRegisters,
  surroundings: UnwindSurroundings,
  limit = ACTIVATION_LIMIT,
): Activation[] {
  const { callFrames, readMemory, isCode, meter } = surroundings
  const activations: Activation[] = []

  const word = (address: bigint): bigint | undefined => {
    const bytes = readMemory(linearAddress(address), Number(WORD))
    return bytes.length < Number(WORD) ? undefined : littleEndianNumber(bytes)
  }

  const interruptAt = (address: bigint) => readInterruptFrame(address, readMemory, isCode)

  function resume(frame: { rip: bigint; rsp: bigint }, registers: FrameRegisters): Step {
    const restored = registers.map((value, number) => (number === RSP ? frame.rsp : value))
    return { rip: frame.rip, isExact: true, registers: restored, origin: 'interrupt-frame' }
  }

  /** The caller as the unwind table tells it; nothing when the table does not lead on. */
  function byTable(step: Step, rules: FrameRules, frameAddress: bigint): Step | undefined {
    const context = contextOf(step.registers, frameAddress, readMemory)
    const registers = afterReturn(step.registers)
    registers[RSP] = frameAddress
    for (const [number, rule] of rules.registers) {
      if (number < RETURN_ADDRESS) registers[number] = apply(rule, number, context, frameAddress)
    }
    const rule = rules.registers.get(RETURN_ADDRESS)
    const rip = rule && apply(rule, RETURN_ADDRESS, context, frameAddress)
    const slot = rule?.kind === 'offset' ? frameAddress + rule.offset : frameAddress - WORD
    const frame = interruptAt(slot)
    if (frame) return resume(frame, registers)
    if (rip !== undefined && isCode(rip - 1n)) {
      const isForward = frameAddress > (step.registers[RSP] ?? 0n)
      return isForward ? { rip, isExact: false, registers, origin: 'unwind-table' } : undefined
    }
    // Where a handler returns to stands behind the error code that some exceptions push.
    const behind = interruptAt(slot + WORD)
    if (behind) return resume(behind, registers)
    // A stub's information ends where its author left it to the compiler: nothing was called from here.
    const rsp = step.registers[RSP]
    return rip && rsp !== undefined ? stub(step, rsp) : undefined
  }

  function apply(
    rule: RegisterRule,
    number: number,
    context: ExpressionContext,
    frameAddress: bigint,
  ): bigint | undefined {
    switch (rule.kind) {
      case 'undefined':
        return undefined
      case 'same':
        return context.register(number)
      case 'offset':
        return word(BigInt.asUintN(64, frameAddress + rule.offset))
      case 'value-offset':
        return BigInt.asUintN(64, frameAddress + rule.offset)
      case 'register':
        return context.register(rule.register)
      case 'expression':
      case 'value-expression': {
        const [piece] = evaluate(rule.expression, context, frameAddress)
        const found = piece?.location.kind === 'memory' ? piece.location.address : undefined
        return found !== undefined && rule.kind === 'expression' ? word(found) : found
      }
    }
  }

  /** A function without unwind information: a handler's stub in assembly, most often. */
  function withoutTable(step: Step): Step | undefined {
    const rsp = step.registers[RSP]
    if (rsp === undefined) return undefined
    const bytes = readMemory(linearAddress(rsp), SCAN_WORDS * Number(WORD))
    return stub(step, rsp) ?? byFramePointer(step, rsp) ?? byScan(step, rsp, bytes)
  }

  function stub(step: Step, rsp: bigint): Step | undefined {
    for (let index = 0n; index < STUB_WORDS; index++) {
      const frame = interruptAt(rsp + index * WORD)
      if (frame) return resume(frame, step.registers)
      const value = word(rsp + index * WORD)
      if (value === undefined || followsCall(value)) return undefined
    }
    return undefined
  }

  function byFramePointer(step: Step, rsp: bigint): Step | undefined {
    const rbp = step.registers[RBP]
    if (rbp === undefined || rbp < rsp) return undefined
    const rip = word(rbp + WORD)
    if (rip === undefined || !followsCall(rip)) return undefined
    const registers = afterReturn(step.registers)
    registers[RBP] = word(rbp)
    registers[RSP] = rbp + 2n * WORD
    return { rip, isExact: false, registers, origin: 'frame-pointer' }
  }

  function byScan(step: Step, rsp: bigint, bytes: Uint8Array): Step | undefined {
    for (let at = 0; at + Number(WORD) <= bytes.length; at += Number(WORD)) {
      const rip = littleEndianNumber(bytes.subarray(at, at + Number(WORD)))
      if (!followsCall(rip)) continue
      const registers = afterReturn(step.registers)
      registers[RSP] = rsp + BigInt(at) + WORD
      return { rip, isExact: false, registers, origin: 'stack-scan' }
    }
    return undefined
  }

  /** Whether the bytes before an address are a CALL. SDM Vol. 2A, "CALL—Call Procedure". */
  function followsCall(address: bigint): boolean {
    if (!isCode(address - 1n)) return false
    const before = readMemory(linearAddress(address - 7n), 7)
    if (before.length < 7) return false
    if (before[2] === 0xe8) return true // CALL rel32
    // FF /2 with its ModR/M byte, an SIB byte and a displacement: two to seven bytes.
    return [0, 1, 3, 4, 5].some(
      (at) => before[at] === 0xff && ((before[at + 1] ?? 0) & 0x38) === 0x10,
    )
  }

  function rulesFor(step: Step): { rules: FrameRules; frameAddress: bigint } | undefined {
    const information = callFrames.at(lookupAddress(step))
    if (!information) return undefined
    return meter.answer(undefined, () => {
      const rules = rulesAt(information, lookupAddress(step))
      return { rules, frameAddress: canonicalFrameAddress(rules, step.registers, readMemory) }
    })
  }

  let step: Step | undefined = {
    rip: stopped.rip,
    isExact: true,
    registers: frameRegisters(stopped),
    origin: 'registers',
  }
  while (step && activations.length < limit) {
    const here: Step = step
    const found = rulesFor(here)
    activations.push({ ...here, frameAddress: found?.frameAddress })
    step = found
      ? meter.answer<Step | undefined>(undefined, () =>
          byTable(here, found.rules, found.frameAddress),
        )
      : withoutTable(here)
  }
  return activations
}

function contextOf(
  registers: FrameRegisters,
  frameAddress: bigint | undefined,
  readMemory: ReadMemory,
): ExpressionContext {
  return {
    register: (number) => registers[number],
    readMemory,
    frameBase: () => undefined,
    callFrameAddress: () => frameAddress,
    indexedAddress: () => {
      throw new MalformedDwarf('frame information has no table of addresses')
    },
  }
}

function canonicalFrameAddress(
  { frameAddress: rule }: FrameRules,
  registers: FrameRegisters,
  readMemory: ReadMemory,
): bigint {
  if (rule.kind === 'register') {
    const base = registers[rule.register]
    if (base === undefined)
      throw new MalformedDwarf('the frame is found by a register that is lost')
    return BigInt.asUintN(64, base + rule.offset)
  }
  const [piece] = evaluate(rule.expression, contextOf(registers, undefined, readMemory))
  if (piece?.location.kind !== 'memory') throw new MalformedDwarf('a frame is at no address')
  return piece.location.address
}
