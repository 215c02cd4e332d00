/**
 * What debug information says of a program's futures, queues and wakers. Everything is looked up when it is first asked
 * for, since reading the types of a large kernel takes a while.
 */
import type { DebugInfo } from '../../debuginfo/debug-info'
import type { StateMachineLayout } from '../../debuginfo/dwarf/state-machines'
import type { NamedPartFinder, TypeLayout } from '../../debuginfo/dwarf/stopped-program'
import type { Type } from '../../debuginfo/dwarf/type-kinds'
import type { LinearAddress } from '../../../shared/units'
import { isQueueType } from './queue-layouts'
import type { FutureTable } from './recognition'

/** A value of a known type in memory: where a search for parts begins. */
export interface Root {
  readonly name: string
  readonly type: string
  readonly address: LinearAddress
  /** The function whose local variable it is, where it is one. */
  readonly localOf?: string
}

export interface Program {
  /** Whether the debug information describes types at all. */
  hasTypes(): boolean
  /** The type of the future behind a table of methods. */
  typeOf(table: FutureTable): string | undefined
  machineOf(type: string): StateMachineLayout | undefined
  layoutOf(type: string): TypeLayout | undefined
  /** Finds boxed futures, wakers and queues. */
  readonly parts: NamedPartFinder
  /** The statics in which there can be any. */
  roots(): readonly Root[]
  holdsFutures(type: string): boolean
  holdsWakers(type: string): boolean
}

const FUTURE_TRAIT = 'core::future::future::Future'
export const WAKER_TYPE = 'core::task::wake::Waker'

/** A fat pointer to a future of whatever type. */
export const isFuturePointer = (name: string): boolean =>
  /^(alloc::boxed::Box<|&(mut )?)\(?dyn core::future::future::Future\b/.test(name)

export function createProgram(debugInfo: DebugInfo): Program {
  const machines = new Map<string, StateMachineLayout | undefined>()
  const layouts = new Map<string, TypeLayout | undefined>()
  let types: ReadonlyMap<bigint, string> | undefined
  let roots: readonly Root[] | undefined

  const typesByTable = () =>
    (types ??= new Map(
      debugInfo.vtables(FUTURE_TRAIT).map(({ type, address }) => [address as bigint, type]),
    ))

  const futures = debugInfo.partFinder(isFuture)
  const wakers = debugInfo.partFinder(isWaker)
  const parts = debugInfo.partFinder((type) => isFuture(type) || isWaker(type) || isQueue(type))

  return {
    hasTypes: () => typesByTable().size > 0,
    typeOf: ({ address }) => typesByTable().get(address),
    machineOf: (type) => remembered(machines, type, debugInfo.stateMachine),
    layoutOf: (type) => remembered(layouts, type, debugInfo.layoutOf),
    parts,
    roots: () =>
      (roots ??= withShortNames(debugInfo.statics().filter(({ type }) => parts.mayHold(type)))),
    holdsFutures: futures.mayHold,
    holdsWakers: wakers.mayHold,
  }
}

/** By their last part, and by the one before where two statics share it. */
function withShortNames(statics: readonly Root[]): readonly Root[] {
  const lastParts = (name: string, count: number) => name.split('::').slice(-count).join('::')
  const isAlone = (short: string) =>
    statics.filter(({ name }) => lastParts(name, 1) === short).length === 1
  return statics.map((root) => {
    const short = lastParts(root.name, 1)
    return { ...root, name: isAlone(short) ? short : lastParts(root.name, 2) }
  })
}

const isFuture = ({ kind, name }: Type) => kind === 'record' && isFuturePointer(name)
const isWaker = ({ name }: Type) => name === WAKER_TYPE
const isQueue = (type: Type) => type.kind === 'record' && isQueueType(type)

function remembered<Value>(
  known: Map<string, Value>,
  key: string,
  find: (key: string) => Value,
): Value {
  if (!known.has(key)) known.set(key, find(key))
  return known.get(key) as Value
}
