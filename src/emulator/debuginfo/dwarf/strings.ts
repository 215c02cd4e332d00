/**
 * Strings of a string section by their offsets.
 *
 * Many references may share one string, so its length counts each time: a file must not
 * make a megabyte of names out of every four bytes.
 */
import { createByteReader, OutOfBounds } from '../../memory/byte-reader'
import { MalformedDwarf, type Meter } from './malformed'

/** The names of Rust's types are long; but not that long. */
export const LONGEST_TEXT = 16_384
const BYTES_PER_STEP = 16

export function readText(section: Uint8Array, offset: number, meter: Meter): string {
  if (!(offset >= 0 && offset < section.length)) {
    throw new OutOfBounds('a string', offset, section.length)
  }
  const length = section.subarray(offset, offset + LONGEST_TEXT).indexOf(0)
  if (length < 0) throw new MalformedDwarf('a string does not end')
  meter.spend(1 + length / BYTES_PER_STEP)
  return createByteReader(section.subarray(offset, offset + length)).text(0, 'a string')
}
