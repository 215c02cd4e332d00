/** Where things stand in the timeline, which lanes and branches have a row, and which instant lies under which pixel. */
import { LANES, type Branch, type Lane, type Timeline } from '../../../shared/models/timeline'
import { instant, type Instant } from '../../../shared/units'

export interface TimelineLayout {
  readonly width: number
  readonly height: number
  /** Between these lies the range that is shown. */
  readonly left: number
  readonly right: number
  /** The instants and the head of the playhead stand above this. */
  readonly laneTop: number
  /** From the middle of one lane to that of the next. */
  readonly pitch: number
  /** Those that have a row, from top to bottom; there may be more above and below. */
  readonly lanes: readonly Lane[]
  readonly isMoreAbove: boolean
  readonly isMoreBelow: boolean
  /** The branches that have a row below the lanes; without any branch the whole run has it. */
  readonly branches: readonly Branch[]
  readonly barTop: number
  readonly barPitch: number
  readonly barHeight: number
  readonly isRoomy: boolean
}

/** The right edge of the lanes' names. */
export const NAME_RIGHT = 104

/** Below this the rows have no names but those of the lanes. */
const ROOMY = 130
/** So narrow a drawing would be all names. */
const NARROWEST = 320
/** Lanes nearer to each other than this would have names that touch. */
const LEAST_PITCH = 12
/** Rows farther apart than this would not be read as one picture. */
const LARGEST_PITCH = 18
/** More branches than this are listed elsewhere. */
const MOST_BRANCHES = 5

/** What depends on the height alone. */
const bandsOf = (isRoomy: boolean) =>
  isRoomy
    ? { laneTop: 25, barPitch: 14, barHeight: 6, margin: 3, base: 148 }
    : { laneTop: 17, barPitch: 6, barHeight: 4, margin: 3, base: 86 }

/** How high a drawing is that has a row for each branch. */
export function heightFor(branches: number, isTall: boolean): number {
  const { base, barPitch } = bandsOf(isTall)
  return base + (Math.min(Math.max(branches, 1), MOST_BRANCHES) - 1) * barPitch
}

export function timelineLayout(
  wantedWidth: number,
  wantedHeight: number,
  model: Pick<Timeline, 'branches'>,
  selected?: Lane,
): TimelineLayout {
  const width = Math.max(wantedWidth, NARROWEST)
  const isRoomy = wantedHeight >= ROOMY
  const { laneTop, barPitch, barHeight, margin, base } = bandsOf(isRoomy)
  const branches = aroundPresent(inOrder(model.branches))
  const height = Math.max(wantedHeight, base - barPitch + Math.max(branches.length, 1) * barPitch)
  const barTop = height - margin - Math.max(branches.length, 1) * barPitch
  const room = barTop - laneTop
  const count = Math.min(LANES.length, Math.floor(room / LEAST_PITCH))
  const first = windowStart(LANES.indexOf(selected ?? 'faults'), count, LANES.length)
  return {
    width,
    height,
    left: 120,
    right: width - 16,
    laneTop,
    pitch: Math.min(LARGEST_PITCH, room / Math.max(count, 1)),
    lanes: LANES.slice(first, first + count),
    isMoreAbove: first > 0,
    isMoreBelow: first + count < LANES.length,
    branches,
    barTop,
    barPitch,
    barHeight,
    isRoomy,
  }
}

/** Where a window of some rows begins, so that one of them is in its middle as far as there are others around it. */
const windowStart = (wanted: number, size: number, count: number): number =>
  Math.min(Math.max(0, wanted - Math.floor(size / 2)), Math.max(0, count - size))

/** Each branch before those that left it, the earliest of them first. */
function inOrder(branches: readonly Branch[]): readonly Branch[] {
  const below = (parent: number | undefined): Branch[] =>
    branches
      .filter((branch) => branch.parent === parent)
      .sort((a, b) => a.forkedAt - b.forkedAt || a.id - b.id)
      .flatMap((branch) => [branch, ...below(branch.id)])
  return below(undefined)
}

function aroundPresent(branches: readonly Branch[]): readonly Branch[] {
  const present = branches.findIndex(({ isPresent }) => isPresent)
  const first = windowStart(present, MOST_BRANCHES, branches.length)
  return branches.slice(first, first + MOST_BRANCHES)
}

/** The middle of a lane's row; above or below all rows when it has none. */
export const laneY = ({ laneTop, pitch, lanes }: TimelineLayout, lane: Lane): number =>
  laneTop + (lanes.indexOf(lane) + 0.5) * pitch

/** The lane under a height; none above and below them. */
export const laneAt = ({ laneTop, pitch, lanes }: TimelineLayout, y: number): Lane | undefined =>
  lanes[Math.floor((y - laneTop) / pitch)]

/** Where the lanes end. */
export const laneBottom = ({ laneTop, pitch, lanes }: TimelineLayout): number =>
  laneTop + lanes.length * pitch

export const barY = ({ barTop, barPitch }: TimelineLayout, row: number): number =>
  barTop + (row + 0.5) * barPitch

/** The row of the present branch among the bars. */
export const presentRow = ({ branches }: TimelineLayout): number =>
  Math.max(
    0,
    branches.findIndex(({ isPresent }) => isPresent),
  )

/** Whether a height is that of the bars. */
export const isOnBar = ({ barTop }: TimelineLayout, y: number): boolean => y >= barTop

/** The branch under a height. */
export const branchAt = (
  { barTop, barPitch, branches }: TimelineLayout,
  y: number,
): Branch | undefined => branches[Math.floor((y - barTop) / barPitch)]

/** A range of instants laid out between two pixels. */
export interface Axis {
  readonly x: (at: number) => number
  /** The instant under a pixel, within the range. */
  readonly instantAt: (x: number) => Instant
}

function axis(from: number, to: number, left: number, right: number): Axis {
  const span = Math.max(to - from, 1)
  const perInstant = (right - left) / span
  return {
    x: (at) => left + (at - from) * perInstant,
    instantAt: (x) =>
      instant(Math.min(Math.max(Math.round(from + (x - left) / perInstant), from), to)),
  }
}

/** The axis of the lanes: the range that is shown. */
export const shownAxis = ({ left, right }: TimelineLayout, { from, to }: Timeline): Axis =>
  axis(from, to, left, right)

/** The axis of the bars: as long as the longest branch. */
export const runAxis = ({ left, right }: TimelineLayout, { end, branches }: Timeline): Axis =>
  axis(0, Math.max(end, ...branches.map((branch) => branch.end)), left, right)
