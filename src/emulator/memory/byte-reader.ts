/**
 * Reads little-endian numbers from bytes of unknown origin; no offset, however wild, reads outside of them.
 */

/** An offset pointed outside of the data. `what` names the thing that was to be read. */
export class OutOfBounds extends Error {
  constructor(
    readonly what: string,
    readonly offset: number | bigint,
    readonly size: number,
  ) {
    super(`${what} lies at byte ${offset}, but the data ends at byte ${size}`)
    this.name = 'OutOfBounds'
  }
}

export interface ByteReader {
  readonly size: number
  u8(offset: number, what: string): number
  u16(offset: number, what: string): number
  u32(offset: number, what: string): number
  u64(offset: number, what: string): bigint
  /** A view of the bytes, not a copy. */
  slice(offset: number | bigint, length: number | bigint, what: string): Uint8Array
  /** A string up to the next zero byte or the end of the data; what is longer is cut. */
  text(offset: number, what: string, longest?: number): string
}

export function createByteReader(bytes: Uint8Array): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = bytes.byteLength

  function check(offset: number, length: number, what: string): number {
    if (!(offset >= 0 && length >= 0 && offset + length <= size)) {
      throw new OutOfBounds(what, offset, size)
    }
    return offset
  }

  return {
    size,
    u8: (offset, what) => view.getUint8(check(offset, 1, what)),
    u16: (offset, what) => view.getUint16(check(offset, 2, what), true),
    u32: (offset, what) => view.getUint32(check(offset, 4, what), true),
    u64: (offset, what) => view.getBigUint64(check(offset, 8, what), true),
    slice(offset, length, what) {
      // Both may be 64-bit numbers of the file: compare before narrowing.
      if (BigInt(offset) + BigInt(length) > BigInt(size)) throw new OutOfBounds(what, offset, size)
      const start = check(Number(offset), Number(length), what)
      return bytes.subarray(start, start + Number(length))
    },
    text(offset, what, longest = size) {
      check(offset, 0, what)
      const text = bytes.subarray(offset, offset + longest)
      const end = text.indexOf(0)
      return decodeUtf8(end < 0 ? text : text.subarray(0, end))
    },
  }
}

/** UTF-8 without the host's decoder; what is malformed becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i++] ?? 0
    if (first < 0x80) {
      text += String.fromCharCode(first)
      continue
    }
    const length = first >= 0xf0 && first < 0xf5 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0
    let point = first & (0x3f >> length)
    let taken = 0
    while (taken < length && ((bytes[i] ?? 0) & 0xc0) === 0x80) {
      point = (point << 6) | ((bytes[i++] ?? 0) & 0x3f)
      taken += 1
    }
    const isWhole = length > 0 && taken === length && first < 0xf5
    const isSurrogate = point >= 0xd800 && point < 0xe000
    const isOverlong = (length === 2 && point < 0x800) || (length === 3 && point < 0x1_0000)
    const isValid = isWhole && !isSurrogate && !isOverlong && point <= 0x10_ffff
    text += isValid ? String.fromCodePoint(point) : '\ufffd'
  }
  return text
}

/** UTF-8 of a text; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    let point = character.codePointAt(0) ?? 0
    if (point >= 0xd800 && point < 0xe000) point = 0xfffd
    if (point < 0x80) bytes.push(point)
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 0x3f))
    else if (point < 0x1_0000) {
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f))
    } else {
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 0x3f),
        0x80 | ((point >> 6) & 0x3f),
        0x80 | (point & 0x3f),
      )
    }
  }
  return Uint8Array.from(bytes)
}
