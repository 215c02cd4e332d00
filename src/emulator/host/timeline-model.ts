/** The timeline as it is shown: the lanes over the visible range, and the branches. */
import type { Timeline as TimelineModel } from '../../shared/models/timeline'
import type { TimeRange } from '../../shared/protocol'
import { instant } from '../../shared/units'
import type { LoadedMachine } from './loaded-machine'

/** Marks that a lane is given at most: about one for each two pixels of a wide window. */
const ROOM = 800

export function timelineModel(
  { timeline, record }: LoadedMachine,
  range: TimeRange | 'whole-run',
): TimelineModel {
  const now = timeline.now()
  const end = instant(Math.max(now, timeline.end()))
  const from = range === 'whole-run' ? instant(0) : range.from
  const to = range === 'whole-run' ? end : range.to
  const present = timeline.present()
  return {
    now,
    end,
    from,
    to,
    lanes: record().lanes.summary(from, to, ROOM),
    branches: timeline
      .branches()
      .map((branch) => ({ ...branch, isPresent: branch.id === present })),
  }
}
