import { describe, expect, it } from 'vitest'
import { littleEndianNumber, littleEndianWords } from './little-endian'

const bytes = Uint8Array.from({ length: 20 }, (_, index) => index + 1)

describe('little-endian words', () => {
  it('are the whole ones alone, lowest byte first', () => {
    expect(littleEndianWords(bytes)).toEqual([0x0807060504030201n, 0x100f0e0d0c0b0a09n])
    expect(littleEndianWords(bytes.subarray(3, 10))).toEqual([])
  })

  it('hold nothing of what was read before', () => {
    littleEndianWords(new Uint8Array(64).fill(0xff))
    expect(littleEndianNumber(bytes.subarray(0, 3))).toBe(0x030201n)
    expect(littleEndianNumber(new Uint8Array(0))).toBe(0n)
  })

  it('make up longer numbers', () => {
    const long = littleEndianNumber(bytes.subarray(0, 18))
    expect(long).toBe(0x1211_100f0e0d0c0b0a09_0807060504030201n)
    expect(littleEndianNumber([...bytes.subarray(0, 16)])).toBe(long & ((1n << 128n) - 1n))
  })

  it('are refused beyond the room that there is for them', () => {
    expect(() => littleEndianWords(new Uint8Array(65))).toThrow(RangeError)
  })
})
