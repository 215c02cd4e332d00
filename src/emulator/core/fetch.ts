/** Reads instruction bytes for the decoder. Their pages have been translated for a fetch already. */
import { RAM, RAM_SIZE } from './layout'
import { translateFetch } from './blocks'
import { NO_ADDRESS } from './tlb'

/** The byte at a physical address; all ones where there is no RAM. */
// @ts-ignore: decorator
@inline
export function fetchByte(physical: u64): u32 {
  return physical < u64(load<u32>(RAM_SIZE)) ? load<u8>(RAM + u32(physical)) : 0xff
}

/** Up to eight bytes of an instruction, for its name in the statistics. */
export function readBytesAt(address: u64, length: u32): u64 {
  let bytes: u64 = 0
  for (let i: u32 = 0; i < length && i < 8; i++) {
    const physical = translateFetch(address + i)
    if (physical == NO_ADDRESS) return bytes
    bytes |= u64(fetchByte(physical)) << (8 * u64(i))
  }
  return bytes
}
