/**
 * The translation lookaside buffers, one for data and one for code, each direct-mapped by page number.
 * SDM Vol. 3A, "Caching Translation Information".
 *
 * An entry holds the translation, which is part of the guest's state (a stale one stays in force until it is
 * invalidated), and three tags that let an access of the usual kind pass with one comparison.
 */
import {
  ACCESS_EXECUTE, ACCESS_USER, ACCESS_WRITE, CPL, CR3, EVENT_DATA, EVENT_FLAGS, EVENT_REFUSED, EVENT_SIZE,
  EVENT_TLB_FLUSH, EVENT_WALK, OUTCOME_MAPPED, OUTCOME_NON_CANONICAL, PAGE_HAS_CODE, PAGE_IS_DIRTY, RAM, RAM_SIZE, TLB,
  TLB_CODE_ENTRIES, TLB_DATA_ENTRIES, TLB_DIRTY, TLB_ENTRIES, TLB_ENTRY_SIZE, TLB_EXECUTE, TLB_FLAGS, TLB_FRAME,
  TLB_GLOBAL, TLB_HOST, TLB_PAGE, TLB_READ, TLB_SIZE_1G, TLB_SIZE_2M, TLB_USER, TLB_WRITABLE, TLB_WRITE,
  TOPIC_PAGE_WALK, WALK_ADDRESS, WALK_CR3, WALK_HAS_NO_ENTRIES, WALK_RECORD, WATCH_READS, WATCH_WRITES,
} from './layout'
import { listens, openEvent } from './events'
import { GP, PF } from './exceptions'
import { pageFlags } from './pages'
import { pend } from './pending'
import { isLongMode, isPagingOn } from './state'
import { checkRights, pageFaultErrorCode, walk, walkFlags, walkFrame } from './walk'
import { hiddenAccesses, settleTables } from './watches'

export const NO_ADDRESS: u64 = 0xffff_ffff_ffff_ffff
const PAGE_MASK: u64 = ~0xfff

// @ts-ignore: decorator
@inline
export function tlbEntry(address: u64): u32 {
  return TLB + (u32(address >> 6) & ((TLB_DATA_ENTRIES - 1) << 6))
}

// @ts-ignore: decorator
@inline
export function codeTlbEntry(address: u64): u32 {
  return TLB + TLB_DATA_ENTRIES * TLB_ENTRY_SIZE + (u32(address >> 6) & ((TLB_CODE_ENTRIES - 1) << 6))
}

// @ts-ignore: decorator
@inline
export function isCanonical(address: u64): bool {
  return u64(i64(address << 16) >> 16) == address
}

function clearTags(entry: u32): void {
  store<u64>(entry, NO_ADDRESS, TLB_READ)
  store<u64>(entry, NO_ADDRESS, TLB_WRITE)
  store<u64>(entry, NO_ADDRESS, TLB_EXECUTE)
}

function clearEntry(entry: u32): void {
  clearTags(entry)
  store<u64>(entry, NO_ADDRESS, TLB_PAGE)
  store<u64>(entry, 0, TLB_FRAME)
  store<u32>(entry, 0, TLB_FLAGS)
}

/** Works out which accesses at the present privilege need no further look. */
export function refreshTags(entry: u32): void {
  clearTags(entry)
  const page = load<u64>(entry, TLB_PAGE)
  const frame = load<u64>(entry, TLB_FRAME)
  if (page == NO_ADDRESS || frame >= u64(load<u32>(RAM_SIZE))) return
  const user: u32 = load<u32>(CPL) == 3 ? ACCESS_USER : 0
  const flags = load<u32>(entry, TLB_FLAGS)
  const inRam = pageFlags(u32(frame >> 12))
  const hidden = hiddenAccesses(page, inRam)
  store<u32>(entry, RAM + u32(frame) - u32(page), TLB_HOST)
  if (!(hidden & WATCH_READS) && checkRights(flags, user) == OUTCOME_MAPPED) store<u64>(entry, page, TLB_READ)
  if (checkRights(flags, user | ACCESS_EXECUTE) == OUTCOME_MAPPED) store<u64>(entry, page, TLB_EXECUTE)
  if (
    (flags & TLB_DIRTY) &&
    (inRam & (PAGE_IS_DIRTY | PAGE_HAS_CODE)) == PAGE_IS_DIRTY &&
    !(hidden & WATCH_WRITES) &&
    checkRights(flags, user | ACCESS_WRITE) == OUTCOME_MAPPED
  )
    store<u64>(entry, page, TLB_WRITE)
}

/** After a change of CPL, CR0.WP, CR4.SMEP, CR4.SMAP, RFLAGS.AC or of page flags. */
export function refreshTlb(): void {
  for (let entry: u32 = TLB; entry < TLB + TLB_ENTRIES * TLB_ENTRY_SIZE; entry += TLB_ENTRY_SIZE) refreshTags(entry)
}

/** After the flags of one page of RAM changed, which several entries may map. */
export function refreshFrame(page: u32): void {
  for (let entry: u32 = TLB; entry < TLB + TLB_ENTRIES * TLB_ENTRY_SIZE; entry += TLB_ENTRY_SIZE)
    if (u32(load<u64>(entry, TLB_FRAME) >> 12) == page) refreshTags(entry)
}

const FLUSH_PAGE: u32 = 0
export const FLUSH_NON_GLOBAL: u32 = 1
export const FLUSH_ALL: u32 = 2

function reportFlush(scope: u32, address: u64): void {
  if (!listens(TOPIC_PAGE_WALK)) return
  store<u64>(openEvent(EVENT_TLB_FLUSH, scope), address, 24)
}

/** Drops every translation, or every one that is not global. */
export function flushTlb(scope: u32): void {
  for (let entry: u32 = TLB; entry < TLB + TLB_ENTRIES * TLB_ENTRY_SIZE; entry += TLB_ENTRY_SIZE)
    if (scope == FLUSH_ALL || !(load<u32>(entry, TLB_FLAGS) & TLB_GLOBAL)) clearEntry(entry)
  reportFlush(scope, 0)
}

/** INVLPG: drops the page that holds the address, all of it if it is a large one, global or not. */
export function flushPage(address: u64): void {
  for (let entry: u32 = TLB; entry < TLB + TLB_ENTRIES * TLB_ENTRY_SIZE; entry += TLB_ENTRY_SIZE) {
    const flags = load<u32>(entry, TLB_FLAGS)
    const shift: u64 = flags & TLB_SIZE_1G ? 30 : flags & TLB_SIZE_2M ? 21 : 12
    const page = load<u64>(entry, TLB_PAGE)
    if (page != NO_ADDRESS && page >> shift == address >> shift) clearEntry(entry)
  }
  reportFlush(FLUSH_PAGE, address)
}

function fill(entry: u32, page: u64, frame: u64, flags: u32): void {
  store<u64>(entry, page, TLB_PAGE)
  store<u64>(entry, frame, TLB_FRAME)
  store<u32>(entry, flags, TLB_FLAGS)
  refreshTags(entry)
}

/** Whether the last address that was translated took a walk, so that the TLB had nothing that served. */
export let hasWalked: bool = false

/**
 * The physical address of a linear address for an access (ACCESS_…), through the TLB or by a walk that fills it.
 * All ones when the access is not allowed: the exception then stands in PENDING_…, and nothing else has changed.
 */
export function translate(address: u64, access: u32): u64 {
  hasWalked = false
  if (isLongMode() && !isCanonical(address)) {
    reportRefusal(address, access)
    pend(GP, 0)
    return NO_ADDRESS
  }
  const page = address & PAGE_MASK
  const entry = (access & 3) == ACCESS_EXECUTE ? codeTlbEntry(address) : tlbEntry(address)
  if (load<u64>(entry, TLB_PAGE) == page) {
    const flags = load<u32>(entry, TLB_FLAGS)
    // A translation that forbids the access, or lacks D for a write, is looked up again in the tables.
    if (checkRights(flags, access) == OUTCOME_MAPPED && ((access & 3) != ACCESS_WRITE || (flags & TLB_DIRTY)))
      return load<u64>(entry, TLB_FRAME) | (address & 0xfff)
  }
  if (!isPagingOn()) {
    hasWalked = true
    fill(entry, page, page & 0xffff_ffff, TLB_WRITABLE | TLB_USER | TLB_DIRTY)
    return address & 0xffff_ffff
  }
  return walkAndFill(entry, address, access)
}

/** What a TLB entry lacks is looked up in the tables, and kept; or else a page fault drops what the TLBs held. */
function walkAndFill(entry: u32, address: u64, access: u32): u64 {
  const page = address & PAGE_MASK
  const listening = listens(TOPIC_PAGE_WALK)
  hasWalked = true
  const outcome = walk(address, access, WALK_RECORD, true, listening)
  const found = outcome == OUTCOME_MAPPED ? walkFrame | (address & 0xfff) : NO_ADDRESS
  if (outcome == OUTCOME_MAPPED) fill(entry, page, walkFrame, walkFlags)
  else {
    if (load<u64>(tlbEntry(address), TLB_PAGE) == page) clearEntry(tlbEntry(address))
    if (load<u64>(codeTlbEntry(address), TLB_PAGE) == page) clearEntry(codeTlbEntry(address))
    pend(PF, pageFaultErrorCode(outcome, access), address)
  }
  if (listening) reportWalk()
  settleTables()
  return found
}

function reportWalk(): void {
  const record = openEvent(EVENT_WALK, load<u32>(WALK_RECORD, EVENT_FLAGS))
  memory.copy(record + EVENT_DATA, WALK_RECORD + EVENT_DATA, EVENT_SIZE - EVENT_DATA)
}

/** Tells of an address that is not canonical, for which nothing is looked up. INSTANT and RIP must be exact. */
export function reportRefusal(address: u64, access: u32): void {
  if (!listens(TOPIC_PAGE_WALK)) return
  const record = openEvent(EVENT_REFUSED, access | (OUTCOME_NON_CANONICAL << 4) | WALK_HAS_NO_ENTRIES)
  store<u64>(record, address, WALK_ADDRESS)
  store<u64>(record, load<u64>(CR3), WALK_CR3)
}

/** ACCESS_USER at CPL 3, else 0. */
// @ts-ignore: decorator
@inline
export function privilege(): u32 {
  return load<u32>(CPL) == 3 ? ACCESS_USER : 0
}
