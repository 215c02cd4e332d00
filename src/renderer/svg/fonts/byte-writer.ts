/** Big-endian numbers into bytes, as OpenType tables are written. */

export interface ByteWriter {
  u8(...values: readonly number[]): ByteWriter
  u16(...values: readonly number[]): ByteWriter
  u32(...values: readonly number[]): ByteWriter
  bytes(values: ArrayLike<number>): ByteWriter
  /** Zeros up to the next multiple of `alignment`. */
  align(alignment: number): ByteWriter
  readonly length: () => number
  readonly finish: () => Uint8Array
}

export function createByteWriter(): ByteWriter {
  const written: number[] = []
  const writer: ByteWriter = {
    u8(...values) {
      for (const value of values) written.push(value & 0xff)
      return writer
    },
    u16(...values) {
      for (const value of values) written.push((value >> 8) & 0xff, value & 0xff)
      return writer
    },
    u32(...values) {
      for (const value of values) writer.u16(value >>> 16, value & 0xffff)
      return writer
    },
    bytes(values) {
      for (const value of Array.from(values)) written.push(value)
      return writer
    },
    align(alignment) {
      while (written.length % alignment !== 0) written.push(0)
      return writer
    },
    length: () => written.length,
    finish: () => Uint8Array.from(written),
  }
  return writer
}
