import { describe, expect, it } from 'vitest'
import type { TypeLayout } from '../../debuginfo/dwarf/stopped-program'
import { readRing } from './queue-layouts'

const WORD = { type: 'usize', size: 8 }

const LAYOUTS: Readonly<Record<string, TypeLayout>> = {
  'kernel::Queue<u8, 8>': {
    name: 'kernel::Queue<u8, 8>',
    size: 32,
    members: [
      { name: 'slots', type: '[core::cell::UnsafeCell<u8>; 8]', offset: 24, size: 8 },
      { name: 'pushed', offset: 0, ...WORD },
      { name: 'popped', offset: 8, ...WORD },
      { name: 'dropped', offset: 16, ...WORD },
    ],
  },
  'alloc::collections::vec_deque::VecDeque<u32, alloc::alloc::Global>': {
    name: 'alloc::collections::vec_deque::VecDeque<u32, alloc::alloc::Global>',
    size: 32,
    members: [
      { name: 'buf', type: 'Raw', offset: 0, size: 16 },
      { name: 'head', offset: 16, ...WORD },
      { name: 'len', offset: 24, ...WORD },
    ],
  },
  Raw: { name: 'Raw', size: 16, members: [{ name: 'inner', type: 'Inner', offset: 0, size: 16 }] },
  Inner: {
    name: 'Inner',
    size: 16,
    members: [
      { name: 'cap', offset: 0, ...WORD },
      { name: 'ptr', offset: 8, ...WORD },
    ],
  },
}

const layoutOf = (type: string) => LAYOUTS[type]

const readAll = (type: string, words: readonly bigint[]) => {
  const bytes = new Uint8Array(new BigUint64Array(words).buffer)
  return readRing(type, 0n, layoutOf, (address, length) =>
    bytes.subarray(Number(address), Number(address) + length),
  )
}

describe('a ring with two counts', () => {
  const type = 'kernel::Queue<u8, 8>'

  it('holds what was pushed and not popped', () => {
    const ring = readAll(type, [11n, 9n, 3n, 0n])
    expect(ring).toMatchObject({ element: 'u8', capacity: 8, length: 2, head: 1, dropped: 3 })
    expect(ring?.slotAddress(1)).toBe(25n)
    expect(ring?.hasTaken).toBe(true)
  })

  it('counts on beyond the largest number', () => {
    expect(readAll(type, [1n, 2n ** 64n - 1n, 0n, 0n])).toMatchObject({ length: 2, head: 7 })
  })

  it.each([
    ['more pushed than fits', [99n, 0n, 0n, 0n]],
    ['more popped than pushed', [0n, 1n, 0n, 0n]],
  ])('is none with %s', (_, words) => {
    expect(readAll(type, words)).toBeUndefined()
  })

  it('is none where it is not mapped, or where its type is not known', () => {
    expect(readRing(type, 0n, layoutOf, () => new Uint8Array(0))).toBeUndefined()
    expect(readRing('no::Queue', 0n, layoutOf, () => new Uint8Array(64))).toBeUndefined()
  })
})

describe('a VecDeque', () => {
  const type = 'alloc::collections::vec_deque::VecDeque<u32, alloc::alloc::Global>'

  it('has the room that it has now', () => {
    const ring = readAll(type, [4n, 0x1000n, 3n, 2n])
    expect(ring).toMatchObject({ element: 'u32', capacity: 4, length: 2, head: 3, itemSize: 4 })
    expect(ring?.slotAddress(3)).toBe(0x100cn)
  })

  it.each([
    ['nothing behind it', [0n, 4n, 0n, 0n]],
    ['a capacity beyond all memory', [2n ** 63n, 0x1000n, 0n, 0n]],
    ['a length beyond its capacity', [4n, 0x1000n, 0n, 2n ** 64n - 1n]],
    ['a head outside of itself', [4n, 0x1000n, 9n, 1n]],
  ])('is none with %s', (_, words) => {
    expect(readAll(type, words)).toBeUndefined()
  })
})
