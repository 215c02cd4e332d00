/** Reads single words of the guest's memory, and says so when they are not there. */
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { littleEndianNumber, littleEndianWords } from '../../../shared/little-endian'
import { linearAddress } from '../../../shared/units'

const WORD = 8

/** A little-endian number of 1 to 8 bytes, or nothing where they are not all mapped. */
export function readNumber(
  readMemory: ReadMemory,
  address: bigint,
  size: number,
): bigint | undefined {
  const bytes = readMemory(linearAddress(address), size)
  return bytes.length < size ? undefined : littleEndianNumber(bytes)
}

export const readWord = (readMemory: ReadMemory, address: bigint): bigint | undefined =>
  readNumber(readMemory, address, WORD)

/** As many of so many words as are mapped from there on. */
export function readWords(readMemory: ReadMemory, address: bigint, count: number): bigint[] {
  const bytes = readMemory(linearAddress(address), count * WORD)
  return littleEndianWords(bytes)
}
