import { describe, expect, it } from 'vitest'
import type { MemoryAccessed } from '../../shared/events'
import { cellSelection } from '../../shared/models/screen-cells'
import { instant, linearAddress, physicalAddress } from '../../shared/units'
import { SCREEN_BYTES, TEXT_WINDOW } from '../../shared/vga-text'
import { createScreenCellsObserver } from './screen-cells'

/** A window full of zeros into which stores go, and what is told of them. */
function createScreen({ start = 0, limit = 64 } = {}) {
  const window = new Uint8Array(TEXT_WINDOW.size)
  const listeners: ((access: MemoryAccessed) => void)[] = []
  let now = 0
  const observer = createScreenCellsObserver(
    {
      instant: () => instant(now),
      screen: () => ({
        cells: window.slice(start, start + SCREEN_BYTES),
        start,
        cursor: { row: 3, column: 4, isVisible: true },
        isBlinkEnabled: true,
      }),
      bytes: (offset, length) => {
        const bytes = new Uint8Array(length)
        bytes.set(window.subarray(offset, offset + length))
        return bytes
      },
      instruction: (rip) => ({ rip, symbol: 'writer' }),
      watchStores: (listener) => void listeners.push(listener),
    },
    { limit },
  )
  function store(offset: number, value: number, more: Partial<MemoryAccessed> = {}): void {
    const old = BigInt((window[offset] ?? 0) | ((window[offset + 1] ?? 0) << 8))
    window.set([value & 0xff, value >> 8], offset)
    now += 1
    for (const listener of listeners) {
      listener({
        instant: instant(now),
        rip: linearAddress(0x1000n),
        access: 'write',
        linearAddress: linearAddress(BigInt(TEXT_WINDOW.start + offset)),
        physicalAddress: physicalAddress(BigInt(TEXT_WINDOW.start + offset)),
        size: 2,
        value: BigInt(value),
        old,
        isExplicit: true,
        isTlbHit: true,
        ...more,
      })
    }
  }
  return { observer, store, window }
}

describe('what is watched', () => {
  it('is nothing before somebody looks, and every store from then on', () => {
    const { observer, store } = createScreen()
    store(0, 0x0741)
    expect(observer.model()).toMatchObject({ total: 0, recent: [] })
    store(2, 0x0742)
    expect(observer.model()).toMatchObject({ total: 1, selected: { offset: 2, value: 0x0742n } })
  })

  it('tells the processor and a person from code', () => {
    const { observer, store } = createScreen()
    observer.model()
    store(0, 1, { isExplicit: false })
    expect(observer.model().selected?.by).toBe('processor')
    store(0, 2, { isEdit: true })
    expect(observer.model().selected?.by).toBe('edit')
  })

  it('keeps no more than its limit', () => {
    const { observer, store } = createScreen({ limit: 8 })
    observer.model()
    for (let cell = 0; cell < 100; cell++) store(2 * cell, 0x0700 + cell)
    const { recent, total } = observer.model()
    expect(total).toBe(100)
    expect(recent.length).toBe(8)
    expect(recent.at(-1)).toMatchObject({ sequence: 100, offset: 198 })
  })
})

describe('the cell that is looked at', () => {
  it('is the one under the cursor while nothing is stored, then that of the last store', () => {
    const { observer, store } = createScreen()
    expect(observer.model().focus.place).toEqual({ row: 3, column: 4 })
    store(162, 0x0741)
    const { focus } = observer.model()
    expect(focus).toMatchObject({ offset: 162, place: { row: 1, column: 1 } })
    expect(focus.near[focus.offset - focus.nearOffset]).toBe(0x41)
  })

  it('is the chosen one, with the last store that went there', () => {
    const { observer, store } = createScreen()
    observer.model()
    store(0, 0x0741)
    store(0, 0x0742)
    store(2, 0x0743)
    observer.select(cellSelection(0, 0))
    expect(observer.model()).toMatchObject({
      isCellChosen: true,
      focus: { offset: 0 },
      selected: { sequence: 2, value: 0x0742n, old: 0x0741n },
    })
    observer.select(cellSelection(5, 5))
    expect(observer.model().selected).toBeUndefined()
    observer.select(1)
    expect(observer.model()).toMatchObject({ isCellChosen: false, selected: { sequence: 1 } })
    observer.select(undefined)
    expect(observer.model().selected?.sequence).toBe(3)
  })

  it('has no place when the screen begins elsewhere', () => {
    const { observer, store } = createScreen({ start: SCREEN_BYTES })
    observer.model()
    store(0, 0x0741)
    expect(observer.model().focus.place).toBeUndefined()
    store(SCREEN_BYTES, 0x0742)
    expect(observer.model().focus.place).toEqual({ row: 0, column: 0 })
  })
})

it('knows the copies of the row below, though that has been overwritten meanwhile', () => {
  const { observer, store } = createScreen({ limit: 512 })
  observer.model()
  for (let column = 0; column < 80; column++) {
    store(160 + 2 * column, 0x0761)
    store(320 + 2 * column, 0x0762)
  }
  for (let cell = 0; cell < 160; cell++) store(2 * cell, cell < 80 ? 0x0761 : 0x0762)
  const { selected, recent } = observer.model()
  expect(selected).toMatchObject({ isFromBelow: true, run: { length: 160, isWhole: true } })
  expect(recent.at(-100)).toMatchObject({ isFromBelow: true })
  store(2 * 161, 0x0763)
  expect(observer.model().selected).toMatchObject({
    isFromBelow: false,
    run: { length: 1, isWhole: true, isOfOneValue: true },
  })
})

it('tells a screen that is cleared from one that scrolls, though blanks were below', () => {
  const { observer, store } = createScreen({ limit: 240 })
  observer.model()
  const clear = () => {
    for (let cell = 0; cell < 240; cell++) store(2 * cell, 0x0720)
  }
  clear()
  clear()
  observer.select(400)
  const run = { length: 160, isWhole: false, isOfOneValue: true }
  expect(observer.model().selected).toMatchObject({ isFromBelow: true, run })
})

it('takes up a state that it gave out', () => {
  const { observer, store } = createScreen()
  observer.model()
  store(0, 0x0741)
  const saved = structuredClone(observer.save())
  const before = observer.model().recent
  const revision = observer.revision()
  store(2, 0x0742)
  observer.restore(saved)
  expect(observer.model().recent).toEqual(before)
  expect(observer.revision()).not.toBe(revision)
})

it('shares with the next checkpoint what has not changed since', () => {
  const { observer, store } = createScreen()
  observer.model()
  store(0, 0x0741)
  const keptNow = () => (observer.save() as { readonly kept: readonly unknown[] }).kept
  const kept = keptNow()
  expect(keptNow()).toBe(kept)
  store(2, 0x0742)
  expect([kept.length, keptNow().length]).toEqual([1, 2])
})
