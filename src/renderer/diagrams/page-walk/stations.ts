/**
 * The stations of a walk: the micro-steps in which the diagram tells it.
 *
 * CR3, one entry after the other, then the frame or the fault. A state of the diagram is how many
 * stations have been passed; the last of them is where the machine is *now*.
 */
import type { PageWalk } from '../../../shared/models/page-walk'
import type { PagingLevel } from '../../../shared/x86/paging'
import { isMapped, isTlbHit, isUnpaged } from './facts'

export type Station = 'cr3' | PagingLevel | 'frame' | 'fault' | 'tlb'

export function stationsOf(walk: PageWalk): readonly Station[] {
  if (walk.outcome === 'non-canonical') return ['fault']
  if (isTlbHit(walk)) return ['tlb']
  if (isUnpaged(walk)) return ['frame']
  const levels = walk.levels.map(({ level }) => level)
  // Code that meets an entry with P = 0 raises nothing.
  if (walk.software && !isMapped(walk)) return ['cr3', ...levels]
  return ['cr3', ...levels, isMapped(walk) ? 'frame' : 'fault']
}

export interface Progress {
  readonly stations: readonly Station[]
  /** How many stations have been passed: 0 shows the linear address alone. */
  readonly passed: number
  readonly now: Station | undefined
  readonly next: Station | undefined
  readonly isComplete: boolean
  readonly has: (station: Station) => boolean
}

/** Without a step, the whole walk. */
export function progressOf(walk: PageWalk, step?: number): Progress {
  const stations = stationsOf(walk)
  const passed = Math.max(0, Math.min(step ?? stations.length, stations.length))
  return {
    stations,
    passed,
    now: stations[passed - 1],
    next: stations[passed],
    isComplete: passed === stations.length,
    has: (station) => stations.slice(0, passed).includes(station),
  }
}
