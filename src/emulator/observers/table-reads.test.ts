import { describe, expect, it } from 'vitest'
import type { MemoryAccessed } from '../../shared/events'
import { instant, linearAddress, physicalAddress } from '../../shared/units'
import { tablePlaces } from './table-places'
import { followTableReads } from './table-reads'

const P = 1n

/** PML4 0x1000, PDPT 0x2000, two PDs at 0x3000 and 0x4000; entry 510 of the PML4 is the PML4. */
const MEMORY: Readonly<Record<number, Readonly<Record<number, bigint>>>> = {
  0x1000: { 3: 0x2000n | P, 9: 0x2000n | P, 510: 0x1000n | P },
  0x2000: { 1: 0x3000n | P, 2: 0x4000n | P },
  0x3000: {},
  0x4000: { 7: 0x5000n | P },
  0x5000: {},
}

const places = tablePlaces(
  {
    hasExecuteDisable: true,
    read(table) {
      const entries = MEMORY[table]
      if (!entries) return undefined
      const words = new BigUint64Array(512)
      for (const [index, value] of Object.entries(entries)) words[Number(index)] = value
      return new Uint32Array(words.buffer)
    },
  },
  0x1000,
)

const readOf = (
  table: number,
  index: number,
  more: Partial<MemoryAccessed> = {},
): MemoryAccessed => ({
  instant: instant(0),
  rip: linearAddress(0n),
  access: 'read',
  physicalAddress: physicalAddress(BigInt(table + 8 * index)),
  size: 8,
  value: MEMORY[table]?.[index] ?? 0n,
  isExplicit: true,
  isTlbHit: true,
  ...more,
})

function pathAfter(...accesses: readonly MemoryAccessed[]) {
  const follower = followTableReads(places)
  accesses.forEach(follower.take)
  const found = follower.found()
  return found && [found.path, found.reads.map((read) => read !== undefined)]
}

describe('the places of tables', () => {
  it('have all ways that lead there, and none through an entry that leads back', () => {
    expect(places.get(0x2000)).toEqual([[3], [9]])
    expect(places.get(0x5000)).toEqual([
      [3, 2, 7],
      [9, 2, 7],
    ])
    expect(places.get(0x1000)).toEqual([[]])
  })
})

describe('reads of tables', () => {
  it('are a walk where each is of the table that the one before leads to', () => {
    const reads = [readOf(0x1000, 3), readOf(0x2000, 2), readOf(0x4000, 7), readOf(0x5000, 0)]
    expect(pathAfter(...reads)).toEqual([
      [3, 2, 7, 0],
      [true, true, true, true],
    ])
  })

  it('take the way that was read where several lead to a table', () => {
    expect(pathAfter(readOf(0x1000, 9), readOf(0x2000, 1))).toEqual([
      [9, 1],
      [true, true],
    ])
  })

  it('begin anew with another entry above', () => {
    const first = [readOf(0x1000, 3), readOf(0x2000, 2), readOf(0x4000, 7)]
    expect(pathAfter(...first, readOf(0x2000, 1), readOf(0x3000, 0))).toEqual([
      [3, 1, 0],
      [true, true, true],
    ])
    expect(pathAfter(...first, readOf(0x1000, 0))).toEqual([[0], [true]])
  })

  it('tell where tables above were not read', () => {
    expect(pathAfter(readOf(0x5000, 4))).toEqual([
      [3, 2, 7, 4],
      [false, false, false, true],
    ])
  })

  it('are none of other memory, of stores, or of the processor itself', () => {
    expect(pathAfter(readOf(0x9000, 0))).toBeUndefined()
    expect(pathAfter(readOf(0x1000, 3, { access: 'write' }))).toBeUndefined()
    expect(pathAfter(readOf(0x1000, 3, { isExplicit: false }))).toBeUndefined()
  })
})
