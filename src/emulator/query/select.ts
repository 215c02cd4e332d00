/** The events of a run that a query inside of an expression selects: what `count`, `first` and `insns` stand on. */
import type { Expression, Query } from '../../shared/query/syntax'
import { unavailable, type Scope } from './evaluate'
import type { EventRecord } from './event-record'

/** Throws `QueryError` where the run is not at hand. */
export function selectEvents(
  query: Query,
  expression: Expression,
  scope: Scope,
): readonly EventRecord[] {
  if (query.type === 'moment') {
    const named = namedEvents(query.name, expression, scope)
    if (named) return named
  }
  const { select } = scope.context
  if (!select) throw unavailable('The events of the run are not at hand here.', expression, scope)
  return select(query, scope.position)
}

/** Nothing when the moment is named by a query, which has to be put to the run. */
function namedEvents(
  name: string,
  expression: Expression,
  scope: Scope,
): readonly EventRecord[] | undefined {
  if (name === 'this' && scope.subject) return [scope.subject]
  const moment = scope.context.moment(name)
  if (!moment) throw unavailable(`No moment is called '${name}' here.`, expression, scope)
  if ('query' in moment) return undefined
  const { instant, record } = moment
  return [record ?? { kind: 'moment', arguments: [], instant, order: 0, fields: {} }]
}
