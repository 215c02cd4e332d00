/**
 * The form in which decoded code lies in memory: a block of instructions is a header and a row of micro-operations
 * ("slots"). One instruction is one slot, or two when its address needs a segment base or fewer than 64 bits.
 */
import { INSTANT, RIP } from './layout'

// ---- Block header ----
export const BLOCK_PHYSICAL: u32 = 0 //      u32 physical address of its first byte; all ones once dropped
export const BLOCK_COUNT: u32 = 4 //         u32 instructions
export const BLOCK_RIP: u32 = 8 //           u64 linear address of its first byte
export const BLOCK_NEXT_RIP: u32 = 16 //     u64 linear address after its last byte
export const BLOCK_TAKEN: u32 = 24 //        u32 block at the jump's target, 0 when not known
export const BLOCK_FALLTHROUGH: u32 = 28 //  u32 block at BLOCK_NEXT_RIP, 0 when not known
export const BLOCK_PAGE_NEXT: u32 = 32 //    u32 next block of the same page
export const BLOCK_SECOND_PAGE: u32 = 36 //  u32 1 + number of the page that its only instruction reaches into, 0: none
export const BLOCK_STRADDLER_NEXT: u32 = 40 // u32 next block that reaches into a second page
export const BLOCK_MODE: u32 = 44 //         u32 MODE_… that it was decoded for
export const BLOCK_HEADER: u32 = 64
export const BLOCK_SLOTS: u32 = 64 //        the most slots that one block has

// ---- Slot ----
export const SLOT_OPERATION: u32 = 0 //      u16
export const SLOT_DETAIL: u32 = 2 //         u8 condition code, scale or segment, by operation
export const SLOT_NUMBER: u32 = 3 //         u8 its place in the block
export const SLOT_INDEX: u32 = 4 //          u8 its instruction's place in the block
export const SLOT_LENGTH: u32 = 5 //         u8 bytes of its instruction
export const SLOT_OFFSET: u32 = 6 //         u16 its instruction's first byte, from BLOCK_RIP
export const SLOT_DST: u32 = 8 //            u32 address of a register
export const SLOT_SRC: u32 = 12 //           u32 address of a register
export const SLOT_BASE: u32 = 16 //          u32 address of a register
export const SLOT_INDEX_REGISTER: u32 = 20 // u32 address of a register
export const SLOT_DISPLACEMENT: u32 = 24 //  i64
export const SLOT_IMMEDIATE: u32 = 32 //     i64, or the linear address of a jump's target
export const SLOT_FLAGS: u32 = 40 //         u32 SLOT_…
export const SLOT_SCALE: u32 = 44 //         u8
export const SLOT_SEGMENT: u32 = 45 //       u8 segment register that the address goes through
export const SLOT_REP: u32 = 46 //           u8 0, or the prefix 0xf2 or 0xf3
export const SLOT_ADDRESS_SIZE: u32 = 47 //  u8 16, 32 or 64 bits
/** In a slot that computes an address SLOT_DETAIL is the size of the access, and in place of SLOT_REP stands: */
export const SLOT_IS_WRITE: u32 = 46 //      u8
export const SLOT_SIZE: u32 = 48

/** SLOT_FLAGS: the operand of ModRM.rm lies in memory. */
export const SLOT_IS_MEMORY: u32 = 1
/** SLOT_FLAGS: the address goes through SS, as with RSP or RBP as its base: a non-canonical one raises #SS. */
export const SLOT_IS_STACK: u32 = 2
/** SLOT_FLAGS: RSP is the base, which POP increments before it computes the address. */
export const SLOT_BASE_IS_RSP: u32 = 4

/** Instructions of this run that are left after the present block; INSTANT = end − left at a block's end. */
export let left: i64 = 0
/** The instant at which `left` will be zero. */
export let end: i64 = 0

/** Instructions of this run that were set aside because the event ring must be drained first. */
export let held: i64 = 0

/** Makes the run end at the next block without changing what INSTANT is. */
export function yieldSoon(): void {
  held += left
  end -= left
  left = 0
}

/** Begins a run of so many instructions from the present INSTANT. */
export function beginBudget(budget: i64): void {
  left = budget
  held = 0
  end = load<i64>(INSTANT) + budget
}

export function setLeft(value: i64): void {
  left = value
}

// @ts-ignore: decorator
@inline
export function blockOf(slot: u32): u32 {
  return slot - u32(load<u8>(slot, SLOT_NUMBER)) * SLOT_SIZE - BLOCK_HEADER
}

// @ts-ignore: decorator
@inline
export function addressOf(slot: u32): u64 {
  return (
    load<u64>(load<u32>(slot, SLOT_BASE)) +
    (load<u64>(load<u32>(slot, SLOT_INDEX_REGISTER)) << u64(load<u8>(slot, SLOT_SCALE))) +
    load<u64>(slot, SLOT_DISPLACEMENT)
  )
}

/** Linear address after the slot's instruction. */
export function nextRipOf(slot: u32): u64 {
  return load<u64>(blockOf(slot), BLOCK_RIP) + u64(load<u16>(slot, SLOT_OFFSET)) + u64(load<u8>(slot, SLOT_LENGTH))
}

/** Instructions of the block from the slot's own to the last. */
// @ts-ignore: decorator
@inline
export function unretiredOf(slot: u32): i64 {
  return i64(load<u32>(blockOf(slot), BLOCK_COUNT)) - i64(load<u8>(slot, SLOT_INDEX))
}

/** Makes RIP and INSTANT exact in the middle of a block: those of the slot's instruction, which has not retired. */
export function settle(slot: u32): void {
  store<u64>(RIP, load<u64>(blockOf(slot), BLOCK_RIP) + u64(load<u16>(slot, SLOT_OFFSET)))
  store<i64>(INSTANT, end - left - unretiredOf(slot))
}
