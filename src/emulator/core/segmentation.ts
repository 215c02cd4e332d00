/**
 * From an offset in a segment to a linear address, with the checks of the mode.
 * SDM Vol. 3A, "Limit Checking", "Type Checking", "Segmentation in IA-32e Mode".
 */
import { ACCESS_READ, ACCESS_WRITE, EA, FS, MODE_64, SS } from './layout'
import { GP, SS as STACK_FAULT } from './exceptions'
import { raise } from './fault'
import { addressOf, settle, SLOT_ADDRESS_SIZE, SLOT_DETAIL, SLOT_IS_WRITE, SLOT_SEGMENT } from './slots'
import {
  ATTRIBUTE_CODE, ATTRIBUTE_CONFORMING, ATTRIBUTE_DB, ATTRIBUTE_WRITABLE, mode, segmentAttributes, segmentBase,
  segmentLimit,
} from './state'
import { isCanonical, privilege, reportRefusal } from './tlb'

/** Whether `size` bytes at an offset lie within a segment as 32-bit code sees it, expand-down ones included. */
export function isWithin(attributes: u32, limit: u64, offset: u64, size: u32): bool {
  const last = offset + size - 1
  const expandsDown = (attributes & (ATTRIBUTE_CODE | ATTRIBUTE_CONFORMING)) == ATTRIBUTE_CONFORMING
  if (!expandsDown) return last <= limit
  return offset > limit && last <= (attributes & ATTRIBUTE_DB ? <u64>0xffff_ffff : <u64>0xffff)
}

function isPermitted(index: u32, isWrite: bool): bool {
  const attributes = segmentAttributes(index)
  if (!attributes) return false
  if (attributes & ATTRIBUTE_CODE) return !isWrite && (attributes & ATTRIBUTE_WRITABLE) != 0
  return !isWrite || (attributes & ATTRIBUTE_WRITABLE) != 0
}

/** Raises #GP(0) or #SS(0) for an address that is not canonical. */
export function refuse(slot: u32, index: u32, address: u64, isWrite: bool): void {
  settle(slot)
  reportRefusal(address, (isWrite ? ACCESS_WRITE : ACCESS_READ) | privilege())
  raise(slot, index == SS ? STACK_FAULT : GP, 0)
}

/** The linear address of `size` bytes at an offset in a segment; raises #GP(0) or #SS(0). */
export function linearOf(slot: u32, index: u32, offset: u64, size: u32, isWrite: bool): u64 {
  if (mode() == MODE_64) {
    const address = index >= FS ? segmentBase(index) + offset : offset
    if (!isCanonical(address)) refuse(slot, index, address, isWrite)
    else if (!isCanonical(address + size - 1)) refuse(slot, index, address + size - 1, isWrite)
    return address
  }
  const isAllowed =
    isPermitted(index, isWrite) && isWithin(segmentAttributes(index), segmentLimit(index), offset, size)
  if (!isAllowed) raise(slot, index == SS ? STACK_FAULT : GP, 0)
  return (segmentBase(index) + offset) & 0xffff_ffff
}

/** The micro-operation before an instruction whose address needs more than a sum: leaves the linear address at EA. */
export function computeAddress(slot: u32): void {
  const size: u32 = load<u8>(slot, SLOT_ADDRESS_SIZE)
  let offset = addressOf(slot)
  if (size == 32) offset &= 0xffff_ffff
  else if (size == 16) offset &= 0xffff
  const index: u32 = load<u8>(slot, SLOT_SEGMENT)
  store<u64>(EA, linearOf(slot, index, offset, load<u8>(slot, SLOT_DETAIL), load<u8>(slot, SLOT_IS_WRITE) != 0))
}
