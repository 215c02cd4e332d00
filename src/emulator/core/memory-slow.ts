/** Loads and stores that need more than a look at a TLB tag: misses, page crossings, devices, pages with code. */
import { ACCESS_READ, ACCESS_WRITE, PAGE_HAS_CODE, RAM, RAM_SIZE, SCRATCH, SINGLE_STEP_NEXT, STEP_NEXT } from './layout'
import { codeChanges } from './blocks'
import { GP } from './exceptions'
import { raisePending, restart } from './fault'
import { markWritten, pageFlags } from './pages'
import { pend } from './pending'
import { BLOCK_COUNT, BLOCK_PHYSICAL, BLOCK_SECOND_PAGE, blockOf, settle } from './slots'
import { isLongMode } from './state'
import { hasWalked, isCanonical, NO_ADDRESS, privilege, refreshTags, reportRefusal, tlbEntry, translate } from './tlb'
import { hiddenAccesses, isWatching, settleTables, tellLoad, tellStore } from './watches'

// @ts-ignore: decorator
@external("machine", "mmioRead")
declare function mmioRead(physical: u64, size: u32): u64
// @ts-ignore: decorator
@external("machine", "mmioWrite")
declare function mmioWrite(physical: u64, size: u32, value: u64): void

// @ts-ignore: decorator
@inline
export function isRam(physical: u64): bool {
  return physical < u64(load<u32>(RAM_SIZE))
}

function readPhysical(physical: u64, size: u32): u64 {
  if (!isRam(physical)) return mmioRead(physical, size) & (~(<u64>0) >> (64 - 8 * u64(size)))
  const place = RAM + u32(physical)
  return size == 1 ? load<u8>(place) : size == 2 ? load<u16>(place) : size == 4 ? load<u32>(place) : load<u64>(place)
}

function writePhysical(physical: u64, size: u32, value: u64): void {
  if (!isRam(physical)) {
    mmioWrite(physical, size, value)
    return
  }
  markWritten(u32(physical))
  const place = RAM + u32(physical)
  if (size == 1) store<u8>(place, u8(value))
  else if (size == 2) store<u16>(place, u16(value))
  else if (size == 4) store<u32>(place, u32(value))
  else store<u64>(place, value)
}

/** Bytes of the access that lie in the first page. */
function inFirstPage(address: u64, size: u32): u32 {
  const room: u32 = 0x1000 - u32(address & 0xfff)
  return room < size ? room : size
}

/** An operand that reaches beyond the canonical addresses is refused before any of it is touched. */
function checkSpan(address: u64, size: u32, access: u32, slot: u32): void {
  const last = address + size - 1
  if (!isLongMode() || isCanonical(last)) return
  reportRefusal(isCanonical(address) ? last : address, access | privilege())
  pend(GP, 0)
  raisePending(slot)
}

/** Starts the instruction again as a block of its own, after which the run loop looks around and finds code afresh. */
function isolate(slot: u32): void {
  if (load<u32>(blockOf(slot), BLOCK_COUNT) == 1) return
  if (!load<u32>(SINGLE_STEP_NEXT)) store<u32>(SINGLE_STEP_NEXT, STEP_NEXT)
  restart(slot)
}

/** Translates for an instruction, or raises what stands against the access. */
function reach(address: u64, access: u32, slot: u32): u64 {
  const changesBefore = codeChanges
  const physical = translate(address, access | privilege())
  if (physical == NO_ADDRESS) raisePending(slot)
  // The walk may have set A or D among the block's own bytes, and a device may interrupt after this very instruction.
  if (codeChanges != changesBefore || !isRam(physical)) isolate(slot)
  return physical
}

export function loadBytes(address: u64, size: u32, slot: u32): u64 {
  settle(slot)
  checkSpan(address, size, ACCESS_READ, slot)
  const first = reach(address, ACCESS_READ, slot)
  const isHit = !hasWalked
  const near = inFirstPage(address, size)
  if (near == size) {
    const value = readPhysical(first, size)
    if (isWatching()) tellLoad(address, first, size, value, isHit, slot)
    return value
  }
  const second = reach(address + near, ACCESS_READ, slot)
  let value: u64 = 0
  for (let i: u32 = 0; i < size; i++)
    value |= readPhysical(i < near ? first + i : second + (i - near), 1) << (8 * u64(i))
  if (isWatching()) {
    const shift: u64 = 8 * u64(near)
    tellLoad(address, first, near, value & (((<u64>1) << shift) - 1), isHit, slot)
    tellLoad(address + near, second, size - near, value >> shift, !hasWalked, slot)
  }
  return value
}

/** Whether a page is one that the running block was decoded from, so that a store may change the rest of the block. */
function holdsRunningBlock(page: u32, slot: u32): bool {
  const block = blockOf(slot)
  return load<u32>(block, BLOCK_PHYSICAL) >> 12 == page || load<u32>(block, BLOCK_SECOND_PAGE) == page + 1
}

function reachForWrite(address: u64, slot: u32): u64 {
  const physical = reach(address, ACCESS_WRITE, slot)
  if (!isRam(physical)) return physical
  const page = u32(physical >> 12)
  if (pageFlags(page) & PAGE_HAS_CODE && holdsRunningBlock(page, slot)) isolate(slot)
  return physical
}

/** Raises whatever a store of so many bytes, a page's worth at most, would raise. */
export function prepareStore(address: u64, size: u32, slot: u32): void {
  settle(slot)
  checkSpan(address, size, ACCESS_WRITE, slot)
  reachForWrite(address, slot)
  const near = inFirstPage(address, size)
  if (near < size) reachForWrite(address + near, slot)
}

export function storeBytes(address: u64, size: u32, value: u64, slot: u32): void {
  settle(slot)
  checkSpan(address, size, ACCESS_WRITE, slot)
  const first = reachForWrite(address, slot)
  const isHit = !hasWalked
  const near = inFirstPage(address, size)
  if (near == size) {
    if (isWatching()) tellStore(address, first, size, value, isHit, slot)
    writePhysical(first, size, value)
    refreshTags(tlbEntry(address))
    settleTables()
    return
  }
  const second = reachForWrite(address + near, slot)
  if (isWatching()) {
    tellStore(address, first, near, value, isHit, slot)
    tellStore(address + near, second, size - near, value >> (8 * u64(near)), !hasWalked, slot)
  }
  for (let i: u32 = 0; i < size; i++)
    writePhysical(i < near ? first + i : second + (i - near), 1, (value >> (8 * u64(i))) & 0xff)
  refreshTags(tlbEntry(address))
  refreshTags(tlbEntry(address + near))
  settleTables()
}

export function loadSlow<T>(address: u64, slot: u32): T {
  return <T>loadBytes(address, sizeof<T>(), slot)
}

export function storeSlow<T>(address: u64, value: T, slot: u32): void {
  storeBytes(address, sizeof<T>(), <u64>value, slot)
}

/** Whether bytes of a page may be changed where they lie, with nobody the wiser. */
function isPlain(address: u64, flags: u32): bool {
  return !(flags & PAGE_HAS_CODE) && hiddenAccesses(address & ~0xfff, flags) == 0
}

/** See `prepareChange`. */
export function prepareChangeBytes(address: u64, size: u32, slot: u32): u32 {
  settle(slot)
  checkSpan(address, size, ACCESS_WRITE, slot)
  const first = reachForWrite(address, slot)
  const near = inFirstPage(address, size)
  if (near < size) reachForWrite(address + near, slot)
  else if (isRam(first) && isPlain(address, pageFlags(u32(first >> 12)))) {
    markWritten(u32(first))
    refreshTags(tlbEntry(address))
    return RAM + u32(first)
  }
  store<u64>(SCRATCH, loadBytes(address, size, slot))
  return SCRATCH
}

export function prepareChangeSlow<T>(address: u64, slot: u32): u32 {
  return prepareChangeBytes(address, sizeof<T>(), slot)
}
