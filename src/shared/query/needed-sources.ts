/** Which facts must be reported before a query can be answered, with those of all queries nested in it. */
import { isAvailable, sourcesOf, type Source } from './event-kind'
import { eventKind } from './event-kinds'
import { QueryError } from './query-error'
import type { EventQuery, Expression, Query } from './syntax'
import { visitExpression, visitQuery } from './visit'

export interface NeededSource {
  readonly query: EventQuery
  readonly source: Source
}

export const sourcesOfQuery = (query: Query): readonly NeededSource[] =>
  collect((visitor) => visitQuery(query, visitor))

export const sourcesOfExpression = (expression: Expression): readonly NeededSource[] =>
  collect((visitor) => visitExpression(expression, visitor))

function collect(visit: (visitor: { query(query: Query): void }) => void): NeededSource[] {
  const needed: NeededSource[] = []
  visit({
    query(query) {
      const kind = query.type === 'events' ? eventKind(query.kind) : undefined
      if (query.type !== 'events' || !kind) return
      const words = query.arguments.map((each) => (each.type === 'number' ? '' : each.text))
      for (const source of sourcesOf(kind, words)) needed.push({ query, source })
    },
  })
  return needed
}

/**
 * Throws `QueryError` for events that nothing reports yet: a query for them would never match, and not for want of
 * events. A kind of which some can be had passes when none of its words is given.
 */
export function refuseUnavailable(needed: readonly NeededSource[], text: string): void {
  for (const { query, source } of needed) {
    const isPartial = needed.some((other) => other.query === query && isAvailable(other.source))
    if (!('needs' in source) || isPartial) continue
    const words = query.arguments.map((each) => (each.type === 'number' ? '' : each.text))
    const name = [query.kind, ...words].join(' ').replace(/ +/g, ' ').trim()
    throw new QueryError(`'${name}' is not reported yet: it needs ${source.needs}.`, {
      text,
      span: query.span,
    })
  }
}
