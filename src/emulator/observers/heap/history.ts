/** Keeps the states after requests for the curves: all of a short run, evenly fewer of a long one. */
import type { HeapMoment } from '../../../shared/models/heap'

export interface HistoryState {
  readonly moments: readonly HeapMoment[]
  readonly stride: number
}

export interface History {
  add(moment: HeapMoment): void
  state(): HistoryState
  restore(state: HistoryState): void
}

/** More points than a curve has pixels. */
const MOST_MOMENTS = 512

export function createHistory(): History {
  let moments: HeapMoment[] = []
  /** Requests between two that are kept. */
  let stride = 1

  return {
    add(moment) {
      const last = moments.at(-1)
      if (last && moment.sequence - last.sequence < stride) return
      moments.push(moment)
      if (moments.length <= MOST_MOMENTS) return
      moments = moments.filter((_, index) => index % 2 === 0)
      stride *= 2
    },
    state: () => ({ moments: [...moments], stride }),
    restore(state) {
      moments = [...state.moments]
      stride = state.stride
    },
  }
}
