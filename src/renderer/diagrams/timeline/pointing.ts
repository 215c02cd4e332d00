/** What lies under a point of the timeline: the lane, the instant, and what happened about there. */
import type { Bookmark, Branch, Lane, LaneMark, Timeline } from '../../../shared/models/timeline'
import { formatCount } from '../../../shared/format'
import type { Instant } from '../../../shared/units'
import type { Point } from '../scene'
import {
  branchAt,
  isOnBar,
  laneAt,
  runAxis,
  shownAxis,
  type Axis,
  type TimelineLayout,
} from './layout'
import { bookmarksOf, branchWords, laneName, markBetween, markWords } from './words'

export interface Pointing {
  readonly place: 'lanes' | 'bar' | 'names' | 'bookmark'
  readonly instant: Instant
  readonly lane?: Lane
  /** What is in this lane so near that it is meant. */
  readonly mark?: LaneMark
  readonly bookmark?: Bookmark
  /** The branch whose row it is, when there are several. */
  readonly branch?: Branch
}

/** A mark is meant by whoever points so near to it, in pixels. */
const REACH = 5

export function pointingAt(model: Timeline, layout: TimelineLayout, { x, y }: Point): Pointing {
  const axis = shownAxis(layout, model)
  const instant = axis.instantAt(x)
  if (isOnBar(layout, y)) return pointingAtBar(model, layout, { x, y }, instant)
  const bookmark = y < layout.laneTop ? bookmarkNear(model, axis, x) : undefined
  if (bookmark) return { place: 'bookmark', instant: bookmark.instant, bookmark }
  const lane = laneAt(layout, y)
  if (x < layout.left - REACH) return { place: 'names', instant, ...(lane && { lane }) }
  const mark = lane && nearest(model, layout, lane, x)
  return { place: 'lanes', instant, ...(lane && { lane }), ...(mark && { mark }) }
}

/** On the row of another branch its own instant is meant, on that of the present one the part that is shown. */
function pointingAtBar(
  model: Timeline,
  layout: TimelineLayout,
  { x, y }: Point,
  instant: Instant,
): Pointing {
  const branch = layout.branches.length > 1 ? branchAt(layout, y) : undefined
  if (!branch || branch.isPresent) return { place: 'bar', instant, ...(branch && { branch }) }
  return { place: 'bar', instant: runAxis(layout, model).instantAt(x), branch }
}

/** A pennant flies to the right of its instant. */
const bookmarkNear = (model: Timeline, { x }: Axis, at: number): Bookmark | undefined =>
  bookmarksOf(model)
    .filter(({ instant }) => at >= x(instant) - REACH && at <= x(instant) + 2 * REACH)
    .at(-1)

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
export function pointingWords({ instant, lane, mark, bookmark, branch }: Pointing): string {
  if (bookmark) return `${bookmark.name}, at instr ${formatCount(instant)}`
  if (branch) return branchWords(branch)
  if (lane && mark) return `${laneName(lane)}: ${markWords(lane, mark)}`
  return `instr ${formatCount(instant)}`
}

/** Where somebody wants to go who points here: to the thing itself where there is only one. */
export const destinationOf = ({ instant, mark }: Pointing): Instant =>
  mark?.count === 1 ? mark.from : instant
