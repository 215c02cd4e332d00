/**
 * Shifts and rotates: group 2, SHLD and SHRD. SDM Vol. 2, "SAL/SAR/SHL/SHR", "RCL/RCR/ROL/ROR", "SHLD", "SHRD".
 * Where the SDM leaves a flag undefined the choice is noted; it is what current processors do.
 */
import { carryFlag, flagsOfResult, setStatusFlags, statusFlags } from './flags'
import { beginChange, endChange, immediate, readSrc } from './operands'
import { SLOT_DETAIL } from './slots'
import { RCX, RFLAGS_CF, RFLAGS_OF } from './state'

// @ts-ignore: decorator
@inline
function widthOf<T>(): u32 {
  return 8 * sizeof<T>()
}

// @ts-ignore: decorator
@inline
function maskCount<T>(count: u32): u32 {
  return sizeof<T>() == 8 ? count & 63 : count & 31
}

// @ts-ignore: decorator
@inline
function topBit<T>(value: u64): u64 {
  return (value >> (widthOf<T>() - 1)) & 1
}

// @ts-ignore: decorator
@inline
function carryAndOverflow(carry: u64, overflow: u64): u64 {
  return carry | (overflow << 11)
}

/** A value of up to 64 bits shifted left by up to 63 places, bits above its width kept. */
function shiftLeft<T>(value: u64, count: u32): T {
  const width = widthOf<T>()
  const carry: u64 = count <= width ? (value >> (width - count)) & 1 : 0
  const result = value << u64(count)
  flagsOfResult<T>(result as T, carryAndOverflow(carry, carry ^ topBit<T>(result)))
  return result as T
}

function shiftRight<T>(value: u64, count: u32): T {
  const carry = (value >> u64(count - 1)) & 1
  const result = value >> u64(count)
  // OF is defined for counts of 1 only, as the sign of the operand; processors compute it from the last step.
  flagsOfResult<T>(result as T, carryAndOverflow(carry, topBit<T>(result) ^ topBit<T>(result << 1)))
  return result as T
}

function shiftArithmetic<T>(value: u64, count: u32): T {
  const up: u64 = 64 - widthOf<T>()
  const extended = i64(value << up) >> i64(up)
  const carry = u64(extended >> i64(count - 1)) & 1
  const result = u64(extended >> i64(count))
  flagsOfResult<T>(result as T, carry)
  return result as T
}

/** Rotates change CF and OF only. */
function leaveRotateFlags(carry: u64, overflow: u64): void {
  setStatusFlags((statusFlags() & ~(RFLAGS_CF | RFLAGS_OF)) | carryAndOverflow(carry, overflow))
}

function rotateLeft<T>(value: u64, count: u32): T {
  const width = widthOf<T>()
  const by = u64(count % width)
  const result = by ? (value << by) | (value >> (width - by)) : value
  leaveRotateFlags(result & 1, topBit<T>(result) ^ (result & 1))
  return result as T
}

function rotateRight<T>(value: u64, count: u32): T {
  const width = widthOf<T>()
  const by = u64(count % width)
  const result = by ? (value >> by) | (value << (width - by)) : value
  leaveRotateFlags(topBit<T>(result), topBit<T>(result) ^ topBit<T>(result << 1))
  return result as T
}

/** Rotates through CF: the operand and the carry are one ring of width + 1 bits. */
function rotateCarryLeft<T>(value: u64, count: u32): T {
  let carry = carryFlag()
  for (let i = count % (widthOf<T>() + 1); i > 0; i--) {
    const out = topBit<T>(value)
    value = (value << 1) | carry
    carry = out
  }
  leaveRotateFlags(carry, topBit<T>(value) ^ carry)
  return value as T
}

function rotateCarryRight<T>(value: u64, count: u32): T {
  let carry = carryFlag()
  for (let i = count % (widthOf<T>() + 1); i > 0; i--) {
    const out = value & 1
    value = ((value & mask<T>()) >> 1) | (carry << (widthOf<T>() - 1))
    carry = out
  }
  leaveRotateFlags(carry, topBit<T>(value) ^ topBit<T>(value << 1))
  return value as T
}

// @ts-ignore: decorator
@inline
function mask<T>(): u64 {
  return 0xffff_ffff_ffff_ffff >> (64 - widthOf<T>())
}

/** By ModRM.reg: ROL ROR RCL RCR SHL SHR SAL SAR. */
function shiftOnce<T>(operation: u32, value: u64, count: u32): T {
  switch (operation) {
    case 0:
      return rotateLeft<T>(value, count)
    case 1:
      return rotateRight<T>(value, count)
    case 2:
      return rotateCarryLeft<T>(value, count)
    case 3:
      return rotateCarryRight<T>(value, count)
    case 5:
      return shiftRight<T>(value, count)
    case 7:
      return shiftArithmetic<T>(value, count)
    default:
      return shiftLeft<T>(value, count)
  }
}

function shiftBy<T>(slot: u32, rawCount: u32): void {
  const place = beginChange<T>(slot)
  const count = maskCount<T>(rawCount)
  const value = load<T>(place)
  // A count of 0 changes no flag, but a 32-bit register still loses its upper half and memory is still written.
  endChange<T>(slot, place, count ? shiftOnce<T>(load<u8>(slot, SLOT_DETAIL), u64(value), count) : value)
}

export function shiftByImmediate<T>(slot: u32): void {
  shiftBy<T>(slot, u32(immediate(slot)) & 0xff)
}

export function shiftByCl<T>(slot: u32): void {
  shiftBy<T>(slot, load<u8>(RCX))
}

/** SHLD (`isLeft`) and SHRD. Of 16 bits, counts above 16 are undefined: processors go on through the operands. */
function shiftDouble<T>(slot: u32, rawCount: u32, isLeft: bool): void {
  const place = beginChange<T>(slot)
  const count = maskCount<T>(rawCount)
  const a = u64(load<T>(place))
  if (!count) {
    endChange<T>(slot, place, a as T)
    return
  }
  const b = u64(readSrc<T>(slot))
  const width: u32 = widthOf<T>()
  let result: u64
  let carry: u64
  if (sizeof<T>() == 2) {
    const ring = (a << 32) | (b << 16) | a
    result = isLeft ? (ring << count) >> 32 : ring >> u64(count)
    carry = isLeft ? (ring >> (48 - count)) & 1 : (ring >> u64(count - 1)) & 1
  } else if (isLeft) {
    result = (a << u64(count)) | (b >> u64(width - count))
    carry = (a >> u64(width - count)) & 1
  } else {
    result = (a >> u64(count)) | (b << u64(width - count))
    carry = (a >> u64(count - 1)) & 1
  }
  const overflow = topBit<T>(result) ^ (isLeft ? carry : topBit<T>(result << 1))
  flagsOfResult<T>(result as T, carryAndOverflow(carry, overflow))
  endChange<T>(slot, place, result as T)
}

export function shiftLeftDoubleImmediate<T>(slot: u32): void {
  shiftDouble<T>(slot, u32(immediate(slot)) & 0xff, true)
}

export function shiftLeftDoubleCl<T>(slot: u32): void {
  shiftDouble<T>(slot, load<u8>(RCX), true)
}

export function shiftRightDoubleImmediate<T>(slot: u32): void {
  shiftDouble<T>(slot, u32(immediate(slot)) & 0xff, false)
}

export function shiftRightDoubleCl<T>(slot: u32): void {
  shiftDouble<T>(slot, load<u8>(RCX), false)
}
