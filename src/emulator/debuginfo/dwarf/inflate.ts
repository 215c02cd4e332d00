/**
 * Unpacks zlib data, which is how linkers compress debug sections; the work is fflate's.
 *
 * The caller says how long the result is, and nothing longer is ever made.
 */
import { unzlibSync } from 'fflate'
import { MalformedDwarf } from './malformed'

/** `size` bytes; throws `MalformedDwarf` when the data does not give as many. */
export function inflateZlib(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size)
  const length = unpack(packed, out)
  if (length < size) throw new MalformedDwarf('compressed data ends too early')
  return out
}

/** A header, a block of a byte at least, and a checksum; fflate takes less for nothing to do. */
const SMALLEST = 2 + 1 + 4

function unpack(packed: Uint8Array, out: Uint8Array): number {
  if (out.length === 0) return 0
  if (packed.length < SMALLEST) throw new MalformedDwarf('compressed data ends too early')
  try {
    return unzlibSync(packed, { out }).length
  } catch {
    throw new MalformedDwarf('compressed data is damaged')
  }
}
