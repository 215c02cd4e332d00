/**
 * Puts a query to the run that has been made so far, from its beginning to its end, by executing it again.
 * `this` is the instant at which the machine stands unless `moment` says otherwise: `last fault before this`.
 */
import { instant, type Instant } from '../../shared/units'
import type { Stop } from '../machine/machine-api'
import type { Verdict } from '../query/matcher'
import type { QueryContext } from '../query/query-context'
import type { Found } from '../query/stream'
import { searchEvents, type EventQueryText } from './event-search'
import type { LoadedMachine } from './loaded-machine'

/** Between two chances to tell how far the search is, or to give up. */
const STRETCH = 20_000_000

export interface RecordedPart {
  /** What names such as `this` stand for. */
  readonly moment?: QueryContext['moment']
  /** Where it ends, if not with the run. */
  readonly until?: Instant
}

/**
 * Yields after each stretch how far it is; the machine stands where it stood when this is over, also when it is given up.
 * Throws `QueryError`.
 */
export function* searchRecordedRun(
  loaded: LoadedMachine,
  query: EventQueryText,
  { moment = () => undefined, until }: RecordedPart = {},
): Generator<Instant, Verdict> {
  const { timeline, machine } = loaded
  const here = machine.instant()
  const end = until ?? timeline.end()
  const found: Found[] = []
  let stop: Stop = timeline.seek(instant(0))
  const search = searchEvents(
    loaded,
    query,
    (name) => moment(name) ?? (name === 'this' ? { instant: here } : undefined),
  )
  try {
    while (stop.reason === 'budget' && machine.instant() < end && !search.isOver()) {
      stop = timeline.run(Math.min(STRETCH, end - machine.instant()))
      found.push(...search.settle())
      yield machine.instant()
    }
    const verdict = search.finish(stop)
    return { ...verdict, found: [...found, ...verdict.found] }
  } finally {
    search.stop()
    timeline.seek(here)
  }
}
