/** The eight operations of the opcode map's first rows, with their flags. SDM Vol. 2, under each name. */
import { carriesOfAdd, carriesOfSub, carryFlag, flagsOfAdd, flagsOfLogic, flagsOfResult, flagsOfSub } from './flags'
import { beginChange, endChange, immediate, readDst, readFirst, readSecond, readSrc, writeDst } from './operands'
import { SLOT_DETAIL } from './slots'

/** By their number in opcode bits 5:3. */
export const ADD: u32 = 0
export const OR: u32 = 1
export const ADC: u32 = 2
export const SBB: u32 = 3
export const AND: u32 = 4
export const SUB: u32 = 5
export const XOR: u32 = 6
export const CMP: u32 = 7
export const TEST: u32 = 8

/** Computes a result and leaves the flags; with a constant operation all else is compiled away. */
// @ts-ignore: decorator
@inline
export function compute<T>(operation: u32, a: T, b: T): T {
  if (operation == ADD) {
    flagsOfAdd<T>(a, b)
    return (a + b) as T
  }
  if (operation == SUB || operation == CMP) {
    flagsOfSub<T>(a, b)
    return (a - b) as T
  }
  if (operation == ADC) {
    const result: T = (a + b + (carryFlag() as T)) as T
    flagsOfResult<T>(result, carriesOfAdd<T>(a, b, result))
    return result
  }
  if (operation == SBB) {
    const result: T = (a - b - (carryFlag() as T)) as T
    flagsOfResult<T>(result, carriesOfSub<T>(a, b, result))
    return result
  }
  const result: T = operation == OR ? ((a | b) as T) : operation == XOR ? ((a ^ b) as T) : ((a & b) as T)
  flagsOfLogic<T>(result)
  return result
}

function computeAny<T>(operation: u32, a: T, b: T): T {
  switch (operation) {
    case ADD:
      return compute<T>(ADD, a, b)
    case OR:
      return compute<T>(OR, a, b)
    case ADC:
      return compute<T>(ADC, a, b)
    case SBB:
      return compute<T>(SBB, a, b)
    case SUB:
      return compute<T>(SUB, a, b)
    case CMP:
      return compute<T>(CMP, a, b)
    case XOR:
      return compute<T>(XOR, a, b)
    default:
      return compute<T>(AND, a, b)
  }
}

// @ts-ignore: decorator
@inline
function keepsResult(operation: u32): bool {
  return operation != CMP && operation != TEST
}

/** Ev, Gv: the destination is ModRM.rm. */
export function toFirst<T>(slot: u32): void {
  changeFirst<T>(slot, readSrc<T>(slot))
}

/** Ev, Iz. */
export function toFirstImmediate<T>(slot: u32): void {
  changeFirst<T>(slot, immediate(slot) as T)
}

function changeFirst<T>(slot: u32, b: T): void {
  const operation: u32 = load<u8>(slot, SLOT_DETAIL)
  if (!keepsResult(operation)) {
    computeAny<T>(operation, readFirst<T>(slot), b)
    return
  }
  const place = beginChange<T>(slot)
  endChange<T>(slot, place, computeAny<T>(operation, load<T>(place), b))
}

/** Gv, Ev: the destination is a register. */
export function toRegister<T>(slot: u32): void {
  const operation: u32 = load<u8>(slot, SLOT_DETAIL)
  const b = readSecond<T>(slot)
  const result = computeAny<T>(operation, readDst<T>(slot), b)
  if (keepsResult(operation)) writeDst<T>(slot, result)
}

/** INC and DEC leave CF as it was. */
export function increment<T>(slot: u32): void {
  const place = beginChange<T>(slot)
  const a = load<T>(place)
  const result: T = (a + 1) as T
  const carry = carryFlag()
  flagsOfResult<T>(result, (carriesOfAdd<T>(a, 1 as T, result) & ~1) | carry)
  endChange<T>(slot, place, result)
}

export function decrement<T>(slot: u32): void {
  const place = beginChange<T>(slot)
  const a = load<T>(place)
  const result: T = (a - 1) as T
  const carry = carryFlag()
  flagsOfResult<T>(result, (carriesOfSub<T>(a, 1 as T, result) & ~1) | carry)
  endChange<T>(slot, place, result)
}

export function negate<T>(slot: u32): void {
  const place = beginChange<T>(slot)
  const a = load<T>(place)
  const result = compute<T>(SUB, 0 as T, a)
  endChange<T>(slot, place, result)
}

/** NOT changes no flag. */
export function invert<T>(slot: u32): void {
  const place = beginChange<T>(slot)
  endChange<T>(slot, place, ~load<T>(place) as T)
}
