/** The functions of expressions: memory, indices, names of places, lists, and the distance of two moments. */
import { eventKind } from '../../shared/query/event-kinds'
import type { Expression } from '../../shared/query/syntax'
import { PAGING_LEVELS, pagingIndex } from '../../shared/x86/paging'
import { linearAddress } from '../../shared/units'
import { evaluate, numberOf, unavailable, type Scope } from './evaluate'
import { isList, isRegion, type Value } from './event-record'
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
  insns: { count: 2, apply: instantsBetween },
}

export function callFunction(call: Call, scope: Scope): Value | undefined {
  const { callee } = call
  if (callee.type !== 'name') {
    const name = callee.type === 'member' ? callee.name : ''
    throw unavailable(`'${name}()' is not available here.`, call, scope)
  }
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
    if (bytes.length < size)
      throw unavailable(`0x${address.toString(16)} is not mapped to RAM.`, call, scope)
    return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
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
  const name = scope.context.regionAt(address)
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

/** Instants from one moment to another: instructions that retired, and time slept. */
function instantsBetween(call: Call, scope: Scope): bigint | undefined {
  const [from, to] = [0, 1].map((n) => {
    const given = argument(call, n)
    if (given.type !== 'moment' && given.type !== 'query') {
      throw unavailable('A moment is needed here.', given, scope)
    }
    const query = given.type === 'query' ? given.query : given
    return selectEvents(query, given, scope)[0]?.instant
  })
  return from === undefined || to === undefined ? undefined : BigInt(to - from)
}
