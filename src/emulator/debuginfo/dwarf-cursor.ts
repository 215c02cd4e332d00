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
  /** Variable-length numbers. Those above 2^53 are no count of anything here: they end the reading. */
  uleb(what: string): number
  sleb(what: string): number
  /** A string up to its zero byte. */
  text(what: string): string
  skip(bytes: number, what: string): void
}

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
    text(what) {
      const start = at
      while (reader.u8(at, what) !== 0) at += 1
      at += 1
      return reader.text(start, what)
    },
    skip(count, what) {
      reader.slice(at, count, what)
      at += count
    },
  }
}
