/** What lies under a point of the timeline: the lane, the instant, and what happened about there. */
import type { Lane, LaneMark, Timeline } from '../../../shared/models/timeline'
import { formatCount } from '../../../shared/format'
import type { Instant } from '../../../shared/units'
import type { Point } from '../scene'
import { isOnBar, laneAt, shownAxis, type TimelineLayout } from './layout'
import { laneName, markBetween, markWords } from './words'

export interface Pointing {
  readonly place: 'lanes' | 'bar' | 'names'
  readonly instant: Instant
  readonly lane?: Lane
  /** What is in this lane so near that it is meant. */
  readonly mark?: LaneMark
}

/** A mark is meant by whoever points so near to it, in pixels. */
const REACH = 5

export function pointingAt(model: Timeline, layout: TimelineLayout, { x, y }: Point): Pointing {
  const axis = shownAxis(layout, model)
  const instant = axis.instantAt(x)
  if (isOnBar(layout, y)) return { place: 'bar', instant }
  const lane = laneAt(layout, y)
  if (x < layout.left - REACH) return { place: 'names', instant, ...(lane && { lane }) }
  const mark = lane && nearest(model, layout, lane, x)
  return { place: 'lanes', instant, ...(lane && { lane }), ...(mark && { mark }) }
}

function nearest(
  model: Timeline,
  layout: TimelineLayout,
  lane: Lane,
  x: number,
): LaneMark | undefined {
  const { from, to } = model
  const reach = (REACH * Math.max(to - from, 1)) / (layout.right - layout.left)
  const at = from + ((x - layout.left) / (layout.right - layout.left)) * (to - from)
  return markBetween(model, lane, at - reach, at + reach)
}

/** `Faults: #BP at instr 9,400,000`, or at least the instant. */
export function pointingWords({ instant, lane, mark }: Pointing): string {
  if (lane && mark) return `${laneName(lane)}: ${markWords(lane, mark)}`
  return `instr ${formatCount(instant)}`
}

/** Where somebody wants to go who points here: to the thing itself where there is only one. */
export const destinationOf = ({ instant, mark }: Pointing): Instant =>
  mark?.count === 1 ? mark.from : instant
