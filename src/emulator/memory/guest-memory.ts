/**
 * The guest's RAM as TypeScript sees it: views of the linear memory, addressed physically.
 * A read outside of RAM gives zeros, as many as were asked for; a write there goes nowhere.
 *
 * Knows nothing of paging or devices, and does not tell the core about its writes.
 */
import { physicalAddress, type PhysicalAddress } from '../../shared/units'

export interface GuestMemory {
  readonly size: number
  /** A copy. */
  read(address: PhysicalAddress, length: number): Uint8Array
  readU64(address: PhysicalAddress): bigint
  write(address: PhysicalAddress, bytes: Uint8Array): void
  fill(address: PhysicalAddress, length: number, value: number): void
  /** The RAM itself: for those who copy whole pages. */
  readonly bytes: Uint8Array
}

export function createGuestMemory(buffer: ArrayBuffer, start: number, size: number): GuestMemory {
  const bytes = new Uint8Array(buffer, start, size)

  /** The part of a range that is RAM, as offsets into `bytes`. */
  function clip(address: PhysicalAddress, length: number): { from: number; to: number } {
    const from = address < BigInt(size) ? Number(address) : size
    return { from, to: Math.min(size, from + Math.max(0, length)) }
  }

  function read(address: PhysicalAddress, length: number): Uint8Array {
    const copy = new Uint8Array(length)
    const { from, to } = clip(address, length)
    copy.set(bytes.subarray(from, to))
    return copy
  }

  return {
    size,
    bytes,
    read,
    readU64(address) {
      const eight = read(physicalAddress(address), 8)
      return new DataView(eight.buffer).getBigUint64(0, true)
    },
    write(address, source) {
      const { from, to } = clip(address, source.length)
      bytes.set(source.subarray(0, to - from), from)
    },
    fill(address, length, value) {
      const { from, to } = clip(address, length)
      bytes.fill(value, from, to)
    },
  }
}
