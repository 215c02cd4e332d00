/**
 * Data watches: loads and stores of chosen bytes, by linear or physical address, and stores into paging structures.
 * A watched page has no fast tags in the TLB, so that its accesses take the slow path and are looked at here; those of
 * other pages know nothing of it.
 */
import {
  ACCESSED_BY_WALK, ACCESSED_EXAMINED, ACCESSED_HIT, ACCESSED_IMPLICITLY, ACCESSED_STALE, ACCESSED_TABLE,
  ACCESSED_WRITE, EVENT_ACCESS, EVENT_COUNT, EVENT_FLAGS, EVENT_INSTANT, EVENT_KIND, EVENT_RING, EVENT_SIZE, INSTANT,
  OUTCOME_NOT_PRESENT, OUTCOME_RESERVED, PAGE_IS_TABLE, PAGE_IS_WATCHED, PAGE_READS_ARE_WATCHED, RAM, RAM_SIZE,
  TABLES_WATCHED, TLB_FLAGS, TLB_FRAME, TLB_GLOBAL, TLB_NO_EXECUTE, TLB_SIZE_1G, TLB_SIZE_2M, TLB_USER, TLB_WRITABLE,
  WALK_SCRATCH, WATCH_COUNT, WATCH_FIRST, WATCH_FLAGS, WATCH_HITS, WATCH_IS_PHYSICAL, WATCH_LAST, WATCH_READS,
  WATCH_SIZE, WATCH_STALE_HITS, WATCH_WRITES, WATCHES,
} from './layout'
import { drain, openEvent } from './events'
import { pageFlags } from './pages'
import { SLOT_SEGMENT } from './slots'
import { isPagingOn } from './state'
import { tlbEntry } from './tlb'
import { walk, walkFlags, walkFrame } from './walk'

const SEGMENT_SHIFT: u32 = 16
const PAGE_SIZE_SHIFT: u32 = 19
const RIGHTS: u32 = TLB_WRITABLE | TLB_USER | TLB_NO_EXECUTE | TLB_GLOBAL

// @ts-ignore: decorator
@inline
export function isWatching(): bool {
  return (load<u32>(WATCH_COUNT) | load<u32>(TABLES_WATCHED)) != 0
}

/** WATCH_… of all rows that concern bytes from `first` to `last`. */
function watchesOf(first: u64, last: u64, isPhysical: bool): u32 {
  let found: u32 = 0
  const end: u32 = WATCHES + load<u32>(WATCH_COUNT) * WATCH_SIZE
  for (let row: u32 = WATCHES; row < end; row += WATCH_SIZE) {
    const flags = load<u32>(row, WATCH_FLAGS)
    if (((flags & WATCH_IS_PHYSICAL) != 0) != isPhysical) continue
    if (first <= load<u64>(row, WATCH_LAST) && last >= load<u64>(row, WATCH_FIRST)) found |= flags
  }
  return found
}

/** Which accesses to a page at a linear address must take the slow path: WATCH_READS, WATCH_WRITES. */
export function hiddenAccesses(page: u64, frameFlags: u32): u32 {
  let hidden: u32 = frameFlags & (PAGE_IS_WATCHED | PAGE_IS_TABLE) ? WATCH_WRITES : 0
  if (frameFlags & PAGE_READS_ARE_WATCHED) hidden |= WATCH_READS
  if (!load<u32>(WATCH_COUNT)) return hidden
  const flags = watchesOf(page, page | 0xfff, false)
  if (flags & (WATCH_HITS | WATCH_STALE_HITS)) return WATCH_READS | WATCH_WRITES
  return hidden | (flags & (WATCH_READS | WATCH_WRITES))
}

/** Whether the TLB holds another translation than the tables would give. */
function isStale(address: u64): bool {
  if (!isPagingOn()) return false
  const entry = tlbEntry(address)
  const outcome = walk(address, 0, WALK_SCRATCH, false, false)
  if (outcome == OUTCOME_NOT_PRESENT || outcome == OUTCOME_RESERVED) return true
  return walkFrame != load<u64>(entry, TLB_FRAME) || ((walkFlags ^ load<u32>(entry, TLB_FLAGS)) & RIGHTS) != 0
}

/** 0, 1, 2 for 4 KiB, 2 MiB, 1 GiB. */
function pageSizeOf(address: u64): u32 {
  const flags = load<u32>(tlbEntry(address), TLB_FLAGS)
  return flags & TLB_SIZE_1G ? 2 : flags & TLB_SIZE_2M ? 1 : 0
}

/** Whether the last store told of went into a paging structure, so that it must be looked at before the next one. */
let hasChangedTable: bool = false

function isTable(physical: u64): bool {
  return physical < u64(load<u32>(RAM_SIZE)) && (pageFlags(u32(physical >> 12)) & PAGE_IS_TABLE) != 0
}

function open(flags: u32, linear: u64, physical: u64, before: u64, value: u64): void {
  const record = openEvent(EVENT_ACCESS, flags)
  store<u64>(record, linear, 24)
  store<u64>(record, physical, 32)
  store<u64>(record, before, 40)
  store<u64>(record, value, 48)
}

/** All bytes in one page. `flags` are ACCESSED_… that are known; `mask` is WATCH_READS or WATCH_WRITES. */
function tell(flags: u32, linear: u64, physical: u64, size: u32, before: u64, value: u64, mask: u32): void {
  let wanted = watchesOf(physical, physical + size - 1, true)
  if (!(flags & ACCESSED_BY_WALK)) wanted |= watchesOf(linear, linear + size - 1, false)
  const isHit = (flags & ACCESSED_HIT) != 0
  if (isHit && wanted & (WATCH_HITS | WATCH_STALE_HITS))
    flags |= ACCESSED_EXAMINED | (isStale(linear) ? ACCESSED_STALE : 0) | (pageSizeOf(linear) << PAGE_SIZE_SHIFT)
  const isWantedHit = isHit && (wanted & WATCH_HITS || (wanted & WATCH_STALE_HITS && flags & ACCESSED_STALE))
  if (flags & ACCESSED_TABLE || wanted & mask || isWantedHit) open(flags | size, linear, physical, before, value)
}

function segmentOf(slot: u32): u32 {
  return u32(load<u8>(slot, SLOT_SEGMENT)) << SEGMENT_SHIFT
}

/** A load by an instruction. */
export function tellLoad(linear: u64, physical: u64, size: u32, value: u64, isHit: bool, slot: u32): void {
  tell((isHit ? ACCESSED_HIT : 0) | segmentOf(slot), linear, physical, size, 0, value, WATCH_READS)
}

function bytesAt(physical: u64, size: u32): u64 {
  let value: u64 = 0
  if (physical < u64(load<u32>(RAM_SIZE)))
    for (let i: u32 = 0; i < size; i++) value |= u64(load<u8>(RAM + u32(physical) + i)) << (8 * u64(i))
  return value
}

/** A store that is about to be made: `value` may have more bytes than are stored. */
function tellWrite(flags: u32, linear: u64, physical: u64, size: u32, value: u64): void {
  const written = value & (~(<u64>0) >> (64 - 8 * u64(size)))
  if (load<u32>(TABLES_WATCHED) && isTable(physical)) {
    flags |= ACCESSED_TABLE
    hasChangedTable = true
  }
  tell(flags | ACCESSED_WRITE, linear, physical, size, bytesAt(physical, size), written, WATCH_WRITES)
}

export function tellStore(linear: u64, physical: u64, size: u32, value: u64, isHit: bool, slot: u32): void {
  tellWrite((isHit ? ACCESSED_HIT : 0) | segmentOf(slot), linear, physical, size, value)
}

/** A store by the processor itself. */
export function tellImplicitStore(linear: u64, physical: u64, size: u32, value: u64): void {
  tellWrite(ACCESSED_IMPLICITLY, linear, physical, size, value)
}

/** A paging-structure entry in which the processor sets A or D. */
export function tellEntry(physical: u64, value: u64): void {
  tellWrite(ACCESSED_IMPLICITLY | ACCESSED_BY_WALK, 0, physical, 8, value)
}

/** To be called after a store that was told of: who follows the paging structures looks at them now. */
export function settleTables(): void {
  if (!hasChangedTable) return
  hasChangedTable = false
  drain()
}

/** Accesses up to here were made for good, though the instruction goes on. */
let keptInstant: i64 = -1
let keptCount: u32 = 0

export function keepAccesses(): void {
  if (!isWatching()) return
  keptInstant = load<i64>(INSTANT)
  keptCount = load<u32>(EVENT_COUNT)
}

/** The instruction starts again within its instant: its accesses will be told again, and so are not told now. */
export function withdrawAccesses(): void {
  const count = load<u32>(EVENT_COUNT)
  const instant = load<i64>(INSTANT)
  let first = count
  while (first > 0 && load<i64>(EVENT_RING + (first - 1) * EVENT_SIZE, EVENT_INSTANT) == instant) first--
  if (keptInstant == instant && keptCount > first && keptCount <= count) first = keptCount
  let next = first
  for (let index = first; index < count; index++) {
    const record: u32 = EVENT_RING + index * EVENT_SIZE
    const isAccess = load<u32>(record, EVENT_KIND) == EVENT_ACCESS
    if (isAccess && !(load<u32>(record, EVENT_FLAGS) & ACCESSED_BY_WALK)) continue
    if (next != index) memory.copy(EVENT_RING + next * EVENT_SIZE, record, EVENT_SIZE)
    next++
  }
  store<u32>(EVENT_COUNT, next)
}
