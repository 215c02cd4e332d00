import { deflateSync, constants } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { inflateZlib } from './inflate'
import { MalformedDwarf } from './malformed'

/** Bytes that compress well in places and not at all in others. */
function sample(size: number): Uint8Array {
  let state = 12_345
  return Uint8Array.from({ length: size }, (_, index) => {
    state = (state * 48_271) % 2_147_483_647
    return index % 5_000 < 2_500 ? index % 17 : state & 0xff
  })
}

describe('inflateZlib', () => {
  it.each([
    ['stored', { level: 0 }],
    ['with the fixed code', { strategy: constants.Z_FIXED }],
    ['with codes of their own', { level: 9 }],
    ['with literals alone', { strategy: constants.Z_HUFFMAN_ONLY }],
    ['in a small window', { windowBits: 9 }],
  ])('gives back what zlib packed %s', (_, options) => {
    for (const size of [0, 1, 300, 70_000, 200_000]) {
      const bytes = sample(size)
      expect(inflateZlib(deflateSync(bytes, options), size)).toEqual(bytes)
    }
  })

  it('makes no more than was asked for', () => {
    const packed = deflateSync(new Uint8Array(1 << 20))
    expect(inflateZlib(packed, 10)).toEqual(new Uint8Array(10))
  })

  it('refuses data that is cut short', () => {
    const packed = deflateSync(sample(10_000))
    for (const length of [0, 1, 2, 10, packed.length >> 1]) {
      expect(() => inflateZlib(packed.subarray(0, length), 10_000)).toThrow(MalformedDwarf)
    }
  })

  it('refuses a block of the unknown kind', () => {
    expect(() => inflateZlib(Uint8Array.of(0x78, 0x9c, 0x07, 0, 0, 0, 0, 0), 3)).toThrow(
      MalformedDwarf,
    )
  })
})
