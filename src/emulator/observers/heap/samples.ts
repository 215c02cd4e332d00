/** Walks the lists after requests, for the curves: short lists every time, long ones so seldom that it costs no more. */
import type { Instant } from '../../../shared/units'
import type { Extent, KnownHeap } from './extent'
import { createHistory, type HistoryState } from './history'
import { roomsOf, type Ledger } from './ledger'
import { joined, sizeOf } from './ranges'
import { largestOf } from './spans'
import { NEAR } from './structure'
import type { Unseen } from './unseen'

export interface SamplesState {
  readonly history: HistoryState
  readonly length: number
  readonly isUnknown: boolean
}

export interface Samples {
  /** After the request of this number. */
  take(sequence: number, instant: Instant): void
  /** Whether the lists were short when they were walked last. */
  isNear(): boolean
  state(): SamplesState
  restore(state: SamplesState): void
}

export interface SampleSurroundings {
  readonly known: KnownHeap
  readonly extent: Extent
  readonly unseen: Unseen
  readonly ledger: Ledger
}

/** Of a list that is too long to be walked at each request, so many on average. */
const WALKED_EACH_TIME = 16

export function createSamples({ known, extent, unseen, ledger }: SampleSurroundings): Samples {
  const history = createHistory()
  /** Of the lists when they were walked last. */
  let length = 0
  /** Whether the allocator was not recognised yet, or not again, when it was asked last. */
  let isUnknown = true

  function take(sequence: number, instant: Instant): void {
    const stride = Math.ceil(length / WALKED_EACH_TIME)
    const structure = known.structure()
    if (!structure?.chosen()) isUnknown = true
    if (!structure?.chosen() || (length > NEAR && sequence % stride !== 0)) return
    const now = structure.look()
    if (!now) return
    length = now.length
    unseen.noticeWalk(now)
    const [first, last] = [now.ranges[0], now.ranges.at(-1)]
    if (first && last) extent.notice({ start: first.start, end: last.end })
    if ((extent.bounds()?.origin ?? 'seen') === 'seen') extent.measure()
    const bounds = extent.bounds()
    if (!bounds) return
    if (isUnknown) unseen.begin(bounds, joined([...now.ranges, ...roomsOf(ledger.blocks())]))
    isUnknown = false
    const [used, padding, unknown] = [ledger.used(), ledger.padding(), sizeOf(unseen.ranges())]
    const bytes = sizeOf(now.ranges)
    const whole = Number(bounds.end - bounds.start)
    history.add({
      sequence,
      instant,
      used,
      padding,
      free: bytes,
      lost: Math.max(0, whole - used - padding - bytes - unknown),
      unknown,
      largest: largestOf(now),
      holes: now.length,
      live: ledger.count(),
    })
  }

  return {
    take,
    isNear: () => length <= NEAR,
    state: () => ({ history: history.state(), length, isUnknown }),
    restore(state) {
      history.restore(state.history)
      length = state.length
      isUnknown = state.isUnknown
    },
  }
}
