/**
 * Looks at what a query or expression says against the tables: arguments, fields, words, flags and functions.
 * Throws `QueryError`. Knows nothing of any image, so names of its symbols pass unseen.
 */
import type { EventKind, FieldType } from './event-kind'
import { EVENT_KINDS, eventKind } from './event-kinds'
import { FLAG_SETS, REGISTER_FLAGS } from './flag-sets'
import { INSTRUCTION_WORDS } from './instruction-words'
import { QueryError, unknownWord } from './query-error'
import type { Argument, Comparison, EventQuery, Expression, Query } from './syntax'
import { VECTOR_WORDS, vectorOfWord } from './vectors'
import { visitExpression, visitQuery, type Visitor } from './visit'
import { FUNCTIONS } from './vocabulary'

export const checkQuery = (query: Query, text: string): void => visitQuery(query, checker(text))

export const checkExpression = (expression: Expression, text: string): void =>
  visitExpression(expression, checker(text))

const checker = (text: string): Visitor => ({
  query(query) {
    if (query.type === 'events') checkEvents(query, text)
  },
  expression(expression) {
    if (expression.type === 'call') checkCall(expression, text)
  },
})

function checkEvents(query: EventQuery, text: string): void {
  const kind = eventKind(query.kind)
  if (!kind) throw new RangeError(`The parser let the kind '${query.kind}' pass.`)
  checkArguments(kind, query.arguments, text)
  for (const condition of query.conditions) checkCondition(kind, query, condition, text)
}

function checkArguments(kind: EventKind, given: readonly Argument[], text: string): void {
  for (const [position, argument] of given.entries()) {
    const known = knownArguments(kind, given.length - position)
    const word = argumentText(argument)
    if (known === 'number' && argument.type === 'number') continue
    if (known === 'any' || (Array.isArray(known) && known.includes(word))) continue
    if (
      kind.argument === 'vector' &&
      (argument.type === 'number' || vectorOfWord(word) !== undefined)
    )
      continue
    throw unknownWord(
      `'${kind.name}' has no '${word}'.`,
      word,
      Array.isArray(known) ? known : ['a number of a line'],
      { text, span: argument.span },
    )
  }
}

const argumentText = (argument: Argument): string =>
  argument.type === 'number' ? argument.value.toString() : argument.text

/** What may stand at a place of the arguments; `left` counts from the last. */
function knownArguments(kind: EventKind, left: number): readonly string[] | 'any' | 'number' {
  switch (kind.argument) {
    case 'word':
      return Object.keys(kind.words ?? {})
    case 'line':
      return left === 2 ? 'number' : Object.keys(kind.words ?? {})
    case 'register':
      return Object.keys(REGISTER_FLAGS)
    case 'vector':
      return VECTOR_WORDS
    case 'instruction':
      return INSTRUCTION_WORDS
    default:
      return 'any'
  }
}

function checkCondition(
  kind: EventKind,
  query: EventQuery,
  condition: Comparison,
  text: string,
): void {
  const { left, right, comparator } = condition
  if (left.type !== 'name') return
  const type = kind.fields[left.name]
  if (type === undefined) {
    const sentence = `'${kind.name}' has no field '${left.name}'.`
    throw unknownWord(sentence, left.name, Object.keys(kind.fields), { text, span: left.span })
  }
  if (right.type !== 'name') return
  if (typeof type === 'object' && 'words' in type && !(right.name in kind.fields)) {
    checkWord(`'${left.name}' is never '${right.name}'.`, right, type.words, text)
  }
  if (comparator !== 'has') return
  const flags = flagsOf(type, query)
  if (flags) checkWord(`There is no flag '${right.name}' here.`, right, flags, text)
  else if (type !== 'text' && type !== 'list') {
    throw new QueryError(
      `'has' looks for a flag, a part of a text or a member of a list, and '${left.name}' is none of these.`,
      { text, span: condition.span },
    )
  }
}

function flagsOf(type: FieldType, query: EventQuery): readonly string[] | undefined {
  if (typeof type !== 'object' || !('flags' in type)) return undefined
  if (type.flags !== 'of the register') return Object.keys(FLAG_SETS[type.flags])
  const [register] = query.arguments
  const chosen = register && REGISTER_FLAGS[argumentText(register)]
  if (chosen !== undefined) return Object.keys(FLAG_SETS[chosen])
  return Object.values(FLAG_SETS).flatMap((flags) => Object.keys(flags))
}

function checkWord(
  sentence: string,
  { name, span }: Extract<Expression, { type: 'name' }>,
  known: readonly string[],
  text: string,
): void {
  if (!known.includes(name)) throw unknownWord(sentence, name, known, { text, span })
}

/** A kind as a function gives its last event by that name: `mark(probe).value`. */
function checkCall({ callee }: Extract<Expression, { type: 'call' }>, text: string): void {
  if (callee.type !== 'name' || FUNCTIONS.includes(callee.name) || eventKind(callee.name)) return
  const known = [...FUNCTIONS, ...EVENT_KINDS.map(({ name }) => name)]
  const sentence = `There is no function '${callee.name}'.`
  const error = unknownWord(sentence, callee.name, known, { text, span: callee.span })
  throw error.suggestion === undefined
    ? unknownWord(sentence, callee.name, FUNCTIONS, error)
    : error
}
