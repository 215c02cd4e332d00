/** What was given out by requests that nobody saw: those of before the first look, and code that was inlined. */
import type { Extent, KnownHeap } from './extent'
import type { FreeMemory } from './free-memory'
import { joined, without, type Range } from './ranges'
import { NEAR, type Before } from './structure'

export interface UnseenState {
  readonly free: readonly Range[] | undefined
  readonly unseen: readonly Range[]
}

export interface Unseen {
  ranges(): readonly Range[]
  /** All of the heap that is not `known`. */
  begin(whole: Range, known: readonly Range[]): void
  forget(): void
  /** What is free no longer, though no request was seen. */
  noticeBefore(before: Before): void
  /** The lists were walked. */
  noticeWalk(now: FreeMemory): void
  /** While no request is under way, with what has gone since the lists were walked last. */
  hidden(now: FreeMemory | undefined, isUnderWay: boolean): readonly Range[]
  state(): UnseenState
  restore(state: UnseenState): void
}

const MOST_UNSEEN = 1_024

export function createUnseen(known: KnownHeap, extent: Extent): Unseen {
  /** What the lists held when they were walked last, where they are short. */
  let free: readonly Range[] | undefined
  let unseen: readonly Range[] = []

  function freeBeyond(mark: bigint | undefined): readonly Range[] | undefined {
    const bounds = extent.bounds()
    if (mark === undefined || !bounds) return undefined
    const isDown = known.structure()?.mark()?.direction === 'down'
    return joined([isDown ? { ...bounds, end: mark } : { ...bounds, start: mark }])
  }

  return {
    ranges: () => unseen,
    begin: (whole, ranges) => void (unseen = without([whole], ranges)),
    forget() {
      unseen = []
      free = undefined
    },
    noticeBefore(before) {
      const now = before.free?.ranges ?? freeBeyond(before.mark)
      if (!now) return
      unseen = without(unseen, now).slice(0, MOST_UNSEEN)
      if (free) unseen = joined([...unseen, ...without(free, now)])
    },
    noticeWalk({ length, ranges }) {
      free = length <= NEAR ? ranges : undefined
      unseen = without(unseen, ranges)
    },
    hidden(now, isUnderWay) {
      const gone = free && now ? without(free, now.ranges) : []
      return isUnderWay ? unseen : joined([...unseen, ...gone])
    },
    state: () => ({ free, unseen }),
    restore: (state) => void ({ free, unseen } = state),
  }
}
