/** Whether an event is one of those that a query speaks of: its kind, its arguments and its conditions. */
import { eventKind } from '../../shared/query/event-kinds'
import type { Argument, EventQuery } from '../../shared/query/syntax'
import { vectorOfWord } from '../../shared/query/vectors'
import { conditionHolds } from './evaluate'
import type { EventRecord } from './event-record'
import { isEnd } from './extents'
import type { QueryContext } from './query-context'

/** Throws `QueryError` when a condition asks for what the context does not know. */
export function isAskedFor(
  record: EventRecord,
  { kind, arguments: list, conditions }: EventQuery,
  context: QueryContext,
  text: string,
): boolean {
  if (record.kind !== kind || isEnd(record)) return false
  if (!list.every((argument) => fits(argument, record))) return false
  const scope = { text, context, position: record, subject: record, isCondition: true }
  return conditions.every((condition) => conditionHolds(condition, scope))
}

function fits(argument: Argument, record: EventRecord): boolean {
  switch (eventKind(record.kind)?.argument) {
    case 'vector': {
      const { vec } = record.fields
      return vec === (argument.type === 'number' ? argument.value : vectorOfWord(argument.text))
    }
    case 'line':
      return argument.type === 'number'
        ? record.fields['line'] === argument.value
        : record.arguments.includes(argument.text)
    case 'symbol':
      return argument.type !== 'number' && isNamed(record.arguments[0], argument.text)
    default:
      return argument.type !== 'number' && record.arguments[0] === argument.text
  }
}

/** A function is meant by its full path, or by the end of it. */
const isNamed = (path: string | bigint | undefined, name: string) =>
  typeof path === 'string' && (path === name || path.endsWith(`::${name}`))
