/** Reads DWARF's numbers one after the other. DWARF version 5, "Data Representation". */
import { createByteReader, OutOfBounds } from '../memory/byte-reader'

export interface DwarfCursor {
  readonly size: number
  position(): number
  seek(position: number): void
  u8(what: string): number
  u16(what: string): number
  u32(what: string): number
  u64(what: string): bigint
  i8(what: string): number
  /** Variable-length numbers. Those above 2^53 are no count of anything: they end the reading. */
  uleb(what: string): number
  sleb(what: string): number
  /** Variable-length numbers that are values of the program: the low 64 bits, with their sign for `sleb64`. */
  uleb64(what: string): bigint
  sleb64(what: string): bigint
  /** A string up to its zero byte. */
  text(what: string): string
  /** A view of the next bytes. */
  bytes(count: number, what: string): Uint8Array
  skip(count: number, what: string): void
  skipLeb(what: string): void
  skipText(what: string): void
}

/** A 128-bit number takes 19 bytes; more are padding that nobody writes. */
const LONGEST_LEB = 19

export function createDwarfCursor(bytes: Uint8Array): DwarfCursor {
  const reader = createByteReader(bytes)
  let at = 0

  function advance<T>(value: T, by: number): T {
    at += by
    return value
  }

  function leb(what: string): { value: number; bits: number; isNegative: boolean } {
    let value = 0
    for (let bits = 0; bits < 56; bits += 7) {
      const byte = reader.u8(at, what)
      at += 1
      value += (byte & 0x7f) * 2 ** bits
      if (byte < 0x80) return { value, bits: bits + 7, isNegative: (byte & 0x40) !== 0 }
    }
    throw new OutOfBounds(what, at, reader.size)
  }

  function leb64(what: string): { value: bigint; bits: number; isNegative: boolean } {
    let value = 0n
    for (let length = 1; length <= LONGEST_LEB; length++) {
      const byte = reader.u8(at, what)
      at += 1
      value |= BigInt(byte & 0x7f) << BigInt(7 * (length - 1))
      if (byte < 0x80) return { value, bits: 7 * length, isNegative: (byte & 0x40) !== 0 }
    }
    throw new OutOfBounds(what, at, reader.size)
  }

  function check(count: number, what: string): void {
    if (!(count >= 0 && at + count <= reader.size)) throw new OutOfBounds(what, at, reader.size)
  }

  function skipText(what: string): void {
    const end = bytes.indexOf(0, at)
    if (end < 0 || at >= reader.size) throw new OutOfBounds(what, at, reader.size)
    at = end + 1
  }

  return {
    size: reader.size,
    position: () => at,
    seek(position) {
      if (!(position >= 0 && position <= reader.size)) {
        throw new OutOfBounds('the next part', position, reader.size)
      }
      at = position
    },
    u8: (what) => advance(reader.u8(at, what), 1),
    u16: (what) => advance(reader.u16(at, what), 2),
    u32: (what) => advance(reader.u32(at, what), 4),
    u64: (what) => advance(reader.u64(at, what), 8),
    i8: (what) => advance((reader.u8(at, what) << 24) >> 24, 1),
    uleb: (what) => leb(what).value,
    sleb(what) {
      const { value, bits, isNegative } = leb(what)
      return isNegative ? value - 2 ** bits : value
    },
    uleb64: (what) => BigInt.asUintN(64, leb64(what).value),
    sleb64(what) {
      const { value, bits, isNegative } = leb64(what)
      return BigInt.asIntN(64, isNegative ? value - (1n << BigInt(bits)) : value)
    },
    text(what) {
      const start = at
      skipText(what)
      return reader.text(start, what)
    },
    bytes(count, what) {
      check(count, what)
      return advance(bytes.subarray(at, at + count), count)
    },
    skip(count, what) {
      check(count, what)
      at += count
    },
    skipLeb(what) {
      let byte = 0x80
      while (byte >= 0x80) {
        byte = reader.u8(at, what)
        at += 1
      }
    },
    skipText,
  }
}
