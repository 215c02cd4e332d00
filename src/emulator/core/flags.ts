/**
 * The six status flags, computed when somebody asks.
 * Arithmetic leaves its kind and its operands, shifted up to bit 63 so that one rule serves every width; conditions
 * and PUSHF work the flags out from them. SDM Vol. 1, "Status Flags".
 */
import {
  FLAG_A, FLAG_B, FLAG_KIND, FLAG_SHIFT, FLAGS_ADD, FLAGS_EXPLICIT, FLAGS_RESULT, FLAGS_SUB, RFLAGS,
} from './layout'
import { RFLAGS_AF, RFLAGS_CF, RFLAGS_OF, RFLAGS_PF, RFLAGS_SF, RFLAGS_STATUS, RFLAGS_ZF } from './state'

// @ts-ignore: decorator
@inline
function shiftOf<T>(): u64 {
  return 64 - 8 * sizeof<T>()
}

// @ts-ignore: decorator
@inline
function leave<T>(kind: u32, a: u64, b: u64): void {
  store<u16>(FLAG_KIND, u16(kind | (u32(shiftOf<T>()) << 8)))
  store<u64>(FLAG_A, a)
  store<u64>(FLAG_B, b)
}

/** Flags of a − b. */
// @ts-ignore: decorator
@inline
export function flagsOfSub<T>(a: T, b: T): void {
  leave<T>(FLAGS_SUB, u64(a) << shiftOf<T>(), u64(b) << shiftOf<T>())
}

/** Flags of a + b. */
// @ts-ignore: decorator
@inline
export function flagsOfAdd<T>(a: T, b: T): void {
  leave<T>(FLAGS_ADD, u64(a) << shiftOf<T>(), u64(b) << shiftOf<T>())
}

/** Flags of a logical result: CF, OF and AF are clear, as after r − 0. */
// @ts-ignore: decorator
@inline
export function flagsOfLogic<T>(result: T): void {
  leave<T>(FLAGS_SUB, u64(result) << shiftOf<T>(), 0)
}

/** ZF, SF and PF of a result; CF, AF and OF as given, at their places in RFLAGS. */
// @ts-ignore: decorator
@inline
export function flagsOfResult<T>(result: T, others: u64): void {
  leave<T>(FLAGS_RESULT, u64(result) << shiftOf<T>(), others)
}

// @ts-ignore: decorator
@inline
function flagIf(condition: bool, flag: u64): u64 {
  return condition ? flag : 0
}

/** CF, AF and OF of an addition with carry in, or of a subtraction with borrow in, whose result is known. */
// @ts-ignore: decorator
@inline
export function carriesOfAdd<T>(a: T, b: T, result: T): u64 {
  const carries: u64 = u64((a & b) | ((a | b) & ~result))
  const top: u64 = 8 * sizeof<T>() - 1
  const overflow: u64 = u64((a ^ result) & (b ^ result))
  return ((carries >> top) & 1) | (((carries >> 3) & 1) << 4) | (((overflow >> top) & 1) << 11)
}

// @ts-ignore: decorator
@inline
export function carriesOfSub<T>(a: T, b: T, result: T): u64 {
  const borrows: u64 = u64((~a & b) | (~(a ^ b) & result))
  const top: u64 = 8 * sizeof<T>() - 1
  const overflow: u64 = u64((a ^ b) & (a ^ result))
  return ((borrows >> top) & 1) | (((borrows >> 3) & 1) << 4) | (((overflow >> top) & 1) << 11)
}

/** The six flags at their places in RFLAGS. */
export function statusFlags(): u64 {
  const kind: u32 = load<u8>(FLAG_KIND)
  if (kind == FLAGS_EXPLICIT) return load<u64>(RFLAGS) & RFLAGS_STATUS
  const shift: u64 = load<u8>(FLAG_SHIFT)
  const a = load<u64>(FLAG_A)
  const b = load<u64>(FLAG_B)
  let result: u64
  let flags: u64
  if (kind == FLAGS_RESULT) {
    result = a
    flags = b
  } else {
    const isAdd = kind == FLAGS_ADD
    result = isAdd ? a + b : a - b
    flags =
      flagIf(isAdd ? result < a : a < b, RFLAGS_CF) |
      flagIf((((a ^ b ^ result) >> (shift + 4)) & 1) != 0, RFLAGS_AF) |
      flagIf(i64(isAdd ? (a ^ result) & (b ^ result) : (a ^ b) & (a ^ result)) < 0, RFLAGS_OF)
  }
  return (
    flags |
    flagIf(result == 0, RFLAGS_ZF) |
    flagIf(i64(result) < 0, RFLAGS_SF) |
    flagIf((popcnt<u32>(u32(result >> shift) & 0xff) & 1) == 0, RFLAGS_PF)
  )
}

/** Puts the flags into RFLAGS, where they stay until the next arithmetic. */
export function materializeFlags(): void {
  if (load<u8>(FLAG_KIND) == FLAGS_EXPLICIT) return
  setStatusFlags(statusFlags())
}

export function setStatusFlags(flags: u64): void {
  store<u64>(RFLAGS, (load<u64>(RFLAGS) & ~RFLAGS_STATUS) | (flags & RFLAGS_STATUS))
  store<u16>(FLAG_KIND, FLAGS_EXPLICIT)
  store<u64>(FLAG_A, 0)
  store<u64>(FLAG_B, 0)
}

// @ts-ignore: decorator
@inline
export function carryFlag(): u64 {
  if (load<u8>(FLAG_KIND) == FLAGS_SUB) return u64(load<u64>(FLAG_A) < load<u64>(FLAG_B))
  return statusFlags() & RFLAGS_CF
}

/** One of the sixteen conditions by its encoding: SDM Vol. 1, "EFLAGS Condition Codes". */
export function conditionSlow(code: u32): bool {
  const flags = statusFlags()
  let holds: bool
  switch (code >> 1) {
    case 0:
      holds = (flags & RFLAGS_OF) != 0
      break
    case 1:
      holds = (flags & RFLAGS_CF) != 0
      break
    case 2:
      holds = (flags & RFLAGS_ZF) != 0
      break
    case 3:
      holds = (flags & (RFLAGS_CF | RFLAGS_ZF)) != 0
      break
    case 4:
      holds = (flags & RFLAGS_SF) != 0
      break
    case 5:
      holds = (flags & RFLAGS_PF) != 0
      break
    case 6:
      holds = ((flags & RFLAGS_SF) != 0) != ((flags & RFLAGS_OF) != 0)
      break
    default:
      holds = (flags & RFLAGS_ZF) != 0 || ((flags & RFLAGS_SF) != 0) != ((flags & RFLAGS_OF) != 0)
  }
  return holds != ((code & 1) != 0)
}

/** The same with a short cut for what nearly always precedes a branch: CMP, SUB, TEST, AND, OR, XOR. */
// @ts-ignore: decorator
@inline
export function condition(code: u32): bool {
  if (load<u8>(FLAG_KIND) == FLAGS_SUB) {
    const a = load<u64>(FLAG_A)
    const b = load<u64>(FLAG_B)
    if (code == 2) return a < b
    if (code == 3) return a >= b
    if (code == 4) return a == b
    if (code == 5) return a != b
    if (code == 6) return a <= b
    if (code == 7) return a > b
    if (code == 8) return i64(a - b) < 0
    if (code == 9) return i64(a - b) >= 0
    if (code == 12) return i64(a) < i64(b)
    if (code == 13) return i64(a) >= i64(b)
    if (code == 14) return i64(a) <= i64(b)
    if (code == 15) return i64(a) > i64(b)
  }
  return conditionSlow(code)
}
