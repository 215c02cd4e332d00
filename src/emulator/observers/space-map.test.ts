import { describe, expect, it } from 'vitest'
import { physicalAddress } from '../../shared/units'
import type { PageTables } from './page-tree'
import { spaceDifferences } from './space-differences'
import { readSpace } from './space-map'

const PML4 = physicalAddress(0x1000n)
const P = 1n
const RW = 2n
const US = 4n
const PS = 0x80n
const XD = 1n << 63n

/** Tables by their addresses, entries by their indices. */
type Memory = Readonly<Record<number, Readonly<Record<number, bigint>>>>

function tablesOf(memory: Memory, hasExecuteDisable = true): PageTables {
  return {
    hasExecuteDisable,
    read(table) {
      const entries = memory[table]
      if (!entries) return undefined
      const words = new BigUint64Array(512)
      for (const [index, value] of Object.entries(entries)) words[Number(index)] = value
      return new Uint32Array(words.buffer)
    },
  }
}

const ranges = (memory: Memory) =>
  readSpace(tablesOf(memory), PML4).slots.flatMap((slot) => slot.ranges)

/** Two pages, then a gap, then one whose frame lies elsewhere. */
const SMALL: Memory = {
  0x1000: { 0: 0x2000n | P | RW },
  0x2000: { 0: 0x3000n | P | RW },
  0x3000: { 0: 0x4000n | P | RW },
  0x4000: { 1: 0x9000n | P | RW, 2: 0xa000n | P | RW, 4: 0x8000n | P | RW },
}

describe('a whole address space', () => {
  it('joins pages that are alike and lie one behind the other', () => {
    expect(ranges(SMALL)).toMatchObject([
      { start: 0x1000n, size: 0x2000, physical: 0x9000n, pageSize: '4k', isContiguous: true },
      { start: 0x4000n, size: 0x1000, physical: 0x8000n },
    ])
  })

  it('keeps pages of other rights apart, and takes rights of all levels together', () => {
    const memory: Memory = {
      ...SMALL,
      0x3000: { 0: 0x4000n | P | RW | XD },
      0x4000: { 0: 0x9000n | P | RW, 1: 0xa000n | P, 2: 0xb000n | P | US },
    }
    expect(ranges(memory)).toMatchObject([
      { isWritable: true, isExecutable: false, isUser: false },
      { start: 0x1000n, size: 0x2000, isWritable: false, isExecutable: false, isUser: false },
    ])
  })

  it('takes XD for reserved while IA32_EFER.NXE is 0', () => {
    const memory = { ...SMALL, 0x4000: { 0: 0x9000n | P | XD } }
    const { slots } = readSpace(tablesOf(memory, false), PML4)
    expect(slots[0]).toMatchObject({ ranges: [], faulty: 1 })
  })

  it('reads large pages, and says where frames are scattered', () => {
    const memory: Memory = {
      0x1000: { 256: 0x2000n | P },
      0x2000: { 0: P | PS, 1: 0x3000n | P },
      0x3000: { 0: 0x4000_0000n | P | PS, 1: 0x4040_0000n | P | PS },
    }
    expect(ranges(memory)).toMatchObject([
      { start: 0xffff_8000_0000_0000n, size: 2 ** 30, pageSize: '1g', isContiguous: true },
      { start: 0xffff_8000_4000_0000n, size: 2 ** 22, pageSize: '2m', isContiguous: false },
    ])
  })

  it('tells entries that lead back, to no memory, and that have a reserved bit set', () => {
    const memory: Memory = {
      0x1000: { 1: 0x7_0000_0000n | P, 2: 0x2000n | P, 3: 0x2000n | P | PS, 510: 0x1000n | P },
      0x2000: { 3: 0x2000n | P, 4: 0x4000_2000n | P | PS, 5: (1n << 51n) | P },
    }
    const { slots } = readSpace(tablesOf(memory), PML4)
    expect(slots.map(({ index, kind, tables }) => [index, kind, tables])).toEqual([
      [1, 'lost', 0],
      [2, 'mapped', 1],
      [3, 'reserved', 0],
      [510, 'recursive', 0],
    ])
    expect(slots[1]).toMatchObject({ ranges: [], backward: 1, faulty: 2, isCut: false })
  })

  it('says that no memory is where the PML4 would be', () => {
    expect(readSpace(tablesOf({}), PML4)).toEqual({ isLost: true, slots: [] })
  })

  it('reads only so many tables of a kernel that wants no end of it', () => {
    const all = (target: bigint) =>
      Object.fromEntries(Array.from({ length: 512 }, (_, index) => [index, target]))
    const memory: Memory = {
      0x1000: all(0x2000n | P),
      0x2000: all(0x3000n | P),
      0x3000: all(0x4000n | P),
      0x4000: { 0: 0x9000n | P, 2: 0x9000n | P },
    }
    const { slots } = readSpace(tablesOf(memory), PML4)
    expect(slots).toHaveLength(512)
    expect(slots.at(-1)).toMatchObject({ isCut: true, ranges: [] })
    expect(slots.reduce((sum, { tables }) => sum + tables, 0)).toBeLessThanOrEqual(2048)
  })
})

const OTHER = physicalAddress(0x1_1000n)

describe('two address spaces', () => {
  const beside = (entries: Memory) =>
    spaceDifferences(tablesOf({ ...SMALL, ...entries }), PML4, OTHER).differences

  it('do not differ where they use the same tables', () => {
    const memory: Memory = {
      0x1000: { 0: 0x2000n | P | RW, 510: 0x1000n | P },
      0x1_1000: { 0: 0x2000n | P | RW, 510: 0x1_1000n | P },
    }
    expect(beside(memory)).toEqual([])
  })

  it('differ in the page that leads elsewhere', () => {
    const memory: Memory = {
      0x1_1000: { 0: 0x1_2000n | P | RW },
      0x1_2000: { 0: 0x1_3000n | P | RW },
      0x1_3000: { 0: 0x1_4000n | P | RW },
      0x1_4000: { 1: 0x9000n | P | RW, 2: 0xc000n | P | RW, 4: 0x8000n | P | RW },
    }
    expect(beside(memory)).toEqual([
      { start: 0x2000n, size: 0x1000, here: 0xa000n, there: 0xc000n },
    ])
  })

  it('differ in what one of them does not map, joined where it goes on', () => {
    expect(beside({ 0x1_1000: {} })).toEqual([
      { start: 0x1000n, size: 0x2000, here: 0x9000n },
      { start: 0x4000n, size: 0x1000, here: 0x8000n },
    ])
  })

  it('tell what leads back in one of them alone', () => {
    const memory: Memory = { 0x1_1000: { 0: 0x2000n | P | RW, 1: 0x1_1000n | P } }
    expect(beside(memory)).toEqual([{ start: 1n << 39n, size: 2 ** 39, recursive: 'there' }])
  })

  it('say how far they were compared', () => {
    const pages = (frame: bigint) =>
      Object.fromEntries(Array.from({ length: 512 }, (_, index) => [index, frame | P]))
    const memory: Memory = {
      0x1_1000: { 0: 0x1_2000n | P | RW },
      0x1_2000: { 0: 0x1_3000n | P | RW },
      0x1_3000: { 0: 0x1_4000n | P | RW },
      0x1_4000: pages(0xf000n),
    }
    const { differences, end } = spaceDifferences(tablesOf({ ...SMALL, ...memory }), PML4, OTHER)
    expect(differences).toHaveLength(256)
    expect(end).toBe(256n * 0x1000n)
  })

  it('differ in rights alone', () => {
    expect(beside({ 0x1_1000: { 0: 0x2000n | P } })).toMatchObject([
      { start: 0x1000n, here: 0x9000n, there: 0x9000n },
      { start: 0x4000n },
    ])
  })

  it('compare a large page with the small ones in its place', () => {
    const memory: Memory = {
      0x1_1000: { 0: 0x1_2000n | P | RW },
      0x1_2000: { 0: 0x1_3000n | P | RW },
      0x1_3000: { 0: P | RW | PS },
    }
    const [first, second, third] = beside(memory)
    expect(first).toEqual({ start: 0n, size: 0x1000, there: 0n })
    expect(second).toEqual({ start: 0x1000n, size: 0x2000, here: 0x9000n, there: 0x1000n })
    expect(third).toEqual({ start: 0x3000n, size: 0x1000, there: 0x3000n })
  })
})
