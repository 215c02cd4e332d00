/** Decodes a run of instructions into a block: to the first that ends it, to the end of the page, or to a limit. */
import { BLOCKS_DECODED, HANDLERS, MODE, MODE_64 } from './layout'
import { linearOfRip } from './code-address'
import { decodeInstruction } from './decode'
import { beginInstruction, hasCrossed, hasFailed, length, secondPage } from './decode-cursor'
import { COLD, COLD_END, HOT_END } from './hot'
import { OP_PROBE } from './operations'
import { isProbed } from './probes'
import {
  BLOCK_COUNT, BLOCK_HEADER, BLOCK_MODE, BLOCK_NEXT_RIP, BLOCK_PHYSICAL, BLOCK_RIP, BLOCK_SECOND_PAGE, BLOCK_SLOTS,
  SLOT_INDEX, SLOT_LENGTH, SLOT_NUMBER, SLOT_OFFSET, SLOT_OPERATION, SLOT_SIZE,
} from './slots'
import { mode } from './state'
import { NO_ADDRESS } from './tlb'

// @ts-ignore: decorator
@inline
function endsBlock(slot: u32): bool {
  const operation: u32 = load<u16>(slot, SLOT_OPERATION)
  return operation >= COLD_END || (operation >= HOT_END && operation < 256)
}

/** Notes in a slot which instruction of the block it belongs to. */
function number(slot: u32, first: u32, index: u32, offset: u32): void {
  store<u8>(slot, (slot - first) / SLOT_SIZE, SLOT_NUMBER)
  store<u8>(slot, index, SLOT_INDEX)
  store<u8>(slot, length, SLOT_LENGTH)
  store<u16>(slot, offset, SLOT_OFFSET)
}

/** A slot that tells of the instruction behind it. */
function putProbe(slot: u32): void {
  memory.fill(slot, 0, SLOT_SIZE)
  store<u16>(slot, u16(COLD + load<u32>(HANDLERS + (OP_PROBE << 2))), SLOT_OPERATION)
}

/** The slot after the last instruction of a block that no jump ends. */
function close(slot: u32, first: u32, index: u32, offset: u32): void {
  memory.fill(slot, 0, SLOT_SIZE)
  number(slot, first, index, offset)
  store<u16>(slot, HOT_END, SLOT_OPERATION)
}

/**
 * Decodes at most `limit` instructions from `rip`, whose first byte lies at `physical`, to `block`.
 * Returns the block's size in bytes; 0, with PENDING_… set, when the first instruction reaches into a page that cannot
 * be fetched.
 */
export function decodeBlock(rip: u64, physical: u64, block: u32, limit: u32): u32 {
  const first = block + BLOCK_HEADER
  const room: u32 = 0x1000 - u32(physical & 0xfff)
  memory.fill(block, 0, BLOCK_HEADER)
  let slot = first
  let offset: u32 = 0
  let count: u32 = 0
  let hasEnded = false
  // An instruction takes three slots at most, a probe's included, and the end may take one more.
  while (count < limit && offset < room && slot + 4 * SLOT_SIZE <= first + BLOCK_SLOTS * SLOT_SIZE && !hasEnded) {
    const linear = linearOfRip(rip + offset)
    const probed = isProbed(linear)
    beginInstruction(linear, physical + offset, count == 0)
    const last = decodeInstruction(probed ? slot + SLOT_SIZE : slot, rip + offset)
    if (hasFailed) return 0
    if (hasCrossed) break
    if (probed) putProbe(slot)
    for (let at = slot; at <= last; at += SLOT_SIZE) number(at, first, count, offset)
    hasEnded = endsBlock(last)
    slot = last + SLOT_SIZE
    offset += length
    count++
    if (secondPage != NO_ADDRESS) {
      store<u32>(block, u32(secondPage >> 12) + 1, BLOCK_SECOND_PAGE)
      break
    }
  }
  if (!hasEnded) {
    close(slot, first, count, offset)
    slot += SLOT_SIZE
  }
  const next = rip + offset
  store<u32>(block, u32(physical), BLOCK_PHYSICAL)
  store<u32>(block, count, BLOCK_COUNT)
  store<u64>(block, rip, BLOCK_RIP)
  store<u64>(block, mode() == MODE_64 ? next : next & 0xffff_ffff, BLOCK_NEXT_RIP)
  store<u32>(block, load<u32>(MODE), BLOCK_MODE)
  store<u64>(BLOCKS_DECODED, load<u64>(BLOCKS_DECODED) + 1)
  return slot - block
}
