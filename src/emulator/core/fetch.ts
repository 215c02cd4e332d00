/** Reads instruction bytes for the decoder. Their pages have been translated for a fetch already. */
import { RAM, RAM_SIZE } from './layout'

/** The byte at a physical address; all ones where there is no RAM. */
// @ts-ignore: decorator
@inline
export function fetchByte(physical: u64): u32 {
  return physical < u64(load<u32>(RAM_SIZE)) ? load<u8>(RAM + u32(physical)) : 0xff
}
