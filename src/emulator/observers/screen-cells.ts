/**
 * Watches stores into the memory of the text screen, from the first look on: every one of them costs time, and a kernel
 * that scrolls makes thousands. Who wrote a cell before that, the machine can always be asked.
 */
import type { MemoryAccessed } from '../../shared/events'
import { COLUMNS } from '../../shared/code-page-437'
import type { InstructionReference } from '../../shared/models/page-walk'
import {
  placeOfByte,
  selectedCell,
  type CellFocus,
  type ScreenCells,
  type ScreenStore,
  type ScreenStoreSummary,
} from '../../shared/models/screen-cells'
import type { TextScreen } from '../../shared/models/machine'
import { littleEndianNumber } from '../../shared/little-endian'
import { physicalAddress, type Instant, type LinearAddress } from '../../shared/units'
import { CELL_BYTES, ROW_BYTES, TEXT_WINDOW } from '../../shared/vga-text'
import { lastOf } from './interrupt-path-record'
import { createKeptList } from './kept-list'
import type { Observer } from './observer'

/** What the observer may look at. */
export interface ScreenReader {
  readonly instant: () => Instant
  readonly screen: () => TextScreen & {
    readonly start: number
    readonly isBlinkEnabled: boolean
  }
  /** Bytes of the adapter's window, from an offset on. */
  readonly bytes: (offset: number, length: number) => Uint8Array
  readonly instruction: (rip: LinearAddress) => InstructionReference
  /** Calls the listener for each store into the window from now on. */
  readonly watchStores: (listener: (access: MemoryAccessed) => void) => void
}

export interface ScreenCellsObserver extends Observer<ScreenCells> {
  /** Shows a store by its number, a cell by its selection, or again always the last store. */
  readonly select: (item: number | undefined) => void
}

interface KeptStore extends Omit<ScreenStoreSummary, 'isFromBelow'> {
  readonly rip: LinearAddress
  readonly linearAddress?: LinearAddress
}

interface State {
  readonly kept: readonly KeptStore[]
  readonly total: number
}

/**
 * Stores that are listed, and go into every checkpoint. A whole screen scrolled byte by byte is not kept: it would be one
 * row of the list over and over.
 */
const DEFAULT_LIMIT = 256
/** Cells on either side of the one that is looked at. */
const BESIDE = 4

export function createScreenCellsObserver(
  reader: ScreenReader,
  { limit = DEFAULT_LIMIT }: { readonly limit?: number } = {},
): ScreenCellsObserver {
  const kept = createKeptList<KeptStore>(limit)
  let total = 0
  let isWatching = false
  let selection: number | undefined
  let revision = 0

  function note(access: MemoryAccessed): void {
    const { instant, rip, physicalAddress: address, linearAddress, size, value, old = 0n } = access
    const offset = Number(address) - TEXT_WINDOW.start
    total += 1
    revision += 1
    kept.push({
      sequence: total,
      instant,
      offset,
      size,
      old,
      value,
      by: access.isEdit ? 'edit' : access.isExplicit ? 'code' : 'processor',
      rip,
      ...(linearAddress !== undefined && { linearAddress }),
    })
  }

  function attend(): void {
    if (isWatching) return
    isWatching = true
    reader.watchStores(note)
  }

  function told(
    recent: readonly KeptStore[],
    store: KeptStore | undefined,
    isFromBelow: ReadonlySet<KeptStore>,
  ): ScreenStore | undefined {
    if (!store) return undefined
    const { rip, ...rest } = store
    const run = runUntil(recent, store, isFromBelow)
    return {
      ...rest,
      isFromBelow: isFromBelow.has(store),
      instruction: reader.instruction(rip),
      run: {
        length: run.length,
        isWhole: run[0] !== recent[0] || recent.length === total,
        isOfOneValue: run.every(({ value, size }) => value === store.value && size === store.size),
      },
    }
  }

  /**
   * The stores of what stood one row lower. Events are told in batches, so that memory is not what it was at the store; but
   * the next store there says what it replaced.
   */
  function copiesFromBelow(recent: readonly KeptStore[]): ReadonlySet<KeptStore> {
    const found = new Set<KeptStore>()
    const replaced = new Map<number, KeptStore>()
    for (let index = recent.length - 1; index >= 0; index--) {
      const store = recent[index] as KeptStore
      const below = store.offset + ROW_BYTES
      const later = replaced.get(below)
      const held =
        later?.size === store.size ? later.old : littleEndianNumber(reader.bytes(below, store.size))
      if (held === store.value) found.add(store)
      replaced.set(store.offset, store)
    }
    return found
  }

  function focusOn(offset: number, start: number): CellFocus {
    const nearOffset = Math.max(
      0,
      Math.min(offset - BESIDE * CELL_BYTES, TEXT_WINDOW.size - (2 * BESIDE + 1) * CELL_BYTES),
    )
    const place = placeOfByte(offset, start)
    return {
      offset,
      address: physicalAddress(BigInt(TEXT_WINDOW.start + offset)),
      ...(place && { place }),
      nearOffset,
      near: reader.bytes(nearOffset, (2 * BESIDE + 1) * CELL_BYTES),
    }
  }

  return {
    observe: () => undefined,
    revision: () => revision,
    model() {
      attend()
      const { start, ...screen } = reader.screen()
      const cell = selection === undefined ? undefined : selectedCell(selection)
      const recent = kept.all()
      const chosen =
        cell === undefined
          ? (recent.find(({ sequence }) => sequence === selection) ?? recent.at(-1))
          : lastOf(recent, (store) => touches(store, byteOf(cell, start)))
      const copies = copiesFromBelow(recent)
      const selected = told(recent, chosen, copies)
      const offset =
        cell === undefined ? firstCell(chosen, screen.cursor, start) : byteOf(cell, start)
      return {
        instant: reader.instant(),
        start,
        cells: screen.cells,
        cursor: screen.cursor,
        isBlinkEnabled: screen.isBlinkEnabled,
        recent: recent.map((store) => summaryOf(store, copies.has(store))),
        total,
        ...(selected && { selected }),
        focus: focusOn(offset, start),
        isCellChosen: cell !== undefined,
      }
    },
    select(item) {
      selection = item
      revision += 1
    },
    save: (): State => ({ kept: kept.all(), total }),
    restore(saved) {
      const state = saved as State
      kept.restore(state.kept)
      total = state.total
      revision += 1
    },
  }
}

const byteOf = (cell: number, start: number): number =>
  (start + cell * CELL_BYTES) % TEXT_WINDOW.size

const touches = ({ offset, size }: Pick<KeptStore, 'offset' | 'size'>, byte: number): boolean =>
  offset < byte + CELL_BYTES && offset + size > byte

/** The first cell that a store touches; where none is known, the one under the cursor. */
function firstCell(
  store: Pick<KeptStore, 'offset'> | undefined,
  { row, column }: TextScreen['cursor'],
  start: number,
): number {
  if (!store) return byteOf(row * COLUMNS + column, start)
  return Math.max(0, store.offset - (store.offset % CELL_BYTES))
}

/** The store and those before it that each went right behind the one before. */
function runUntil(
  kept: readonly KeptStore[],
  last: KeptStore,
  isFromBelow: ReadonlySet<KeptStore>,
): readonly KeptStore[] {
  const end = kept.indexOf(last)
  let begin = end
  for (; begin > 0; begin--) {
    const [before, store] = [kept[begin - 1], kept[begin]]
    if (before?.by !== 'code' || before.offset + before.size !== store?.offset) break
    if (isFromBelow.has(before) !== isFromBelow.has(last)) break
  }
  return kept.slice(begin, end + 1)
}

function summaryOf(store: KeptStore, isFromBelow: boolean): ScreenStoreSummary {
  const { sequence, instant, offset, size, old, value, by } = store
  return { sequence, instant, offset, size, old, value, by, isFromBelow }
}
