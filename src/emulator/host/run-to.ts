/** Runs a recorded run on to an instant, a stretch at a time, so that a caller can breathe between them. */
import type { Instant } from '../../shared/units'
import type { Timeline } from '../timeline/timeline'

/** A tenth of a second on a slow host. */
const STRETCH = 10_000_000

/** Yields where it is; ends at the instant, or where the run ends before it. */
export function* runTo(timeline: Timeline, target: Instant): Generator<Instant, void> {
  while (timeline.now() < target) {
    const { reason } = timeline.run(Math.min(STRETCH, target - timeline.now()))
    if (reason !== 'budget') return
    yield timeline.now()
  }
}

/** What a generator gives in the end. */
export function finish<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
