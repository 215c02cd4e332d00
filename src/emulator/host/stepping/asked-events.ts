/**
 * Events of a topic that queries ask for: the next one as the run goes on, and the last one before an instant.
 *
 * The last one is looked for in stretches that grow with their distance, so that a long run is not executed from its
 * beginning for what happened just now.
 */
import { parseQuery } from '../../../shared/query/parse'
import { QueryError } from '../../../shared/query/query-error'
import { instant, type Instant } from '../../../shared/units'
import { searchEvents, type EventSearch } from '../event-search'
import type { LoadedMachine } from '../loaded-machine'
import { armStops, type ArmedStops } from '../run-stops'

/** The stretch that is looked through first. */
const FIRST_STRETCH = 1_000_000
const GROWTH = 4
/** What is answered in a stretch, a poll or a request, may have begun so much earlier. */
const LEAD = 200_000
/** Between two chances to give up. */
const PIECE = 10_000_000

const questionOf = (text: string) => ({ text, query: parseQuery(text) })

/** Of several queries those that the image can be asked; throws the first refusal where there are none. */
function asked<Result>(queries: readonly string[], ask: (text: string) => Result): Result[] {
  const refusals: unknown[] = []
  const results = queries.flatMap((text) => {
    try {
      return [ask(text)]
    } catch (error) {
      if (!(error instanceof QueryError)) throw error
      refusals.push(error)
      return []
    }
  })
  if (results.length === 0) throw refusals[0]
  return results
}

const leadTo = (at: Instant): Instant => instant(Math.max(0, at - LEAD))

/**
 * The machine goes back a little and comes again, so that what is under way has been seen to begin. Throws `QueryError`
 * when none of the queries can be asked of the image.
 */
export function armAsked(loaded: LoadedMachine, queries: readonly string[]): ArmedStops {
  const { timeline } = loaded
  const here = timeline.now()
  timeline.seek(leadTo(here))
  const stops = queries.map((text, id) => ({ id, query: questionOf(text) }))
  const refusals: unknown[] = []
  const armed = armStops(loaded, [], stops, (_id, error) => refusals.push(error), {
    includesHere: true,
  })
  armed.settle(timeline.seek(here))
  if (refusals.length < queries.length) return armed
  armed.disarm()
  throw refusals[0]
}

/** Yields how far it is. Throws `QueryError` when none of the queries can be asked of the image. */
export function* findAskedBefore(
  loaded: LoadedMachine,
  queries: readonly string[],
  before: Instant,
): Generator<Instant, Instant | undefined> {
  let end = before
  for (let size = FIRST_STRETCH; end > 0; size *= GROWTH) {
    const from = instant(Math.max(0, end - size))
    const found = yield* lastWithin(loaded, queries, from, end)
    if (found !== undefined) return found
    end = from
  }
  return undefined
}

/** From `from` on and before `end`. */
function* lastWithin(
  loaded: LoadedMachine,
  queries: readonly string[],
  from: Instant,
  end: Instant,
): Generator<Instant, Instant | undefined> {
  const { machine, timeline } = loaded.scout.standAtNow()
  const searched: LoadedMachine = { ...loaded, machine, timeline }
  timeline.seek(leadTo(from))
  const searches = asked(queries, (text) => searchEvents(searched, questionOf(text)))
  let last: Instant | undefined
  try {
    while (timeline.now() < end) {
      const stop = timeline.run(Math.min(PIECE, end - timeline.now()))
      last = latest(searches, from, end) ?? last
      if (stop.reason !== 'budget') break
      yield timeline.now()
    }
    return last
  } finally {
    for (const search of searches) search.stop()
  }
}

function latest(searches: readonly EventSearch[], from: Instant, end: Instant) {
  const instants = searches
    .flatMap((search) => search.settle())
    .map((found) => found.instant)
    .filter((at) => at >= from && at < end)
  return instants.length > 0 ? instant(Math.max(...instants)) : undefined
}
