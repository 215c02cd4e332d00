/** Counts the instructions that the core does not have, so that a run can name them. */
import { MISSING, MISSING_BYTES, MISSING_CAPACITY, MISSING_COUNT } from './layout'
import { translateFetch } from './blocks'
import { linearOfRip } from './code-address'
import { UD } from './exceptions'
import { raise } from './fault'
import { fetchByte } from './fetch'
import { BLOCK_RIP, blockOf, SLOT_LENGTH, SLOT_OFFSET } from './slots'

/** Whether a row of the table begins with the bytes that were read to decode the instruction. */
function isKind(row: u32, physical: u64, length: u32): bool {
  for (let i: u32 = 0; i < length; i++) if (load<u8>(row + i) != fetchByte(physical + i)) return false
  return true
}

/** Bytes from the instruction on, to the end of its page. */
function copyBytes(row: u32, physical: u64): void {
  const room: u32 = 0x1000 - u32(physical & 0xfff)
  for (let i: u32 = 0; i < MISSING_BYTES && i < room; i++) store<u8>(row + i, fetchByte(physical + i))
}

/** Enters the instruction in the table, or counts it again. Its page has been translated for the fetch already. */
export function countMissing(slot: u32): void {
  store<u32>(MISSING_COUNT, load<u32>(MISSING_COUNT) + 1)
  const physical = translateFetch(linearOfRip(load<u64>(blockOf(slot), BLOCK_RIP) + load<u16>(slot, SLOT_OFFSET)))
  const room: u32 = 0x1000 - u32(physical & 0xfff)
  const length: u32 = load<u8>(slot, SLOT_LENGTH)
  for (let i: u32 = 0; i < MISSING_CAPACITY; i++) {
    const row: u32 = MISSING + i * (MISSING_BYTES + 1)
    const count: u32 = load<u8>(row, MISSING_BYTES)
    if (!count) copyBytes(row, physical)
    else if (!isKind(row, physical, length < room ? length : room)) continue
    store<u8>(row, count < 255 ? count + 1 : 255, MISSING_BYTES)
    return
  }
}

/** An instruction that exists and is not there: #UD, counted. */
export function missingOpcode(slot: u32): void {
  countMissing(slot)
  raise(slot, UD, 0)
}
