/** What the core remembers of each 4 KiB page of RAM: whether code was decoded from it, and whether it was written. */
import {
  EVENT_WRITTEN, PAGE_FLAGS, PAGE_HAS_CODE, PAGE_IS_DIRTY, PAGE_IS_WATCHED, RAM, WATCH_END, WATCH_START,
} from './layout'
import { dropCodeOfPage } from './blocks'
import { openEvent } from './events'

// @ts-ignore: decorator
@inline
export function pageFlags(page: u32): u32 {
  return load<u8>(PAGE_FLAGS + page)
}

// @ts-ignore: decorator
@inline
export function setPageFlags(page: u32, flags: u32): void {
  store<u8>(PAGE_FLAGS + page, u8(flags))
}

/** To be called before bytes of RAM, all in one page, are changed other than through a TLB entry's fast tag. */
export function beforeWrite(physical: u64, size: u32, value: u64): void {
  const page = u32(physical >> 12)
  markWritten(page)
  if (pageFlags(page) & PAGE_IS_WATCHED) reportWrite(u32(physical), size, value)
}

/** RIP and INSTANT must be exact. */
function reportWrite(physical: u32, size: u32, value: u64): void {
  if (physical + size <= load<u32>(WATCH_START) || physical >= load<u32>(WATCH_END)) return
  const record = openEvent(EVENT_WRITTEN, size)
  store<u64>(record, physical, 24)
  store<u64>(record, 0, 32)
  memory.copy(record + 32, RAM + physical, size)
  store<u64>(record, value, 40)
}

/** The same for a page that is changed in place later on, which a watched one never is. */
export function markWritten(page: u32): void {
  let flags = pageFlags(page)
  if (flags & PAGE_HAS_CODE) {
    dropCodeOfPage(page)
    flags = pageFlags(page)
  }
  setPageFlags(page, flags | PAGE_IS_DIRTY)
}
