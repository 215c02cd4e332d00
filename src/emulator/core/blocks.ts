/**
 * The cache of decoded blocks, keyed by physical address.
 * A block lies within one page; an instruction that reaches into the next page is a block of its own. Blocks are
 * chained only within their page, so that dropping a page's blocks leaves nothing that points at them, and so that
 * fetching goes through the TLB at the same instants however a run is sliced.
 */
import {
  ACCESS_EXECUTE, ARENA_NEXT, BLOCK_ARENA, BLOCK_ARENA_END, BLOCK_HASH, MODE, MODE_64, PAGE_BLOCKS, PAGE_FLAGS,
  PAGE_HAS_CODE, RAM, RAM_SIZE, SINGLE_BLOCK, STRADDLERS, TLB_EXECUTE, TLB_HOST,
} from './layout'
import { linearOfRip, pageAfter } from './code-address'
import { decodeBlock } from './decode-block'
import { pageFlags, setPageFlags } from './pages'
import {
  BLOCK_FALLTHROUGH, BLOCK_HEADER, BLOCK_MODE, BLOCK_NEXT_RIP, BLOCK_PAGE_NEXT, BLOCK_PHYSICAL, BLOCK_RIP,
  BLOCK_SECOND_PAGE, BLOCK_SLOTS, BLOCK_STRADDLER_NEXT, BLOCK_TAKEN, SLOT_SIZE,
} from './slots'
import { codeTlbEntry, NO_ADDRESS, privilege, refreshFrame, translate } from './tlb'

const HASH_ENTRIES: u32 = 0x1_0000
const DROPPED: u32 = 0xffff_ffff
const LARGEST_BLOCK: u32 = BLOCK_HEADER + BLOCK_SLOTS * SLOT_SIZE

// @ts-ignore: decorator
@inline
function hashSlot(physical: u32): u32 {
  return BLOCK_HASH + (((physical ^ (physical >> 13)) & (HASH_ENTRIES - 1)) << 2)
}

/** Counts how often all blocks were forgotten: a block found before may be gone when it changes. */
export let generation: u32 = 0

/** Forgets all decoded code. */
export function flushCode(): void {
  generation++
  memory.fill(BLOCK_HASH, 0, HASH_ENTRIES * 4)
  const pages = load<u32>(RAM_SIZE) >> 12
  for (let page: u32 = 0; page < pages; page++) {
    if (!(pageFlags(page) & PAGE_HAS_CODE)) continue
    setPageFlags(page, pageFlags(page) & ~PAGE_HAS_CODE)
    store<u32>(PAGE_BLOCKS + (page << 2), 0)
  }
  store<u32>(ARENA_NEXT, BLOCK_ARENA)
  store<u32>(STRADDLERS, 0)
}

function drop(block: u32): void {
  const physical = load<u32>(block, BLOCK_PHYSICAL)
  if (physical == DROPPED) return
  if (load<u32>(hashSlot(physical)) == block) store<u32>(hashSlot(physical), 0)
  store<u32>(block, DROPPED, BLOCK_PHYSICAL)
  store<u32>(block, 0, BLOCK_TAKEN)
  store<u32>(block, 0, BLOCK_FALLTHROUGH)
}

/** Drops the blocks that reach into a page, and unlinks all dropped ones, so that the list does not grow for ever. */
function dropStraddlers(page: u32): void {
  let link: u32 = STRADDLERS
  for (let block = load<u32>(link); block; block = load<u32>(block, BLOCK_STRADDLER_NEXT)) {
    if (load<u32>(block, BLOCK_SECOND_PAGE) == page + 1) drop(block)
    if (load<u32>(block, BLOCK_PHYSICAL) == DROPPED) store<u32>(link, load<u32>(block, BLOCK_STRADDLER_NEXT))
    else link = block + BLOCK_STRADDLER_NEXT
  }
}

/** Counts how often code was dropped: a block at work may have gone stale when this changes. */
export let codeChanges: u32 = 0

/** To be called when a page that holds code is about to change. */
export function dropCodeOfPage(page: u32): void {
  codeChanges++
  for (let block = load<u32>(PAGE_BLOCKS + (page << 2)); block; block = load<u32>(block, BLOCK_PAGE_NEXT)) drop(block)
  store<u32>(PAGE_BLOCKS + (page << 2), 0)
  dropStraddlers(page)
  setPageFlags(page, pageFlags(page) & ~PAGE_HAS_CODE)
}

/** Whether a block of the page was decoded from a place that holds this linear address, or may have been. */
function holdsCodeAt(page: u32, address: u64): bool {
  for (let block = load<u32>(PAGE_BLOCKS + (page << 2)); block; block = load<u32>(block, BLOCK_PAGE_NEXT)) {
    const start = load<u64>(block, BLOCK_RIP)
    // Outside 64-bit mode these are offsets in a segment that may have another base by now.
    if (load<u32>(block, BLOCK_MODE) != MODE_64) return true
    if (address - start < load<u64>(block, BLOCK_NEXT_RIP) - start) return true
  }
  return false
}

const HAVE_CODE: u64 = 0x0101_0101_0101_0101 * u64(PAGE_HAS_CODE)

/** Drops the code of every page from which the instruction at a linear address may have been decoded. */
export function dropCodeAt(address: u64): void {
  const pages = load<u32>(RAM_SIZE) >> 12
  for (let first: u32 = 0; first < pages; first += 8) {
    if (!(load<u64>(PAGE_FLAGS + first) & HAVE_CODE)) continue
    for (let page = first; page < first + 8; page++)
      if (pageFlags(page) & PAGE_HAS_CODE && holdsCodeAt(page, address)) dropCodeOfPage(page)
  }
}

function markCode(page: u32): void {
  if (pageFlags(page) & PAGE_HAS_CODE) return
  setPageFlags(page, pageFlags(page) | PAGE_HAS_CODE)
  refreshFrame(page)
}

/** Enters a freshly decoded block, which lies at the end of the arena, into the cache. */
function keep(block: u32, size: u32): void {
  const physical = load<u32>(block, BLOCK_PHYSICAL)
  const page = physical >> 12
  store<u32>(ARENA_NEXT, block + size)
  store<u32>(hashSlot(physical), block)
  store<u32>(block, load<u32>(PAGE_BLOCKS + (page << 2)), BLOCK_PAGE_NEXT)
  store<u32>(PAGE_BLOCKS + (page << 2), block)
  markCode(page)
  const second = load<u32>(block, BLOCK_SECOND_PAGE)
  if (!second) return
  store<u32>(block, load<u32>(STRADDLERS), BLOCK_STRADDLER_NEXT)
  store<u32>(STRADDLERS, block)
  markCode(second - 1)
}

/** Physical address of an instruction byte; all ones, with PENDING_… set, when it cannot be fetched. */
// @ts-ignore: decorator
@inline
export function translateFetch(address: u64): u64 {
  const entry = codeTlbEntry(address)
  if (load<u64>(entry, TLB_EXECUTE) == (address & ~0xfff)) return u64(u32(address) + load<u32>(entry, TLB_HOST) - RAM)
  return translate(address, ACCESS_EXECUTE | privilege())
}

// @ts-ignore: decorator
@inline
function isValid(block: u32, physical: u32, rip: u64): bool {
  if (load<u32>(block, BLOCK_PHYSICAL) != physical || load<u64>(block, BLOCK_RIP) != rip) return false
  if (load<u32>(block, BLOCK_MODE) != load<u32>(MODE)) return false
  const second = load<u32>(block, BLOCK_SECOND_PAGE)
  return second == 0 || u32(translateFetch(pageAfter(linearOfRip(rip))) >> 12) + 1 == second
}

/** Whether the page that the block's only instruction reaches into, if it does, can be watched for writes. */
function reachesRamOnly(block: u32): bool {
  return load<u32>(block, BLOCK_SECOND_PAGE) <= load<u32>(RAM_SIZE) >> 12
}

/**
 * The block at a linear address, decoded if need be; 0, with PENDING_… set, when its first instruction cannot be
 * fetched. Code outside RAM is never kept.
 */
export function findBlock(rip: u64): u32 {
  const physical = translateFetch(linearOfRip(rip))
  if (physical == NO_ADDRESS) return 0
  if (physical >= u64(load<u32>(RAM_SIZE))) return findSingle(rip)
  const found = load<u32>(hashSlot(u32(physical)))
  if (found && isValid(found, u32(physical), rip)) return found
  if (load<u32>(ARENA_NEXT) + LARGEST_BLOCK > BLOCK_ARENA_END) flushCode()
  const block = load<u32>(ARENA_NEXT)
  const size = decodeBlock(rip, physical, block, BLOCK_SLOTS)
  if (!size) return 0
  if (!reachesRamOnly(block)) return findSingle(rip)
  keep(block, size)
  return block
}

/** A block of at most `count` instructions that is not kept; 0 as above. */
export function findSingle(rip: u64, count: u32 = 1): u32 {
  const physical = translateFetch(linearOfRip(rip))
  if (physical == NO_ADDRESS) return 0
  return decodeBlock(rip, physical, <u32>SINGLE_BLOCK, count) ? <u32>SINGLE_BLOCK : 0
}
