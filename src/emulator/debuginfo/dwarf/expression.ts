/**
 * Evaluates location expressions: where a variable is, or what a register was.
 * DWARF version 5, "DWARF Expressions" and "Location Descriptions".
 */
import { linearAddress } from '../../../shared/units'
import { createDwarfCursor, type DwarfCursor } from '../dwarf-cursor'
import { MalformedDwarf } from './malformed'
import { littleEndian } from './scalar-text'
import type { ReadMemory } from './values'

export interface ExpressionContext {
  /** By DWARF's number; nothing when it is not known in this frame. */
  readonly register: (number: number) => bigint | undefined
  readonly readMemory: ReadMemory
  readonly frameBase: () => bigint | undefined
  /** The canonical frame address: RSP before the call to this function. */
  readonly callFrameAddress: () => bigint | undefined
  readonly indexedAddress: (index: number) => bigint
}

export type Location =
  | { readonly kind: 'memory'; readonly address: bigint }
  | { readonly kind: 'register'; readonly number: number }
  /** The variable is in no place: only its value is known. */
  | { readonly kind: 'value'; readonly value: bigint }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'nowhere' }

export interface Piece {
  readonly location: Location
  /** In bytes; absent when the location is the whole. */
  readonly size?: number
}

const Op = {
  addr: 0x03,
  deref: 0x06,
  const1u: 0x08,
  const1s: 0x09,
  const2u: 0x0a,
  const2s: 0x0b,
  const4u: 0x0c,
  const4s: 0x0d,
  const8u: 0x0e,
  const8s: 0x0f,
  constu: 0x10,
  consts: 0x11,
  dup: 0x12,
  drop: 0x13,
  over: 0x14,
  pick: 0x15,
  swap: 0x16,
  rot: 0x17,
  abs: 0x19,
  and: 0x1a,
  div: 0x1b,
  minus: 0x1c,
  mod: 0x1d,
  mul: 0x1e,
  neg: 0x1f,
  not: 0x20,
  or: 0x21,
  plus: 0x22,
  plusUconst: 0x23,
  shl: 0x24,
  shr: 0x25,
  shra: 0x26,
  xor: 0x27,
  bra: 0x28,
  eq: 0x29,
  ne: 0x2e,
  skip: 0x2f,
  lit0: 0x30,
  lit31: 0x4f,
  reg0: 0x50,
  reg31: 0x6f,
  breg0: 0x70,
  breg31: 0x8f,
  regx: 0x90,
  fbreg: 0x91,
  bregx: 0x92,
  piece: 0x93,
  derefSize: 0x94,
  nop: 0x96,
  callFrameCfa: 0x9c,
  implicitValue: 0x9e,
  stackValue: 0x9f,
  addrx: 0xa1,
  constx: 0xa2,
} as const

const what = 'an operand'
const STEP_LIMIT = 1_000
const STACK_LIMIT = 64

const signed = (value: bigint) => BigInt.asIntN(64, value)

const BINARY: Readonly<Record<number, (a: bigint, b: bigint) => bigint>> = {
  [Op.and]: (a, b) => a & b,
  [Op.div]: (a, b) => (b === 0n ? 0n : signed(a) / signed(b)),
  [Op.minus]: (a, b) => a - b,
  [Op.mod]: (a, b) => (b === 0n ? 0n : a % b),
  [Op.mul]: (a, b) => a * b,
  [Op.or]: (a, b) => a | b,
  [Op.plus]: (a, b) => a + b,
  [Op.shl]: (a, b) => (b < 64n ? a << b : 0n),
  [Op.shr]: (a, b) => (b < 64n ? a >> b : 0n),
  [Op.shra]: (a, b) => signed(a) >> (b < 63n ? b : 63n),
  [Op.xor]: (a, b) => a ^ b,
}

/** DW_OP_eq to DW_OP_ne, in the order of their numbers. */
const COMPARISONS: readonly ((a: bigint, b: bigint) => boolean)[] = [
  (a, b) => a === b,
  (a, b) => a >= b,
  (a, b) => a > b,
  (a, b) => a <= b,
  (a, b) => a < b,
  (a, b) => a !== b,
]

const CONSTANTS: Readonly<Record<number, (cursor: DwarfCursor) => bigint>> = {
  [Op.addr]: (cursor) => cursor.u64(what),
  [Op.const1u]: (cursor) => BigInt(cursor.u8(what)),
  [Op.const1s]: (cursor) => BigInt(cursor.i8(what)),
  [Op.const2u]: (cursor) => BigInt(cursor.u16(what)),
  [Op.const2s]: (cursor) => BigInt.asIntN(16, BigInt(cursor.u16(what))),
  [Op.const4u]: (cursor) => BigInt(cursor.u32(what)),
  [Op.const4s]: (cursor) => BigInt.asIntN(32, BigInt(cursor.u32(what))),
  [Op.const8u]: (cursor) => cursor.u64(what),
  [Op.const8s]: (cursor) => cursor.u64(what),
  [Op.constu]: (cursor) => cursor.uleb64(what),
  [Op.consts]: (cursor) => cursor.sleb64(what),
}

/** `initial` is what stands on the stack at first: the CFA, for rules of call frame information. */
export function evaluate(
  expression: Uint8Array,
  context: ExpressionContext,
  initial?: bigint,
): Piece[] {
  const cursor = createDwarfCursor(expression)
  const stack: bigint[] = initial === undefined ? [] : [initial]
  const pieces: Piece[] = []
  let location: Location | undefined

  const push = (value: bigint) => {
    if (stack.length >= STACK_LIMIT) throw new MalformedDwarf('an expression needs a deeper stack')
    stack.push(BigInt.asUintN(64, value))
  }
  const pop = (): bigint => orMalformed(stack.pop(), 'an expression takes what is not there')
  const register = (number: number): bigint =>
    orMalformed(context.register(number), 'an expression needs a register that is lost')

  function load(size: number): void {
    const bytes = context.readMemory(linearAddress(pop()), size)
    if (bytes.length < size) throw new MalformedDwarf('an expression reads what is not mapped')
    push(littleEndian(bytes))
  }

  /** Where the expression, or this part of it, has led. */
  function take(): Location {
    const taken: Location = location ?? memoryAt(stack.pop())
    location = undefined
    return taken
  }

  function step(op: number): void {
    const constant = CONSTANTS[op]
    const binary = BINARY[op]
    if (constant) return push(constant(cursor))
    if (binary) {
      const b = pop()
      return push(binary(pop(), b))
    }
    if (op >= Op.eq && op <= Op.ne) {
      const b = signed(pop())
      return push(COMPARISONS[op - Op.eq]?.(signed(pop()), b) ? 1n : 0n)
    }
    if (op >= Op.lit0 && op <= Op.lit31) return push(BigInt(op - Op.lit0))
    if (op >= Op.breg0 && op <= Op.breg31)
      return push(register(op - Op.breg0) + cursor.sleb64(what))
    if (op >= Op.reg0 && op <= Op.reg31) {
      location = { kind: 'register', number: op - Op.reg0 }
      return
    }
    special(op)
  }

  function special(op: number): void {
    switch (op) {
      case Op.nop:
        return
      case Op.dup:
        return push(orMalformed(stack.at(-1), 'an expression copies nothing'))
      case Op.drop:
        pop()
        return
      case Op.over:
        return push(orMalformed(stack.at(-2), 'an expression copies nothing'))
      case Op.pick:
        return push(orMalformed(stack.at(-1 - cursor.u8(what)), 'an expression copies nothing'))
      case Op.swap: {
        const [top, next] = [pop(), pop()]
        push(top)
        return push(next)
      }
      case Op.rot: {
        const [top, second, third] = [pop(), pop(), pop()]
        push(top)
        push(third)
        return push(second)
      }
      case Op.abs: {
        const value = signed(pop())
        return push(value < 0n ? -value : value)
      }
      case Op.neg:
        return push(-pop())
      case Op.not:
        return push(~pop())
      case Op.plusUconst:
        return push(pop() + cursor.uleb64(what))
      case Op.deref:
        return load(8)
      case Op.derefSize:
        return load(Math.min(8, cursor.u8(what)))
      case Op.skip:
      case Op.bra: {
        const target = ((cursor.u16(what) << 16) >> 16) + cursor.position()
        if (op === Op.skip || pop() !== 0n) cursor.seek(target)
        return
      }
      case Op.regx:
        location = { kind: 'register', number: cursor.uleb(what) }
        return
      case Op.bregx: {
        const base = register(cursor.uleb(what))
        return push(base + cursor.sleb64(what))
      }
      case Op.fbreg: {
        const base = orMalformed(context.frameBase(), 'the frame base is lost')
        return push(base + cursor.sleb64(what))
      }
      case Op.callFrameCfa:
        return push(orMalformed(context.callFrameAddress(), 'the call frame address is lost'))
      case Op.addrx:
      case Op.constx:
        return push(context.indexedAddress(cursor.uleb(what)))
      case Op.implicitValue:
        location = { kind: 'bytes', bytes: cursor.bytes(cursor.uleb(what), what) }
        return
      case Op.stackValue:
        location = { kind: 'value', value: pop() }
        return
      case Op.piece:
        pieces.push({ size: cursor.uleb(what), location: take() })
        return
      default:
        throw new MalformedDwarf(`an expression has the unknown operation ${op}`)
    }
  }

  for (let steps = 0; cursor.position() < cursor.size; steps++) {
    if (steps > STEP_LIMIT) throw new MalformedDwarf('an expression does not come to an end')
    step(cursor.u8('an operation'))
  }
  return pieces.length > 0 ? pieces : [{ location: take() }]
}

const memoryAt = (address: bigint | undefined): Location =>
  address === undefined ? { kind: 'nowhere' } : { kind: 'memory', address }

function orMalformed<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new MalformedDwarf(message)
  return value
}
