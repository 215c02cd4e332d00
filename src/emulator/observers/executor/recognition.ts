/**
 * Finds the futures and wakers of a program by what the language makes of them: a boxed future has a table of methods
 * whose first one is its `poll`, and a waker a table of four functions.
 *
 * Needs the symbol table alone, and no name of the program's own.
 */
import type { PointerTables } from '../../debuginfo/pointer-tables'
import { isNoopWaker, isPollFunction, isWakerClone, wakerTarget } from './names'

/** A type that implements `Future` and was boxed somewhere. */
export interface FutureTable {
  /** Where the table of methods lies. */
  readonly address: bigint
  readonly poll: bigint
  readonly pollName: string
  /** Of the future, in bytes. */
  readonly size: number
}

export interface WakerTable {
  readonly address: bigint
  readonly wake: bigint
  readonly wakeByRef: bigint
  /** The type that the waker's data pointer points at, for wakers made by `Wake`. */
  readonly target?: string
  /** Calling it does nothing. */
  readonly isNoop: boolean
}

export interface Recognition {
  readonly futures: readonly FutureTable[]
  readonly wakers: readonly WakerTable[]
  /** By the address of a function; types whose code is equal may share one. */
  readonly futureOfPoll: ReadonlyMap<bigint, FutureTable>
  readonly futureTableAt: ReadonlyMap<bigint, FutureTable>
  readonly wakerTableAt: ReadonlyMap<bigint, WakerTable>
  /** Functions that wake: `wake` and `wake_by_ref` of all tables. */
  readonly wakeFunctions: ReadonlySet<bigint>
}

const WAKER_FUNCTIONS = 4

/** All loaded data is read for it, and several ask. */
const known = new WeakMap<PointerTables, Recognition>()

export function recognise(tables: PointerTables): Recognition {
  const found = known.get(tables) ?? recogniseAll(tables)
  known.set(tables, found)
  return found
}

function recogniseAll(tables: PointerTables): Recognition {
  const futures = tables
    .methodTables(isPollFunction)
    .map(({ address, method, methodName, size }): FutureTable => ({
      address,
      poll: method,
      pollName: methodName,
      size,
    }))
  const wakers = tables
    .functionTables(WAKER_FUNCTIONS, isWakerClone)
    .map(({ address, functions }): WakerTable => {
      const [clone, wake, wakeByRef, drop] = functions
      const target = wakerTarget(clone?.name ?? '')
      return {
        address,
        wake: wake?.address ?? 0n,
        wakeByRef: wakeByRef?.address ?? 0n,
        ...(target !== undefined && { target }),
        // A function that also serves to drop the waker cannot wake anybody.
        isNoop: isNoopWaker(clone?.name ?? '') || wake?.address === drop?.address,
      }
    })
  return {
    futures,
    wakers,
    futureOfPoll: new Map(futures.map((future) => [future.poll, future])),
    futureTableAt: new Map(futures.map((future) => [future.address, future])),
    wakerTableAt: new Map(wakers.map((table) => [table.address, table])),
    wakeFunctions: new Set(
      wakers.filter(({ isNoop }) => !isNoop).flatMap(({ wake, wakeByRef }) => [wake, wakeByRef]),
    ),
  }
}
