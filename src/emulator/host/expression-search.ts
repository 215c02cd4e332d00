/**
 * Computes an expression over a recorded run, for one of its moments: what a lesson prints, asks and expects.
 *
 * Events that the expression counts or names are found first, by executing the run again; then the machine is taken to
 * the moment for registers, memory and structures. It stands where it stood when this is over.
 */
import { checkExpression } from '../../shared/query/check'
import { eventKind } from '../../shared/query/event-kinds'
import { refuseUnavailable, sourcesOfExpression } from '../../shared/query/needed-sources'
import { parseExpression } from '../../shared/query/parse'
import { printQuery } from '../../shared/query/print'
import type { EventQuery, Expression, Query } from '../../shared/query/syntax'
import { visitExpression } from '../../shared/query/visit'
import type { Instant } from '../../shared/units'
import { evaluate } from '../query/evaluate'
import { isEarlier, type EventRecord, type Position, type Value } from '../query/event-record'
import { RFLAGS_CHANGES } from '../query/functions'
import type { NamedMoment, QueryContext } from '../query/query-context'
import type { LoadedMachine } from './loaded-machine'
import { createRunContext } from './query-context'
import { searchRecordedRun } from './recorded-search'

export interface AskedExpression {
  readonly text: string
  /** The moment that it is about: an instant, and the event if there is one. */
  readonly at: Position & { readonly record?: EventRecord | undefined }
  /** What names such as `@1.2` stand for; `this` is the moment itself. */
  moment?(name: string): NamedMoment | undefined
}

/**
 * Yields how far the search for events is. Gives nothing for a field that the event does not have.
 * Throws `QueryError` for what makes no sense or is not known there.
 */
export function* evaluateInRun(
  loaded: LoadedMachine,
  { text, at, moment = () => undefined }: AskedExpression,
): Generator<Instant, Value | undefined> {
  const expression = parseExpression(text)
  checkExpression(expression, text)
  refuseUnavailable(sourcesOfExpression(expression), text)
  const named = (name: string): NamedMoment | undefined =>
    name === 'this'
      ? { instant: at.instant, ...(at.record && { record: at.record }) }
      : moment(name)

  const here = loaded.machine.instant()
  const found = new Map<string, readonly EventRecord[]>()
  for (const query of queriesOf(expression, named)) {
    const { found: moments } = yield* searchRecordedRun(loaded, { text, query }, { moment: named })
    found.set(
      printQuery(query),
      moments.flatMap(({ record }) => record ?? []),
    )
  }

  const context: QueryContext = {
    ...createRunContext(loaded, loaded.timeline.seek),
    moment: named,
    select: (query) => found.get(printQuery(query)) ?? [],
    latest: (kind, name, position) =>
      lastUpTo(found.get(printQuery(eachOf(kind))) ?? [], name, position),
  }
  loaded.timeline.seek(at.instant)
  try {
    const subject = at.record
    return evaluate(expression, { text, context, position: at, subject, isCondition: false })
  } finally {
    loaded.timeline.seek(here)
  }
}

/** All queries whose events the expression needs: those in it, those it names, and each event of kinds it speaks of. */
function queriesOf(
  expression: Expression,
  named: (name: string) => NamedMoment | undefined,
): readonly Query[] {
  const queries: Query[] = []
  visitExpression(expression, {
    query: (query) => void queries.push(query),
    expression(inner) {
      if (inner.type === 'call' && isNamed(inner.callee, 'insns')) queries.push(RFLAGS_CHANGES)
      const kind = kindOf(inner)
      if (kind !== undefined) queries.push(eachOf(kind))
    },
  })
  const wanted = queries.filter((query) => {
    if (query.type !== 'moment') return true
    const moment = named(query.name)
    return moment !== undefined && 'query' in moment
  })
  return [...new Map(wanted.map((query) => [printQuery(query), query])).values()]
}

const isNamed = (expression: Expression, name: string) =>
  expression.type === 'name' && expression.name === name

/** `fault.err` and `mark(probe)` speak of the last event of a kind. */
function kindOf(expression: Expression): string | undefined {
  const head =
    expression.type === 'member'
      ? expression.object
      : expression.type === 'call'
        ? expression.callee
        : undefined
  return head?.type === 'name' && eventKind(head.name) ? head.name : undefined
}

const NOWHERE = { start: 0, end: 0 }

const eachOf = (kind: string): EventQuery => ({
  type: 'events',
  ordinal: { which: 'each' },
  kind,
  arguments: [],
  conditions: [],
  relations: [],
  shift: 0,
  span: NOWHERE,
})

function lastUpTo(
  records: readonly EventRecord[],
  name: string | undefined,
  position: Position,
): EventRecord | undefined {
  return records
    .filter(
      (record) =>
        !isEarlier(position, record) && (name === undefined || record.fields['name'] === name),
    )
    .at(-1)
}
