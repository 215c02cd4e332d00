import { describe, expect, it } from 'vitest'
import type { AddressRefused, PageWalkCompleted, TlbFlushed } from '../../shared/events'
import { instant, linearAddress, physicalAddress } from '../../shared/units'
import { createPageWalkObserver } from './page-walk'
import type { AddressLookup } from './page-walk-model'

const lookup: AddressLookup = {
  instruction: (rip) => ({ rip, text: 'mov [rdx], cl' }),
  target: (address) => (address === 0xb_8000n ? { words: 'VGA text, row 0' } : undefined),
}

const walkOf = (page: bigint, at: number, isGlobal = false): PageWalkCompleted => ({
  topic: 'page-walk',
  type: 'page-walk.completed',
  instant: instant(at),
  rip: linearAddress(0x20_0000n),
  cpl: 0,
  isExplicit: true,
  linearAddress: linearAddress(page + 0x123n),
  access: 'read',
  cr3: 0x1000n,
  steps: [
    {
      address: physicalAddress(0x1008n),
      index: 1,
      value: 0x2003n,
      written: 0x2023n,
      neighbours: [],
    },
  ],
  outcome: 'mapped',
  physicalAddress: physicalAddress(page + 0x123n),
  pageSize: '4k',
  permissions: { isWritable: true, isUser: false, isExecutable: true, isGlobal },
})

const flush = (scope: TlbFlushed['scope'], address?: bigint): TlbFlushed => ({
  topic: 'page-walk',
  type: 'page-walk.tlb-flushed',
  instant: instant(0),
  rip: linearAddress(0x20_0000n),
  scope,
  ...(address === undefined ? {} : { linearAddress: linearAddress(address) }),
})

const refusal = (address: bigint, at: number): AddressRefused => ({
  topic: 'page-walk',
  type: 'page-walk.refused',
  instant: instant(at),
  rip: linearAddress(0x20_0000n),
  cpl: 0,
  isExplicit: true,
  linearAddress: linearAddress(address),
  access: 'read',
  cr3: 0x1000n,
  steps: [],
  outcome: 'non-canonical',
})

const observed = (...events: (PageWalkCompleted | AddressRefused | TlbFlushed)[]) => {
  const observer = createPageWalkObserver(lookup)
  events.forEach(observer.observe)
  return observer
}

describe('the page-walk observer', () => {
  it('shows nothing before the first walk', () => {
    expect(createPageWalkObserver(lookup).model()).toEqual({ recent: [], total: 0 })
  })

  it('shows an address that was refused, and not the walk to the gate behind it', () => {
    const observer = observed(refusal(1n << 47n, 7), walkOf(0x2000n, 7))
    const { selected } = observer.model()
    expect(selected).toMatchObject({ sequence: 1, outcome: 'non-canonical', isCanonical: false })
    expect(selected?.tlb.filled).toBeUndefined()
    expect(observer.failures(instant(7), instant(7))).toHaveLength(1)
  })

  it('finds the walk of an instant by its address', () => {
    const observer = observed(walkOf(0x1000n, 7), walkOf(0x2000n, 7), walkOf(0x1000n, 9))
    const at = (when: number, page: bigint) =>
      observer.walkAt(instant(when), linearAddress(page + 0x123n))?.sequence
    expect([at(7, 0x1000n), at(7, 0x2000n), at(9, 0x1000n)]).toEqual([1, 2, 3])
    expect(at(9, 0x2000n)).toBeUndefined()
  })

  it('shows the last walk with its tables, its instruction and its TLB fill', () => {
    const { selected } = observed(walkOf(0x1000n, 7), walkOf(0x2000n, 9)).model()
    expect(selected?.sequence).toBe(2)
    expect(selected?.levels[0]).toMatchObject({ level: 'pml4', table: 0x1000n, written: 0x2023n })
    expect(selected?.instruction.text).toBe('mov [rdx], cl')
    expect(selected?.tlb.filled?.page).toBe(0x2000n)
    expect(selected?.tlb.recent.map(({ page }) => page)).toEqual([0x1000n])
  })

  it('shows the walk that raised an exception, and not those of its delivery', () => {
    const failed: PageWalkCompleted = { ...walkOf(0x2000n, 9), outcome: 'not-present' }
    const delivery = [walkOf(0x3000n, 9), walkOf(0x4000n, 9)]
    const observer = observed(walkOf(0x1000n, 7), failed, ...delivery)
    expect(observer.model().selected?.sequence).toBe(2)
    observer.observe(walkOf(0x5000n, 10))
    expect(observer.model().selected?.sequence).toBe(5)
  })

  it('keeps to the walk that the reader chose until told otherwise', () => {
    const observer = observed(walkOf(0x1000n, 1), walkOf(0x2000n, 2))
    observer.select(1)
    observer.observe(walkOf(0x3000n, 3))
    expect(observer.model().selected?.sequence).toBe(1)
    observer.select(undefined)
    expect(observer.model().selected?.sequence).toBe(3)
  })

  it('counts all walks and keeps the recent ones', () => {
    const observer = createPageWalkObserver(lookup, { limit: 4 })
    for (let at = 1; at <= 100; at++) observer.observe(walkOf(BigInt(at) << 12n, at))
    const { total, recent } = observer.model()
    expect(total).toBe(100)
    expect(recent.map(({ sequence }) => sequence)).toEqual([97, 98, 99, 100])
  })

  it('forgets the translations that a flush takes out of the TLB', () => {
    const fills = [walkOf(0x1000n, 1), walkOf(0x2000n, 2, true), walkOf(0x3000n, 3)]
    const pages = (event: TlbFlushed) =>
      observed(...fills, event)
        .tlb()
        .map(({ page }) => page)
    expect(pages(flush('page', 0x1fffn))).toEqual([0x2000n, 0x3000n])
    expect(pages(flush('non-global'))).toEqual([0x2000n])
    expect(pages(flush('all'))).toEqual([])
  })

  it('gives equal models for equal events after its state was saved and restored', () => {
    const before = observed(walkOf(0x1000n, 1), walkOf(0x2000n, 2))
    const after = createPageWalkObserver(lookup)
    after.restore(structuredClone(before.save()))
    before.observe(walkOf(0x3000n, 3))
    after.observe(walkOf(0x3000n, 3))
    expect(after.model()).toEqual(before.model())
  })

  it('yields models that can cross a message port', () => {
    const model = observed(walkOf(0x1000n, 1)).model()
    expect(structuredClone(model)).toEqual(model)
  })
})
