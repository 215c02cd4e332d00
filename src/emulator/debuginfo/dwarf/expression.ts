/**
 * Evaluates location expressions: where a variable is, or what a register was.
 * DWARF version 5, "DWARF Expressions" and "Location Descriptions".
 */
import { littleEndianNumber } from '../../../shared/little-endian'
import type { Absence } from '../../../shared/models/debug'
import { linearAddress } from '../../../shared/units'
import { createDwarfCursor } from '../dwarf-cursor'
import { MalformedDwarf, NoPlace } from './malformed'
import { BINARY, COMPARISONS, CONSTANTS, Op, signed } from './operations'
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

const what = 'an operand'
const STEP_LIMIT = 1_000
const STACK_LIMIT = 64

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
    orLost(context.register(number), 'register-lost', 'an expression needs a register that is lost')

  function load(size: number): void {
    const bytes = context.readMemory(linearAddress(pop()), size)
    if (bytes.length < size) {
      throw new NoPlace('not-mapped', 'an expression reads what is not mapped')
    }
    push(littleEndianNumber(bytes))
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
        const base = orLost(context.frameBase(), 'register-lost', 'the frame base is lost')
        return push(base + cursor.sleb64(what))
      }
      case Op.callFrameCfa:
        return push(
          orLost(context.callFrameAddress(), 'register-lost', 'the call frame address is lost'),
        )
      case Op.entryValue:
      case Op.entryValueGnu:
        // The compiler of Rust describes no calls from which one could tell what the caller passed.
        throw new NoPlace('argument-lost', 'what was passed is asked for, and it is lost')
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

function orLost<T>(value: T | undefined, absence: Absence, message: string): T {
  if (value === undefined) throw new NoPlace(absence, message)
  return value
}

function orMalformed<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new MalformedDwarf(message)
  return value
}
