/** What the core remembers of each 4 KiB page of RAM: whether code was decoded from it, and whether it was written. */
import { PAGE_FLAGS, PAGE_HAS_CODE, PAGE_IS_DIRTY } from './layout'
import { dropCodeOfPage } from './blocks'

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

/** To be called before bytes of a page of RAM are changed other than through a TLB entry's fast tag. */
export function markWritten(page: u32): void {
  let flags = pageFlags(page)
  if (flags & PAGE_HAS_CODE) {
    dropCodeOfPage(page)
    flags = pageFlags(page)
  }
  setPageFlags(page, flags | PAGE_IS_DIRTY)
}
