/** Reading all the bytes of a value, or none. */
import { linearAddress, type LinearAddress } from '../../../shared/units'

/** Bytes at an address: fewer than asked for, or none, where nothing is mapped. */
export type ReadMemory = (address: LinearAddress, length: number) => Uint8Array

/** Something that should be there is not mapped, or is too large to be a value. */
export class Unreadable extends Error {}

export const LARGEST_READ = 4_096

/** Throws `Unreadable`. */
export function readExactly(readMemory: ReadMemory, address: bigint, size: number): Uint8Array {
  if (size > LARGEST_READ) throw new Unreadable()
  const bytes = readMemory(linearAddress(address), size)
  if (bytes.length < size) throw new Unreadable()
  return bytes
}
