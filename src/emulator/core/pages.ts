/**
 * What the core remembers of RAM: of each 4 KiB page whether code was decoded from it and whether it was written, and
 * of each word of 8 bytes whether a store began in it. What was written is forgotten when a snapshot is taken.
 */
import { PAGE_FLAGS, PAGE_HAS_CODE, PAGE_IS_DIRTY, RAM } from './layout'
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

/**
 * For a store of at most 8 bytes, in one page, through a TLB entry's fast tag. Gives its place in linear memory back.
 */
// @ts-ignore: decorator
@inline
export function noted(place: u32): u32 {
  store<u8>(place >> 3, 1)
  return place
}

/** The same for many bytes. */
export function noteWords(place: u32, bytes: u32): void {
  memory.fill(place >> 3, 1, ((place + bytes - 1) >> 3) - (place >> 3) + 1)
}

/** To be called before at most 8 bytes of RAM, in one page, are changed other than through a TLB entry's fast tag. */
export function markWritten(physical: u32): void {
  const page = physical >> 12
  noted(RAM + physical)
  let flags = pageFlags(page)
  if (flags & PAGE_HAS_CODE) {
    dropCodeOfPage(page)
    flags = pageFlags(page)
  }
  setPageFlags(page, flags | PAGE_IS_DIRTY)
}
