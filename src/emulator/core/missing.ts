/** Counts the instructions that the core does not have, so that a run can name them. */
import { MISSING, MISSING_CAPACITY, MISSING_COUNT } from './layout'
import { UD } from './exceptions'
import { raise } from './fault'
import { readBytesAt } from './fetch'
import { blockOf, BLOCK_RIP, SLOT_LENGTH, SLOT_OFFSET } from './slots'

/** Enters the instruction's bytes in the table, or counts them again. */
export function countMissing(slot: u32): void {
  store<u32>(MISSING_COUNT, load<u32>(MISSING_COUNT) + 1)
  const at = load<u64>(blockOf(slot), BLOCK_RIP) + u64(load<u16>(slot, SLOT_OFFSET))
  const low = readBytesAt(at, load<u8>(slot, SLOT_LENGTH))
  for (let i: u32 = 0; i < MISSING_CAPACITY; i++) {
    const row: u32 = MISSING + i * 16
    const count: u32 = load<u8>(row, 15)
    if (count && load<u64>(row) != low) continue
    store<u64>(row, low)
    store<u8>(row, count < 255 ? u8(count + 1) : 255, 15)
    return
  }
}

/** An instruction that exists and is not there: #UD, counted. */
export function missingOpcode(slot: u32): void {
  countMissing(slot)
  raise(slot, UD, 0)
}
