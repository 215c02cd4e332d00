/** Rows in view of a space that no list could be as long as. */
import { describe, expect, it } from 'vitest'
import { clampAddress, fromShowing, rowOf } from './memory-window'

const LAST = (1n << 64n) - 1n

describe('the rows in view', () => {
  it('stay where they are while the byte is in one of them', () => {
    expect(fromShowing(0x1000n, 0x1000n, 10, 16)).toBe(0x1000n)
    expect(fromShowing(0x109fn, 0x1000n, 10, 16)).toBe(0x1000n)
  })

  it('move by as little as shows the byte', () => {
    expect(fromShowing(0x0fffn, 0x1000n, 10, 16)).toBe(0x0ff0n)
    expect(fromShowing(0x10a0n, 0x1000n, 10, 16)).toBe(0x1010n)
  })

  it('reach to both ends of the space', () => {
    expect(fromShowing(0n, 0x1000n, 10, 16)).toBe(0n)
    expect(fromShowing(LAST, 0n, 10, 16)).toBe(LAST - 0x9fn)
    expect(clampAddress(LAST + 5n)).toBe(LAST)
    expect(clampAddress(-1n)).toBe(0n)
  })

  it('begin where rows begin, however many bytes these have', () => {
    expect(rowOf(0x1237n, 8)).toBe(0x1230n)
    expect(rowOf(0x123fn, 8)).toBe(0x1238n)
    expect(fromShowing(0x1238n, 0x1238n, 4, 16)).toBe(0x1230n)
  })

  it('show a byte even where there is room for no row', () => {
    expect(fromShowing(0x2000n, 0x1000n, 0, 8)).toBe(0x2000n)
  })
})
