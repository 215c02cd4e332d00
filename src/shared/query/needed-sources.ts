/** Which facts must be reported before a query can be answered, with those of all that is nested in it. */
import { isAvailable, sourcesOf, type Source } from './event-kind'
import { eventKind } from './event-kinds'
import { QueryError } from './query-error'
import type { Expression, Query, Span } from './syntax'
import { visitExpression, visitQuery, type Visitor } from './visit'

/** One mention of a kind of event. */
export interface NeededSource {
  /** `irq block`. */
  readonly name: string
  readonly span: Span
  readonly sources: readonly Source[]
}

export const sourcesOfQuery = (query: Query): readonly NeededSource[] =>
  collect((visitor) => visitQuery(query, visitor))

export const sourcesOfExpression = (expression: Expression): readonly NeededSource[] =>
  collect((visitor) => visitExpression(expression, visitor))

function collect(visit: (visitor: Visitor) => void): NeededSource[] {
  const needed: NeededSource[] = []
  function add(name: string, words: readonly string[], span: Span): void {
    const kind = eventKind(name)
    if (!kind) return
    needed.push({ name: [name, ...words].join(' '), span, sources: sourcesOf(kind, words) })
  }
  visit({
    query(query) {
      if (query.type === 'moment') return
      const words = query.arguments.flatMap((each) => (each.type === 'number' ? [] : [each.text]))
      add(query.kind, words, query.span)
    },
    expression(expression) {
      const { object, name } = mention(expression)
      if (object?.type !== 'name') return
      if (name === undefined || eventKind(object.name)?.fields[name] !== undefined) {
        add(object.name, [], object.span)
      }
    },
  })
  return needed
}

/** `fault.err` and `mark(probe)` speak of the last event of a kind. */
function mention(expression: Expression): { object?: Expression; name?: string } {
  if (expression.type === 'member') return expression
  return expression.type === 'call' ? { object: expression.callee } : {}
}

/**
 * Throws `QueryError` for events that nothing reports yet: a query for them would never match, and not for want of
 * events. A mention of several kinds of facts passes when some of them can be had.
 */
export function refuseUnavailable(needed: readonly NeededSource[], text: string): void {
  for (const { name, span, sources } of needed) {
    const [first] = sources
    if (sources.some(isAvailable) || !first || !('needs' in first)) continue
    const sentence = `'${name}' is not reported yet: that needs ${first.needs}.`
    throw new QueryError(sentence, { text, span })
  }
}
