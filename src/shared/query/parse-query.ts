/** Reads queries: which events, under which conditions, and where in the run. */
import { found, type Cursor } from './cursor'
import type { ArgumentShape } from './event-kind'
import { EVENT_KINDS, eventKind } from './event-kinds'
import { parseCondition } from './parse-expression'
import type { Argument, EventQuery, MomentQuery, Ordinal, Query, Relation } from './syntax'
import type { Token } from './tokens'
import { ORDINALS, RELATIONS, RESERVED } from './vocabulary'

export const isOrdinal = ({ type, text }: Token): boolean =>
  type === 'nth' || (type === 'word' && ORDINALS.some((ordinal) => ordinal === text))

/** A moment by its name, or an ordinal and the events that it chooses from. */
export function parseQueryAt(cursor: Cursor): Query {
  const token = cursor.peek()
  if (isOrdinal(token)) return parseEvents(cursor, parseOrdinal(cursor), token.span.start)
  if (token.type === 'word' && eventKind(token.text)) {
    cursor.fail(`Say which: 'first ${token.text}', 'last ${token.text}', 'each ${token.text}' …`)
  }
  return parseMoment(cursor)
}

/** Where all events are meant unless an ordinal chooses: in `count()`, and on the command line. */
export function parseSelection(cursor: Cursor): Query {
  const token = cursor.peek()
  const isKind = token.type === 'word' && eventKind(token.text) !== undefined
  return isKind ? parseEvents(cursor, { which: 'each' }, token.span.start) : parseQueryAt(cursor)
}

function parseOrdinal(cursor: Cursor): Ordinal {
  const token = cursor.take()
  if (token.type === 'nth') {
    const n = Number(token.value)
    if (n < 1) cursor.fail('Ordinals begin with 1st.', token)
    return { which: 'nth', n }
  }
  return { which: token.text as Exclude<Ordinal['which'], 'nth'> }
}

function parseMoment(cursor: Cursor): MomentQuery {
  const { type, text, span } = cursor.peek()
  const isReference = type === 'reference'
  if (!isReference && (type !== 'word' || RESERVED.includes(text))) {
    const ordinals = [...ORDINALS.slice(0, 2), '2nd', ...ORDINALS.slice(2)].join(', ')
    cursor.fail(`Expected ${ordinals}, or the name of a moment, ${found(cursor.peek())}.`)
  }
  const next = cursor.peek(1)
  if (
    !isReference &&
    (next.type === 'word' || next.type === 'number') &&
    !RESERVED.includes(next.text)
  ) {
    cursor.failWord(`'${text}' is no ordinal.`, ORDINALS)
  }
  cursor.take()
  return { type: 'moment', name: text, isReference, span }
}

function parseEvents(cursor: Cursor, ordinal: Ordinal, start: number): EventQuery {
  const bare = parseBareEvents(cursor, ordinal, start)
  const relations: Relation[] = []
  for (;;) {
    const type = RELATIONS.find((relation) => cursor.isNext(relation))
    if (type === undefined) break
    const relationStart = cursor.take().span.start
    relations.push({ type, anchor: parseAnchor(cursor), span: cursor.spanFrom(relationStart) })
  }
  const shift = parseShift(cursor)
  if (cursor.peek().type === 'word') {
    cursor.failWord(
      `Expected ${RESERVED.join(', ')} or the end, ${found(cursor.peek())}.`,
      RESERVED,
    )
  }
  return { ...bare, relations, shift, span: cursor.spanFrom(start) }
}

/** Without relations and shift: these belong to the query around, so that `after A before B` names one range. */
function parseBareEvents(cursor: Cursor, ordinal: Ordinal, start: number): EventQuery {
  const token = cursor.peek()
  if (token.type !== 'word') cursor.fail(`Expected a kind of event, ${found(token)}.`)
  const names = EVENT_KINDS.map(({ name }) => name)
  const kind = eventKind(token.text)
  if (!kind) return cursor.failWord(`There is no event kind '${token.text}'.`, names)
  cursor.take()
  const list = parseArgumentList(cursor, ARGUMENT_LIMITS[kind.argument] ?? 1)
  const conditions = []
  if (cursor.takeIf('where')) {
    do conditions.push(parseCondition(cursor))
    while (cursor.takeIf('and'))
  }
  const span = cursor.spanFrom(start)
  return {
    type: 'events',
    ordinal,
    kind: token.text,
    arguments: list,
    conditions,
    relations: [],
    shift: 0,
    span,
  }
}

/** Of other shapes one. */
const ARGUMENT_LIMITS: Partial<Record<ArgumentShape, number>> = { none: 0, line: 2 }

function parseArgumentList(cursor: Cursor, most: number): Argument[] {
  const list: Argument[] = []
  for (;;) {
    if (list.length === most) return list
    const { type, text, value, span } = cursor.peek()
    if (type === 'number') list.push({ type, value, isHex: /^0x/i.test(text), span })
    else if (type === 'text') list.push({ type, text, span })
    else if (type === 'word' && !RESERVED.includes(text)) list.push({ type, text, span })
    else return list
    cursor.take()
  }
}

function parseAnchor(cursor: Cursor): Query {
  const leave = cursor.descend()
  const token = cursor.peek()
  let anchor: Query
  if (cursor.takeIf('(')) {
    anchor = parseQueryAt(cursor)
    cursor.expect(')', 'to close the bracket')
  } else if (isOrdinal(token)) {
    anchor = parseBareEvents(cursor, parseOrdinal(cursor), token.span.start)
  } else {
    anchor = parseQueryAt(cursor)
  }
  leave()
  if (anchor.type === 'events' && ['each', 'no'].includes(anchor.ordinal.which)) {
    cursor.fail(`'${anchor.ordinal.which}' is no moment that others can be related to.`, token)
  }
  return anchor
}

/** `+3 insn`, `-1 insn`. */
function parseShift(cursor: Cursor): number {
  const isBack = cursor.isNext('-')
  if (!isBack && !cursor.isNext('+')) return 0
  cursor.take()
  const count = cursor.peek()
  if (count.type !== 'number' || count.value > BigInt(Number.MAX_SAFE_INTEGER)) {
    cursor.fail(`Expected a number of instructions, ${found(count)}.`)
  }
  cursor.take()
  cursor.expect('insn', 'after the number')
  return isBack ? -Number(count.value) : Number(count.value)
}
