/** Reads single words of the guest's memory, and says so when they are not there. */
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { linearAddress } from '../../../shared/units'

const WORD = 8

export const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.length === WORD
    ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
    : bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)

/** A little-endian number of 1 to 8 bytes, or nothing where they are not all mapped. */
export function readNumber(
  readMemory: ReadMemory,
  address: bigint,
  size: number,
): bigint | undefined {
  const bytes = readMemory(linearAddress(address), size)
  return bytes.length < size ? undefined : littleEndian(bytes)
}

export const readWord = (readMemory: ReadMemory, address: bigint): bigint | undefined =>
  readNumber(readMemory, address, WORD)

/** As many of so many words as are mapped from there on. */
export function readWords(readMemory: ReadMemory, address: bigint, count: number): bigint[] {
  const bytes = readMemory(linearAddress(address), count * WORD)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const words: bigint[] = []
  for (let at = 0; at + WORD <= bytes.length; at += WORD) words.push(view.getBigUint64(at, true))
  return words
}
