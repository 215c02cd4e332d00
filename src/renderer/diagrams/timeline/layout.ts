/** Where things stand in the timeline, and which instant lies under which pixel. */
import { LANES, type Lane, type Timeline } from '../../../shared/models/timeline'
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
  readonly barY: number
  readonly barHeight: number
  readonly isRoomy: boolean
}

/** The right edge of the lanes' names. */
export const NAME_RIGHT = 104

/** Below this the whole run has no name beside its bar. */
const ROOMY = 110

/** The lowest drawing in which the names of the lanes do not touch. */
const LOWEST = 86

/** So narrow a drawing would be all names. */
const NARROWEST = 320

export function timelineLayout(wantedWidth: number, wantedHeight: number): TimelineLayout {
  const width = Math.max(wantedWidth, NARROWEST)
  const height = Math.max(wantedHeight, LOWEST)
  const isRoomy = height >= ROOMY
  const laneTop = isRoomy ? 25 : 17
  const barBand = isRoomy ? 18 : 9
  return {
    width,
    height,
    left: 120,
    right: width - 16,
    laneTop,
    pitch: (height - laneTop - barBand) / LANES.length,
    barY: height - (isRoomy ? 9 : 5),
    barHeight: isRoomy ? 6 : 4,
    isRoomy,
  }
}

export const laneY = ({ laneTop, pitch }: TimelineLayout, lane: Lane): number =>
  laneTop + (LANES.indexOf(lane) + 0.5) * pitch

/** The lane under a height; none above and below them. */
export const laneAt = ({ laneTop, pitch }: TimelineLayout, y: number): Lane | undefined =>
  LANES[Math.floor((y - laneTop) / pitch)]

/** Whether a height is that of the bar of the whole run. */
export const isOnBar = ({ laneTop, pitch }: TimelineLayout, y: number): boolean =>
  y >= laneTop + LANES.length * pitch

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

/** The axis of the bar: the whole run. */
export const runAxis = ({ left, right }: TimelineLayout, { end }: Timeline): Axis =>
  axis(0, end, left, right)
