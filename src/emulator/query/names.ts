/** What a name and its parts stand for: fields of events, registers and their flags, places, structures. */
import { eventKind } from '../../shared/query/event-kinds'
import { FLAG_SETS, REGISTER_FLAGS } from '../../shared/query/flag-sets'
import { nearestWord } from '../../shared/query/nearest'
import { QueryError } from '../../shared/query/query-error'
import type { Expression } from '../../shared/query/syntax'
import { REGIONS } from '../../shared/query/vocabulary'
import { physicalPart } from './compare'
import { instant as toInstant } from '../../shared/units'
import { evaluate, unavailable, type Scope } from './evaluate'
import { isRegion, type EventRecord, type Fields, type Value } from './event-record'
import { selectEvents } from './select'

type Name = Extract<Expression, { type: 'name' }>
type Member = Extract<Expression, { type: 'member' }>

const GENERAL = /^(r[abcd]x|r[sd]i|r[sb]p|r(8|9|1[0-5])|rip|cpl|tr|ldtr|[c-gs]s)$/

const isRegister = (name: string) => name in REGISTER_FLAGS || GENERAL.test(name)

export function resolveName(expression: Name, scope: Scope): Value | undefined {
  const { name } = expression
  const { subject, context, isCondition } = scope
  if (isCondition && subject && eventKind(subject.kind)?.fields[name] !== undefined) {
    return fieldOf(subject, name, scope)
  }
  if (name === 'true' || name === 'false') return name === 'true' ? 1n : 0n
  if (isRegister(name.toLowerCase())) return registerOf(expression, name, scope)
  const place = REGIONS.includes(name) ? placeOf(name, scope) : context.symbol(name)
  if (place) return place
  const field = subject?.fields[name]
  if (field !== undefined) return field
  throw REGIONS.includes(name)
    ? unavailable(`Where '${name}' lies is not known here.`, expression, scope)
    : unknownName(expression, scope)
}

const fieldOf = (record: EventRecord, name: string, { context }: Scope): Value | undefined =>
  record.fields[name] ?? context.fieldOf?.(name, record)

/** One that lies where it lies, or else one of the moment. */
const placeOf = (name: string, { context, position }: Scope) =>
  context.region(name) ?? context.regionOf?.(name, position)

function unknownName(expression: Name, scope: Scope): QueryError {
  const { name, span } = expression
  const fields = scope.subject ? Object.keys(eventKind(scope.subject.kind)?.fields ?? {}) : []
  const known = [...fields, ...REGIONS, ...Object.keys(REGISTER_FLAGS)]
  const sentence = `Nothing here is called '${name}'.`
  return new QueryError(sentence, { text: scope.text, span, suggestion: nearestWord(name, known) })
}

function registerOf(at: Expression, name: string, scope: Scope): Value {
  const state = scope.context.stateAt(scope.position)
  const value = state?.register(name.toLowerCase())
  if (value !== undefined) return value
  throw unavailable(`The register '${name}' of that moment cannot be read here.`, at, scope)
}

export function memberOf(expression: Member, scope: Scope): Value | undefined {
  const { object, name } = expression
  if (object.type === 'name') {
    const special = memberOfName(object, name, scope)
    if (special) return special.value
  }
  if (name === 'regs') return registersOf(expression, scope)
  const value = evaluate(object, scope)
  return value === undefined ? undefined : partOf(value, expression, scope)
}

/** All general registers of a moment: of `leave`, as its IRETQ has left them. */
function registersOf({ object, span }: Member, scope: Scope): Value | undefined {
  const [moment] =
    object.type === 'moment' || object.type === 'query'
      ? selectEvents(object.type === 'query' ? object.query : object, object, scope)
      : []
  const record = moment ?? scope.subject
  if (!record) return undefined
  const now = toInstant(record.instant + (record.kind === 'leave' ? 1 : 0))
  const value = scope.context.stateAt({ ...record, instant: now })?.register('regs')
  if (value !== undefined) return value
  const sentence = 'The registers of that moment cannot be read here.'
  throw new QueryError(sentence, { text: scope.text, span })
}

/** The part of a name that is no value by itself: `fault.err`, `reg.cr3`, `efer.lma`, `heap.used`. */
function memberOfName(
  object: Name,
  name: string,
  scope: Scope,
): { readonly value: Value | undefined } | undefined {
  const head = object.name
  if (head === 'reg' && isRegister(name.toLowerCase()))
    return { value: registerOf(object, name, scope) }
  const flags = REGISTER_FLAGS[head.toLowerCase()]
  const bit = flags && FLAG_SETS[flags][name.toUpperCase()]
  if (bit !== undefined) {
    const value = registerOf(object, head, scope)
    return { value: typeof value === 'bigint' && (value & bit) !== 0n ? 1n : 0n }
  }
  if (eventKind(head)?.fields[name] !== undefined)
    return { value: fieldOfKind(object, name, scope) }
  const structure = scope.context.structure(head, scope.position)
  const value = structure?.[name]
  return value === undefined ? undefined : { value }
}

/** Of the event that this is about, or else of the last one of its kind up to here. */
function fieldOfKind(object: Name, name: string, scope: Scope): Value | undefined {
  const { subject, context, position, isCondition } = scope
  const record =
    subject?.kind === object.name ? subject : context.latest(object.name, undefined, position)
  if (record) return fieldOf(record, name, scope)
  // What has not happened yet makes a condition false.
  if (isCondition) return undefined
  throw unavailable(`No '${object.name}' is known up to this moment.`, object, scope)
}

function partOf(value: Value, expression: Member, scope: Scope): Value | undefined {
  const { name } = expression
  if (isRegion(value)) {
    const ranges = value.ranges
    if (name === 'lo') return ranges[0]?.lo
    if (name === 'hi') return ranges.at(-1)?.hi
    const physical = name === 'pa' ? physicalPart(value) : undefined
    if (physical) return physical
  } else if (typeof value === 'object' && !Array.isArray(value)) {
    return (value as Fields)[name]
  }
  throw unavailable(`This has no '${name}' that is known here.`, expression, scope)
}
