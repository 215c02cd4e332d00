/** What the timeline shows: when things happened over the whole run, and where the machine stands in it. */
import type { Instant } from '../units'

/** One row of the timeline. */
export const LANES = ['faults', 'interrupts', 'page-walks', 'halts', 'serial'] as const
export type Lane = (typeof LANES)[number]

/** How many things happened in a stretch of instants, and when the first of them did. */
export interface LaneMark {
  readonly from: Instant
  readonly to: Instant
  readonly count: number
  /** What it was, when it was one: `#PF`, `vector 0x20`. */
  readonly label?: string
}

export interface TimelineLane {
  readonly lane: Lane
  /** Over the whole run. */
  readonly total: number
  /** In ascending order, within the range that is shown. */
  readonly marks: readonly LaneMark[]
}

/** One way that the run took. The present one and those that were left. */
export interface Branch {
  readonly id: number
  /** Where it left its parent; the first branch has none. */
  readonly parent?: number
  readonly forkedAt: Instant
  readonly end: Instant
  readonly isPresent: boolean
}

export interface Timeline {
  readonly now: Instant
  /** The furthest that the present branch has been. */
  readonly end: Instant
  /** The range that is shown. */
  readonly from: Instant
  readonly to: Instant
  readonly lanes: readonly TimelineLane[]
  readonly branches: readonly Branch[]
}
