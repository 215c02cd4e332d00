/** Loads and stores that need more than a look at a TLB tag: misses, page crossings, devices, pages with code. */
import {
  ACCESS_READ, ACCESS_WRITE, CURRENT_SLOT, PAGE_HAS_CODE, PAGE_IS_WATCHED, RAM, RAM_SIZE, SCRATCH,
  SINGLE_STEP_NEXT,
} from './layout'
import { raisePending, restart } from './fault'
import { markWritten, pageFlags } from './pages'
import { blockOf, BLOCK_COUNT, BLOCK_PHYSICAL, BLOCK_SECOND_PAGE, settle } from './slots'
import { GP } from './exceptions'
import { pend } from './pending'
import { isLongMode } from './state'
import { isCanonical, NO_ADDRESS, privilege, refreshTags, tlbEntry, translate } from './tlb'

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

function readPhysical(physical: u64, size: u32, slot: u32): u64 {
  if (!isRam(physical)) {
    store<u32>(CURRENT_SLOT, slot)
    return mmioRead(physical, size)
  }
  const place = RAM + u32(physical)
  return size == 1 ? load<u8>(place) : size == 2 ? load<u16>(place) : size == 4 ? load<u32>(place) : load<u64>(place)
}

function writePhysical(physical: u64, size: u32, value: u64, slot: u32): void {
  if (!isRam(physical)) {
    store<u32>(CURRENT_SLOT, slot)
    mmioWrite(physical, size, value)
    return
  }
  markWritten(u32(physical >> 12))
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
function checkSpan(address: u64, size: u32, slot: u32): void {
  if (!isLongMode() || isCanonical(address + size - 1)) return
  pend(GP, 0)
  raisePending(slot)
}

export function loadBytes(address: u64, size: u32, slot: u32): u64 {
  settle(slot)
  checkSpan(address, size, slot)
  const first = translate(address, ACCESS_READ | privilege())
  if (first == NO_ADDRESS) raisePending(slot)
  const near = inFirstPage(address, size)
  if (near == size) return readPhysical(first, size, slot)
  const second = translate(address + near, ACCESS_READ | privilege())
  if (second == NO_ADDRESS) raisePending(slot)
  let value: u64 = 0
  for (let i: u32 = 0; i < size; i++)
    value |= readPhysical(i < near ? first + i : second + (i - near), 1, slot) << (8 * u64(i))
  return value
}

/**
 * A store into the page that the running block was decoded from: the rest of the block may be about to change, so the
 * instruction starts again as a block of its own, after which the code is decoded afresh.
 */
function isolateFromCode(physical: u64, slot: u32): void {
  if (!isRam(physical)) return
  const page = u32(physical >> 12)
  if (!(pageFlags(page) & PAGE_HAS_CODE)) return
  const block = blockOf(slot)
  if (load<u32>(block, BLOCK_COUNT) == 1) return
  if (load<u32>(block, BLOCK_PHYSICAL) >> 12 != page && load<u32>(block, BLOCK_SECOND_PAGE) != page + 1) return
  store<u32>(SINGLE_STEP_NEXT, 1)
  restart(slot)
}

function prepareWrite(address: u64, size: u32, slot: u32): u64 {
  const physical = translate(address, ACCESS_WRITE | privilege())
  if (physical == NO_ADDRESS) raisePending(slot)
  isolateFromCode(physical, slot)
  return physical
}

export function storeBytes(address: u64, size: u32, value: u64, slot: u32): void {
  settle(slot)
  checkSpan(address, size, slot)
  const first = prepareWrite(address, size, slot)
  const near = inFirstPage(address, size)
  if (near == size) {
    writePhysical(first, size, value, slot)
    refreshTags(tlbEntry(address))
    return
  }
  const second = prepareWrite(address + near, size - near, slot)
  for (let i: u32 = 0; i < size; i++)
    writePhysical(i < near ? first + i : second + (i - near), 1, value >> (8 * u64(i)), slot)
  refreshTags(tlbEntry(address))
  refreshTags(tlbEntry(address + near))
}

export function loadSlow<T>(address: u64, slot: u32): T {
  return <T>loadBytes(address, sizeof<T>(), slot)
}

export function storeSlow<T>(address: u64, value: T, slot: u32): void {
  storeBytes(address, sizeof<T>(), <u64>value, slot)
}

/** See `prepareChange`. */
export function prepareChangeBytes(address: u64, size: u32, slot: u32): u32 {
  settle(slot)
  checkSpan(address, size, slot)
  const first = prepareWrite(address, size, slot)
  const near = inFirstPage(address, size)
  if (near < size) prepareWrite(address + near, size - near, slot)
  else if (isRam(first) && !(pageFlags(u32(first >> 12)) & (PAGE_HAS_CODE | PAGE_IS_WATCHED))) {
    markWritten(u32(first >> 12))
    refreshTags(tlbEntry(address))
    return RAM + u32(first)
  }
  store<u64>(SCRATCH, loadBytes(address, size, slot))
  return SCRATCH
}

export function prepareChangeSlow<T>(address: u64, slot: u32): u32 {
  return prepareChangeBytes(address, sizeof<T>(), slot)
}

/** How many bytes from the address on lie in the same page. */
// @ts-ignore: decorator
@inline
export function roomInPage(address: u64): u64 {
  return 0x1000 - (address & 0xfff)
}

