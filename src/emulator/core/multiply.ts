/** MUL, IMUL, DIV and IDIV. SDM Vol. 2, under each name. */
import { DE } from './exceptions'
import { raise } from './fault'
import { flagsOfResult } from './flags'
import { immediate, readDst, readFirst, readSecond, writeDst } from './operands'
import { RAX, RDX, setRegister } from './state'

const CARRY_AND_OVERFLOW: u64 = 0x801

/** High half of a 64 × 64-bit unsigned product. */
function highUnsigned(a: u64, b: u64): u64 {
  const al = a & 0xffff_ffff
  const ah = a >> 32
  const bl = b & 0xffff_ffff
  const bh = b >> 32
  const middle = ah * bl + ((al * bl) >> 32)
  const cross = al * bh + (middle & 0xffff_ffff)
  return ah * bh + (middle >> 32) + (cross >> 32)
}

function highSigned(a: u64, b: u64): u64 {
  return highUnsigned(a, b) - (i64(a) < 0 ? b : 0) - (i64(b) < 0 ? a : 0)
}

/** Puts a double-width product into AX, DX:AX, EDX:EAX or RDX:RAX. CF = OF = 1 when the high half says something. */
function leaveProduct<T>(low: u64, high: u64, isSignificant: bool): void {
  if (sizeof<T>() == 1) {
    store<u16>(RAX, u16((low & 0xff) | (high << 8)))
  } else {
    setRegister<T>(RAX, low as T)
    setRegister<T>(RDX, high as T)
  }
  flagsOfResult<T>(low as T, isSignificant ? CARRY_AND_OVERFLOW : 0)
}

// @ts-ignore: decorator
@inline
function extend<T>(value: T): i64 {
  const up: i64 = 64 - 8 * sizeof<T>()
  return (i64(value) << up) >> up
}

export function multiplyUnsigned<T>(slot: u32): void {
  const a = u64(load<T>(RAX))
  const b = u64(readFirst<T>(slot))
  const low = a * b
  const high = sizeof<T>() == 8 ? highUnsigned(a, b) : low >> (8 * sizeof<T>() & 63)
  leaveProduct<T>(low, high, (high as T) != (0 as T))
}

export function multiplySigned<T>(slot: u32): void {
  const a = extend<T>(load<T>(RAX))
  const b = extend<T>(readFirst<T>(slot))
  const low = a * b
  const high = sizeof<T>() == 8 ? highSigned(u64(a), u64(b)) : u64(low >> (8 * sizeof<T>() & 63))
  const fits = sizeof<T>() == 8 ? i64(high) == low >> 63 : low == extend<T>(low as T)
  leaveProduct<T>(u64(low), high, !fits)
}

// @ts-ignore: decorator
@inline
function multiplyTruncating<T>(slot: u32, a: i64, b: i64): void {
  const low = a * b
  const fits = sizeof<T>() == 8 ? i64(highSigned(u64(a), u64(b))) == low >> 63 : low == extend<T>(low as T)
  flagsOfResult<T>(low as T, fits ? 0 : CARRY_AND_OVERFLOW)
  writeDst<T>(slot, low as T)
}

/** IMUL Gv, Ev */
export function multiplyInto<T>(slot: u32): void {
  const b = extend<T>(readSecond<T>(slot))
  multiplyTruncating<T>(slot, extend<T>(readDst<T>(slot)), b)
}

/** IMUL Gv, Ev, Iz */
export function multiplyImmediate<T>(slot: u32): void {
  multiplyTruncating<T>(slot, extend<T>(readSecond<T>(slot)), i64(immediate(slot)))
}

function leaveQuotient<T>(quotient: u64, remainder: u64): void {
  if (sizeof<T>() == 1) {
    store<u16>(RAX, u16((quotient & 0xff) | (remainder << 8)))
  } else {
    setRegister<T>(RAX, quotient as T)
    setRegister<T>(RDX, remainder as T)
  }
}

let remainder128: u64 = 0

/** Quotient of high:low by a divisor greater than high; the remainder is left in remainder128. */
function divide128(high: u64, low: u64, divisor: u64): u64 {
  let quotient: u64 = 0
  for (let i = 0; i < 64; i++) {
    const carry = high >> 63
    high = (high << 1) | (low >> 63)
    low <<= 1
    quotient <<= 1
    if (carry || high >= divisor) {
      high -= divisor
      quotient |= 1
    }
  }
  remainder128 = high
  return quotient
}

// @ts-ignore: decorator
@inline
function dividendLow<T>(): u64 {
  if (sizeof<T>() == 1) return load<u16>(RAX)
  return (u64(load<T>(RDX)) << (8 * sizeof<T>() & 63)) | u64(load<T>(RAX))
}

export function divideUnsigned<T>(slot: u32): void {
  const divisor = u64(readFirst<T>(slot))
  if (divisor == 0) raise(slot, DE, 0)
  if (sizeof<T>() == 8) {
    const high = load<u64>(RDX)
    const low = load<u64>(RAX)
    if (high >= divisor) raise(slot, DE, 0)
    if (high == 0) leaveQuotient<T>(low / divisor, low % divisor)
    else {
      const quotient = divide128(high, low, divisor)
      leaveQuotient<T>(quotient, remainder128)
    }
    return
  }
  const dividend = dividendLow<T>()
  const quotient = dividend / divisor
  if (quotient >> (8 * sizeof<T>() & 63)) raise(slot, DE, 0)
  leaveQuotient<T>(quotient, dividend % divisor)
}

function divideSigned64(slot: u32, divisor: i64): void {
  let high = load<u64>(RDX)
  let low = load<u64>(RAX)
  const isNegative = i64(high) < 0
  if (isNegative) {
    low = ~low + 1
    high = ~high + (low == 0 ? 1 : 0)
  }
  const magnitude: u64 = divisor < 0 ? 0 - u64(divisor) : u64(divisor)
  if (high >= magnitude) raise(slot, DE, 0)
  const quotient = divide128(high, low, magnitude)
  const isQuotientNegative = isNegative != divisor < 0
  const limit: u64 = isQuotientNegative ? 0x8000_0000_0000_0000 : 0x7fff_ffff_ffff_ffff
  if (quotient > limit) raise(slot, DE, 0)
  leaveQuotient<u64>(
    isQuotientNegative ? 0 - quotient : quotient,
    isNegative ? 0 - remainder128 : remainder128,
  )
}

export function divideSigned<T>(slot: u32): void {
  const divisor = extend<T>(readFirst<T>(slot))
  if (divisor == 0) raise(slot, DE, 0)
  if (sizeof<T>() == 8) {
    divideSigned64(slot, divisor)
    return
  }
  const up: i64 = 64 - 16 * sizeof<T>()
  const dividend = (i64(dividendLow<T>()) << (up & 63)) >> (up & 63)
  // The one quotient that does not fit 64 bits, and would trap on the host as well.
  if (divisor == -1 && dividend == i64.MIN_VALUE) raise(slot, DE, 0)
  const quotient = dividend / divisor
  if (quotient != extend<T>(quotient as T)) raise(slot, DE, 0)
  leaveQuotient<T>(u64(quotient), u64(dividend % divisor))
}
