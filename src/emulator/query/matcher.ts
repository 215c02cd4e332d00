/**
 * Puts a query to a run: events go in, in the order of the run, and the moments that the query means come out.
 *
 * `first`, `2nd` and `each` are found as they happen. `last`, `only` and `no` speak of a whole range: they are found
 * when the range is over, at the latest by `finish`, which says that the run, or the part that is asked about, has come
 * to its end. Knows no machine.
 */
import { checkQuery } from '../../shared/query/check'
import type { Query } from '../../shared/query/syntax'
import type { EventRecord } from './event-record'
import type { QueryContext } from './query-context'
import { createStream, type Found } from './stream'

export interface Verdict {
  /** What was found last of all. */
  readonly found: readonly Found[]
  /** Whether the run is as the query says: for `no`, that nothing was found. */
  readonly holds: boolean
  /** A sentence that says why not. */
  readonly problem?: string
}

export interface Matcher {
  /** Moments that are certain now, in order. Throws `QueryError` when a condition asks for what is not known here. */
  feed(record: EventRecord): readonly Found[]
  finish(): Verdict
  /** Whether no further event can change anything. */
  isOver(): boolean
}

/** `text` is what the query was read from, for errors. Throws `QueryError` for a query that makes no sense. */
export function createMatcher(query: Query, text: string, context: QueryContext): Matcher {
  checkQuery(query, text)
  const stream = createStream(query, { context, text })
  return {
    feed: stream.feed,
    isOver: stream.isOver,
    finish() {
      const found = stream.finish()
      const problem = stream.problem()
      return { found, holds: problem === undefined, ...(problem !== undefined && { problem }) }
    },
  }
}

/** All that a query finds in events that are at hand. */
export function findAll(
  query: Query,
  text: string,
  context: QueryContext,
  records: Iterable<EventRecord>,
): Verdict {
  const matcher = createMatcher(query, text, context)
  const found: Found[] = []
  for (const record of records) found.push(...matcher.feed(record))
  const verdict = matcher.finish()
  return { ...verdict, found: [...found, ...verdict.found] }
}
