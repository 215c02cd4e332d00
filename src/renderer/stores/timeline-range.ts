/** Which part of the run is shown after zooming and moving: always inside the run, never empty. */
import type { TimeRange } from '../../shared/protocol'
import { instant, type Instant } from '../../shared/units'

/** So few instructions fill the width: each is as wide as a thumb. */
const SHORTEST = 20

const lengthOf = ({ from, to }: TimeRange): number => to - from

/** A range of a length that begins at an instant, moved into the run; the whole run when it is as long. */
function placed(from: number, length: number, end: Instant): TimeRange | 'whole-run' {
  const whole = Math.round(length)
  if (whole >= end) return 'whole-run'
  const begin = Math.round(Math.min(Math.max(from, 0), end - whole))
  return { from: instant(begin), to: instant(begin + whole) }
}

/** `factor` times as much is shown, and the instant `around` stays where it is. */
export function zoomedRange(
  range: TimeRange,
  end: Instant,
  around: Instant,
  factor: number,
): TimeRange | 'whole-run' {
  const length = Math.max(lengthOf(range) * factor, SHORTEST)
  const share = (around - range.from) / Math.max(lengthOf(range), 1)
  return placed(around - length * share, length, end)
}

/** The same length, beginning elsewhere. */
export const movedRange = (range: TimeRange, end: Instant, from: number): TimeRange | 'whole-run' =>
  placed(from, lengthOf(range), end)

/** The same length with an instant in its middle. */
export const rangeAround = (range: TimeRange, end: Instant, at: Instant): TimeRange | 'whole-run' =>
  movedRange(range, end, at - lengthOf(range) / 2)
