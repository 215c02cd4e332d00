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
import type { ArmedStops } from '../run-stops'

/** The stretch that is looked through first. */
const FIRST_STRETCH = 1_000_000
const GROWTH = 4
/** What is answered in a stretch, a poll or a request, may have begun so much earlier. */
const LEAD = 200_000
/** Between two chances to give up. */
const PIECE = 10_000_000

/** Searches for those of the queries that the image can be asked; throws the first refusal where there are none. */
function startSearches(loaded: LoadedMachine, queries: readonly string[]): readonly EventSearch[] {
  const refusals: QueryError[] = []
  const searches: EventSearch[] = []
  for (const text of queries) {
    try {
      searches.push(searchEvents(loaded, { text, query: parseQuery(text) }))
    } catch (error) {
      if (error instanceof QueryError) refusals.push(error)
      else {
        stopAll(searches)
        throw error
      }
    }
  }
  if (searches.length === 0 && refusals[0]) throw refusals[0]
  return searches
}

function stopAll(searches: readonly EventSearch[]): void {
  for (const search of searches) search.stop()
}

/** What was found since the last time, from one instant on and before another. */
const newlyFound = (searches: readonly EventSearch[], from: number, end: number): number[] =>
  searches
    .flatMap((search) => search.settle())
    .map((found) => found.instant)
    .filter((at) => at >= from && at < end)

const leadTo = (at: Instant): Instant => instant(Math.max(0, at - LEAD))

/**
 * Stops at the first event from here on. The machine goes back a little and comes again, so that what is under way has
 * been seen to begin. Throws `QueryError` when none of the queries can be asked of the image.
 */
export function armAsked(loaded: LoadedMachine, queries: readonly string[]): ArmedStops {
  const { timeline } = loaded
  const here = timeline.now()
  timeline.seek(leadTo(here))
  try {
    const searches = startSearches(loaded, queries)
    return {
      settle() {
        const found = newlyFound(searches, here, Infinity)
        return found.length > 0 ? { instant: instant(Math.min(...found)), ids: [] } : undefined
      },
      disarm: () => stopAll(searches),
    }
  } finally {
    timeline.seek(here)
  }
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
  const { machine, timeline } = loaded.scout.standAt(leadTo(from))
  const searched: LoadedMachine = { ...loaded, machine, timeline }
  const searches = startSearches(searched, queries)
  let last: Instant | undefined
  try {
    while (timeline.now() < end) {
      const stop = timeline.run(Math.min(PIECE, end - timeline.now()))
      const found = newlyFound(searches, from, end)
      if (found.length > 0) last = instant(Math.max(...found))
      if (stop.reason !== 'budget') break
      yield timeline.now()
    }
    return last
  } finally {
    stopAll(searches)
  }
}
