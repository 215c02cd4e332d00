/** The functions of expressions: memory, indices, names of places, lists, and the distance of two moments. */
import { littleEndianNumber } from '../../shared/little-endian'
import { eventKind } from '../../shared/query/event-kinds'
import { FLAG_SETS } from '../../shared/query/flag-sets'
import type { Comparison, EventQuery, Expression } from '../../shared/query/syntax'
import { PAGING_LEVELS, pagingIndex } from '../../shared/x86/paging'
import { linearAddress } from '../../shared/units'
import { evaluate, numberOf, unavailable, type Scope } from './evaluate'
import { isList, isRegion, type EventRecord, type Value } from './event-record'
import { selectEvents } from './select'

type Call = Extract<Expression, { type: 'call' }>

type Apply = (call: Call, scope: Scope) => Value | undefined

const FUNCTIONS: Readonly<Record<string, { readonly count: number; readonly apply: Apply }>> = {
  mem8: { count: 1, apply: memory(1) },
  mem16: { count: 1, apply: memory(2) },
  mem32: { count: 1, apply: memory(4) },
  mem64: { count: 1, apply: memory(8) },
  idx: { count: 2, apply: pagingIndexOf },
  region: { count: 1, apply: regionNameOf },
  sym: { count: 1, apply: symbolOf },
  page: { count: 1, apply: pageOf },
  table: { count: 1, apply: tableOf },
  len: { count: 1, apply: lengthOf },
  max: { count: 1, apply: largestOf },
  diff: { count: 2, apply: differencesOf },
  pa: { count: 1, apply: physicalOf },
}

export function callFunction(call: Call, scope: Scope): Value | undefined {
  const { callee } = call
  if (callee.type !== 'name') return callOfMoment(call, scope)
  if (callee.name === 'insns') return instants(call, scope)
  const known = FUNCTIONS[callee.name]
  if (!known) return lastOfKind(call, callee.name, scope)
  if (call.arguments.length !== known.count) {
    const how = known.count === 1 ? 'one argument' : `${known.count} arguments`
    throw unavailable(`'${callee.name}()' takes ${how}.`, call, scope)
  }
  return known.apply(call, scope)
}

/** The nth argument; there are as many as the table says. */
function argument({ arguments: list }: Call, n: number): Expression {
  const expression = list[n]
  if (!expression) throw new RangeError(`A function has no argument ${n}.`)
  return expression
}

/** `mark(probe)`: the fields of the last event of a kind by that name. */
function lastOfKind(call: Call, kind: string, scope: Scope): Value | undefined {
  const [name] = call.arguments
  const word = name?.type === 'name' ? name.name : name?.type === 'text' ? name.text : undefined
  if (!eventKind(kind) || word === undefined || call.arguments.length > 1) {
    throw unavailable(`'${kind}()' is not available here.`, call, scope)
  }
  const event = scope.context.latest(kind, word, scope.position)
  if (!event && scope.isCondition) return undefined
  if (!event) throw unavailable(`No '${kind} ${word}' is known up to this moment.`, call, scope)
  return event.fields
}

function memory(size: number): Apply {
  return (call, scope) => {
    const at = evaluate(argument(call, 0), scope)
    const address = at !== undefined && isRegion(at) ? at.ranges[0]?.lo : at
    if (address === undefined) return undefined
    if (typeof address !== 'bigint')
      throw unavailable('An address is needed here.', argument(call, 0), scope)
    const bytes = scope.context.stateAt(scope.position)?.memory(BigInt.asUintN(64, address), size)
    if (!bytes) throw unavailable('Memory of that moment cannot be read here.', call, scope)
    if (bytes.length < size && scope.isCondition) return undefined
    if (bytes.length < size)
      throw unavailable(`0x${address.toString(16)} is not mapped to RAM.`, call, scope)
    return littleEndianNumber(bytes)
  }
}

function pagingIndexOf(call: Call, scope: Scope): bigint | undefined {
  const address = numberOf(argument(call, 0), scope)
  const number = numberOf(argument(call, 1), scope)
  if (address === undefined || number === undefined) return undefined
  const level = PAGING_LEVELS[4 - Number(number)]
  if (!level) throw unavailable('Levels go from 1 to 4.', argument(call, 1), scope)
  return BigInt(pagingIndex(linearAddress(address), level))
}

function regionNameOf(call: Call, scope: Scope): Value | undefined {
  const address = numberOf(argument(call, 0), scope)
  if (address === undefined) return undefined
  const name = scope.context.regionAt(address, scope.position)
  if (name === undefined) throw unavailable('No region is known that this lies in.', call, scope)
  return name
}

/** Of a name its place; of an address the name. */
function symbolOf(call: Call, scope: Scope): Value | undefined {
  const given = argument(call, 0)
  const name = given.type === 'name' ? given.name : given.type === 'text' ? given.text : undefined
  const place = name === undefined ? undefined : scope.context.symbol(name)
  if (place) return place
  if (given.type === 'text') throw unavailable(`The image has no symbol '${name}'.`, call, scope)
  const address = numberOf(given, scope)
  return address === undefined ? undefined : (scope.context.symbolAt(address) ?? '')
}

const PAGE = 4096n

function pageOf(call: Call, scope: Scope): Value | undefined {
  const address = numberOf(argument(call, 0), scope)
  if (address === undefined) return undefined
  const lo = address - (address % PAGE)
  return { region: 'page', ranges: [{ lo, hi: lo + PAGE }] }
}

function tableOf(call: Call, scope: Scope): Value | undefined {
  const level = numberOf(argument(call, 0), scope)
  const place = level === undefined ? undefined : scope.context.region('table', level)
  if (!place) throw unavailable('Where the paging structures lie is not known here.', call, scope)
  return place
}

function listOf(call: Call, scope: Scope): readonly Value[] | undefined {
  const value = evaluate(argument(call, 0), scope)
  if (value === undefined || isList(value)) return value
  throw unavailable('A list is needed here.', argument(call, 0), scope)
}

function lengthOf(call: Call, scope: Scope): bigint | undefined {
  const list = listOf(call, scope)
  return list && BigInt(list.length)
}

function largestOf(call: Call, scope: Scope): bigint | undefined {
  const numbers = listOf(call, scope)?.filter((value) => typeof value === 'bigint')
  return numbers?.reduce((most, value) => (value > most ? value : most))
}

/** How many of the parts that two structures share are different. */
function differencesOf(call: Call, scope: Scope): bigint | undefined {
  const [a, b] = [evaluate(argument(call, 0), scope), evaluate(argument(call, 1), scope)]
  if (a === undefined || b === undefined) return undefined
  if (typeof a !== 'object' || typeof b !== 'object') {
    throw unavailable('Two structures are needed here.', call, scope)
  }
  const other = b as Readonly<Record<string, Value>>
  return BigInt(Object.entries(a).filter(([name, value]) => other[name] !== value).length)
}

/** `@8.2.pa(x)`: what the function would give at that moment. */
function callOfMoment(call: Call, scope: Scope): Value | undefined {
  const { callee } = call
  const name = callee.type === 'member' ? callee.name : ''
  if (callee.type !== 'member' || name !== 'pa' || call.arguments.length !== 1) {
    throw unavailable(`'${name}()' is not available here.`, call, scope)
  }
  const [moment] = eventsOf(callee.object, scope)
  return moment && physicalOf(call, { ...scope, position: moment })
}

/** Where a linear address lies by the page tables of the moment. */
function physicalOf(call: Call, scope: Scope): bigint | undefined {
  const given = argument(call, 0)
  const value = evaluate(given, scope)
  const address = value !== undefined && isRegion(value) ? value.ranges[0]?.lo : value
  if (address === undefined) return undefined
  if (typeof address !== 'bigint') throw unavailable('An address is needed here.', given, scope)
  const state = scope.context.stateAt(scope.position)
  if (!state) throw unavailable('The page tables of that moment cannot be read here.', call, scope)
  return state.physical(BigInt.asUintN(64, address))
}

/** What an expression that names moments selects. */
function eventsOf(given: Expression, scope: Scope): readonly EventRecord[] {
  if (given.type === 'moment') return selectEvents(given, given, scope)
  if (given.type === 'query' || given.type === 'aggregate') {
    const events = selectEvents(given.query, given, scope)
    return given.type === 'aggregate' && given.aggregate === 'last' ? events.slice(-1) : events
  }
  throw unavailable('A moment is needed here.', given, scope)
}

/** `insns(A, B)`: from one moment to another; `insns(IF = 0)`: how long each time that a flag was so. */
function instants(call: Call, scope: Scope): Value | undefined {
  const [first, ...others] = call.arguments
  if (first?.type === 'comparison' && others.length === 0) return flagStretches(first, call, scope)
  if (call.arguments.length !== 2) {
    throw unavailable("'insns()' takes two moments, or one condition on a flag.", call, scope)
  }
  const [from, to] = call.arguments.map((given) => eventsOf(given, scope)[0]?.instant)
  return from === undefined || to === undefined ? undefined : BigInt(to - from)
}

/** Instants that RFLAGS had a flag set, or clear, each time up to the moment. */
function flagStretches(
  { left, right, comparator }: Comparison,
  call: Call,
  scope: Scope,
): Value | undefined {
  const flag = left.type === 'name' ? FLAG_SETS.RFLAGS[left.name] : undefined
  const wanted = evaluate(right, scope)
  if (flag === undefined || comparator !== '=' || (wanted !== 0n && wanted !== 1n)) {
    throw unavailable('A flag of RFLAGS and 0 or 1 are needed here: IF = 0.', call, scope)
  }
  const isWanted = (rflags: Value | undefined) =>
    typeof rflags === 'bigint' && ((rflags & flag) !== 0n) === (wanted === 1n)
  const lengths: bigint[] = []
  let since: number | undefined = wanted === 0n ? 0 : undefined
  for (const { instant, fields } of selectEvents(RFLAGS_CHANGES, call, scope)) {
    if (instant > scope.position.instant) break
    if (since !== undefined && !isWanted(fields['new'])) lengths.push(BigInt(instant - since))
    if (!isWanted(fields['new'])) since = undefined
    else since ??= instant
  }
  if (since !== undefined) lengths.push(BigInt(scope.position.instant - since))
  return lengths
}

const NOWHERE = { start: 0, end: 0 }
/** What `insns(IF = 0)` is computed from. */
export const RFLAGS_CHANGES: EventQuery = {
  type: 'events',
  ordinal: { which: 'each' },
  kind: 'reg',
  arguments: [{ type: 'word', text: 'rflags', span: NOWHERE }],
  conditions: [],
  relations: [],
  shift: 0,
  span: NOWHERE,
}
