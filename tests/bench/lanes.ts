/** How long the strip of the timeline takes to be summed up, after far more than a usual run has noted. */
import { createEventLanes } from '../../src/emulator/timeline/event-lanes'
import { instant } from '../../src/shared/units'
import { milliseconds } from './timeline'

const NOTED = 10_000_000
const APART = 3
/** As wide as the strip is drawn, in pixels. */
const COLUMNS = 800
const LOOKS = 20

export interface LanesMeasurement {
  /** How much of the run is drawn: all of it is 1. */
  readonly share: number
  /** Milliseconds of the processor for one summary. */
  readonly summary: number
}

/** Of all of a run, and of its end, drawn ever larger. */
export function measureLanes(): readonly LanesMeasurement[] {
  const lanes = createEventLanes()
  for (let at = 0; at < NOTED; at++) lanes.note('page-walks', instant(APART * at), 0)
  const end = NOTED * APART
  return [1, 0.03, 0.0003].map((share) => {
    const from = instant(Math.round(end * (1 - share)))
    const look = () => lanes.summary(from, instant(end), COLUMNS)
    const looks = milliseconds(() => {
      for (let turn = 0; turn < LOOKS; turn++) look()
    })
    return { share, summary: looks / LOOKS }
  })
}
