/** Decimal arithmetic of 32-bit mode. SDM Vol. 2, "AAA", "AAS", "AAM", "AAD", "DAA", "DAS". */
import { DE } from './exceptions'
import { raise } from './fault'
import { flagsOfResult, statusFlags } from './flags'
import { immediate } from './operands'
import { SLOT_DETAIL } from './slots'
import { RAX } from './state'

/** AAM divides AL by its immediate; AAD is its inverse. */
export function adjustAfterMultiply(slot: u32): void {
  const base = u32(immediate(slot)) & 0xff
  if (base == 0) raise(slot, DE, 0)
  const al: u32 = load<u8>(RAX)
  store<u8>(RAX + 1, u8(al / base))
  store<u8>(RAX, u8(al % base))
  flagsOfResult<u8>(u8(al % base), 0)
}

export function adjustBeforeDivide(slot: u32): void {
  const al = u8(u32(load<u8>(RAX)) + u32(load<u8>(RAX + 1)) * (u32(immediate(slot)) & 0xff))
  store<u16>(RAX, u16(al))
  flagsOfResult<u8>(al, 0)
}

/** AAA (0x37) and AAS (0x3f) */
export function adjustAscii(slot: u32): void {
  const flags = statusFlags()
  const al: u32 = load<u8>(RAX)
  const isAdd = load<u8>(slot, SLOT_DETAIL) == 0x37
  const carries = (al & 0xf) > 9 || (flags & 0x10) != 0
  if (carries) store<u16>(RAX, isAdd ? u16(load<u16>(RAX) + 0x106) : u16(load<u16>(RAX) - 0x106))
  store<u8>(RAX, load<u8>(RAX) & 0xf)
  flagsOfResult<u8>(load<u8>(RAX), carries ? 0x11 : 0)
}

/** DAA (0x27) and DAS (0x2f) */
export function adjustDecimal(slot: u32): void {
  const flags = statusFlags()
  const before: u32 = load<u8>(RAX)
  const sign: u32 = load<u8>(slot, SLOT_DETAIL) == 0x27 ? 1 : -1
  let al = before
  let others: u64 = 0
  if ((before & 0xf) > 9 || (flags & 0x10) != 0) {
    al += sign * 6
    others |= 0x10
    // A borrow out of AL itself counts, for DAS.
    if (sign != 1 && before < 6) others |= 1
  }
  if (before > 0x99 || (flags & 1) != 0) {
    al += sign * 0x60
    others |= 1
  }
  store<u8>(RAX, u8(al))
  flagsOfResult<u8>(u8(al), others)
}
