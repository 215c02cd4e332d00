/**
 * The steps in which the diagram tells a store: the instruction, the place in memory, and the bytes as they arrive. A state
 * of the diagram is how many have been passed; bytes that have not arrived yet are what they were.
 */
import type { ScreenCells, ScreenStore } from '../../../shared/models/screen-cells'
import { CELL_BYTES } from '../../../shared/vga-text'
import { bytesOf } from '../../../shared/state-edit'
import { partsOf } from './facts'

export type Station = 'store' | 'place' | 'character' | 'attribute'

export interface Progress {
  readonly stations: readonly Station[]
  readonly passed: number
  readonly total: number
  readonly isComplete: boolean
  /** Where the story is; nothing before it, and when it is over. */
  readonly now: Station | undefined
}

export function stationsOf({ selected }: Pick<ScreenCells, 'selected'>): readonly Station[] {
  if (!selected) return []
  const { hasCharacter, hasAttribute } = partsOf(selected)
  return [
    'store',
    'place',
    ...(hasCharacter ? (['character'] as const) : []),
    ...(hasAttribute ? (['attribute'] as const) : []),
  ]
}

/** Without a step, how things stand now. */
export function progressOf(model: ScreenCells, step?: number): Progress {
  const stations = stationsOf(model)
  const total = stations.length
  const passed = Math.max(0, Math.min(step ?? total, total))
  return {
    stations,
    passed,
    total,
    isComplete: step === undefined || total === 0,
    now: step === undefined ? undefined : stations[passed - 1],
  }
}

/** The bytes that a store brings, as far as they have arrived; else those that were there before. By their offsets. */
export function bytesUnderWay(
  store: ScreenStore | undefined,
  { stations, passed, isComplete }: Progress,
): ReadonlyMap<number, number> {
  if (!store || isComplete) return new Map()
  const hasArrived = (station: Station) => {
    const at = stations.indexOf(station)
    return at >= 0 && at < passed
  }
  const [before, after] = [bytesOf(store.old, store.size), bytesOf(store.value, store.size)]
  return new Map(
    before.map((old, index) => {
      const offset = store.offset + index
      const isThere = hasArrived(offset % CELL_BYTES === 0 ? 'character' : 'attribute')
      return [offset, isThere ? (after[index] ?? 0) : old]
    }),
  )
}
