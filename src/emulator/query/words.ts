/** What a bare word on the right of a comparison stands for, when its left side says so: a flag, a letter, a text. */
import type { FieldType } from '../../shared/query/event-kind'
import { eventKind } from '../../shared/query/event-kinds'
import { FLAG_SETS, REGISTER_FLAGS } from '../../shared/query/flag-sets'
import type { Comparison, Expression } from '../../shared/query/syntax'
import { vectorOfWord } from '../../shared/query/vectors'
import type { Scope } from './evaluate'
import type { EventRecord, Value } from './event-record'

/**
 * Nothing when the right side is to be computed like any other expression; no value for a flag that the register does
 * not have, as in `reg where set has PG` at a write of CR3.
 */
export function wordFor(
  { comparator, left, right }: Comparison,
  scope: Scope,
): { readonly value: Value | undefined } | undefined {
  if (right.type !== 'name') return undefined
  const field = fieldOf(left, scope)
  if (!field) return known(flagOfRegister(left, right.name))
  const { type, record } = field
  const word = wordAmong(type, right.name)
  if (word !== undefined) return { value: word }
  if (record && scope.isCondition && right.name in record.fields) return undefined
  if (type === 'vector') return known(vectorOfWord(right.name))
  if (type === 'text') return { value: right.name }
  if (typeof type !== 'object') return undefined
  if ('words' in type) return undefined
  const set = type.flags === 'of the register' ? registerOf(record) : type.flags
  const flag = set && FLAG_SETS[set][right.name]
  return comparator === 'has' ? { value: flag } : known(flag)
}

/** A word that the field may have, though a field of the event may be called the same: `why = isr`. */
const wordAmong = (type: FieldType, name: string) =>
  typeof type === 'object' && 'words' in type ? type.words.find((word) => word === name) : undefined

const known = (value: Value | undefined) => (value === undefined ? undefined : { value })

/** The field that an expression names, with the event that it would be read from. */
function fieldOf(
  expression: Expression,
  { subject, isCondition }: Scope,
): { readonly type: FieldType; readonly record: EventRecord | undefined } | undefined {
  if (expression.type === 'name' && isCondition && subject) {
    const type = eventKind(subject.kind)?.fields[expression.name]
    return type && { type, record: subject }
  }
  if (expression.type !== 'member') return undefined
  const { object, name } = expression
  const kind = object.type === 'name' ? object.name : object.type === 'moment' ? subject?.kind : ''
  const type = eventKind(kind ?? '')?.fields[name]
  return type && { type, record: subject?.kind === kind ? subject : undefined }
}

const registerOf = (record: EventRecord | undefined) =>
  REGISTER_FLAGS[String(record?.arguments[0] ?? '')]

/** `cr0 has PG`. */
function flagOfRegister(left: Expression, flag: string): bigint | undefined {
  const set = left.type === 'name' ? REGISTER_FLAGS[left.name.toLowerCase()] : undefined
  return set && FLAG_SETS[set][flag]
}
