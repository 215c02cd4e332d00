/**
 * When the program stored into the counters of its queues and into the screen: the exact instants of what is otherwise
 * found by comparing. Counters are followed for as long as they are known, the screen while somebody waits for text.
 *
 * Watching is begun and ended only while the machine stands still at a probe or between runs.
 */
import type { Instant, LinearAddress } from '../../../shared/units'

export interface StoreReaders {
  /** Nothing where the bytes are not RAM. */
  readonly watchMemory: (
    address: LinearAddress,
    length: number,
    listener: (at: Instant) => void,
  ) => (() => void) | undefined
  /** `cell`: counted from the top left of the screen. */
  readonly watchScreen: (listener: (at: Instant, cell: number) => void) => () => void
}

export interface StoreLogState {
  readonly counters: readonly (readonly [address: bigint, at: readonly Instant[]])[]
  /** The first store into each cell since the screen was watched; absent when it is not. */
  readonly cells?: readonly (readonly [cell: number, at: Instant])[]
}

export interface StoreLog {
  follow(counters: readonly LinearAddress[]): void
  watchScreen(): void
  unwatchScreen(): void
  /** The first store into a counter after an instant. */
  counted(counter: bigint, after: Instant): Instant | undefined
  /** The first store into a cell since the screen is watched. */
  written(cell: number): Instant | undefined
  state(): StoreLogState
  restore(state: StoreLogState): void
  stop(): void
}

const COUNTER_SIZE = 8
const COUNTER_LIMIT = 16
/** Of each counter. */
const STORE_LIMIT = 16

export function createStoreLog({ watchMemory, watchScreen }: StoreReaders): StoreLog {
  const stops = new Map<bigint, () => void>()
  let counters = new Map<bigint, readonly Instant[]>()
  let cells = new Map<number, Instant>()
  let stopScreen: (() => void) | undefined

  function follow(wanted: readonly LinearAddress[]): void {
    const chosen = new Set<bigint>(wanted.slice(0, COUNTER_LIMIT))
    for (const [address, stop] of stops) {
      if (chosen.has(address)) continue
      stop()
      stops.delete(address)
    }
    for (const address of wanted.slice(0, COUNTER_LIMIT)) {
      if (stops.has(address)) continue
      const stop = watchMemory(address, COUNTER_SIZE, (at) => {
        counters.set(address, [...(counters.get(address) ?? []), at].slice(-STORE_LIMIT))
      })
      if (stop) stops.set(address, stop)
    }
  }

  function beginScreen(): void {
    stopScreen ??= watchScreen((at, cell) => {
      if (!cells.has(cell)) cells.set(cell, at)
    })
  }

  function endScreen(): void {
    stopScreen?.()
    stopScreen = undefined
    cells = new Map()
  }

  return {
    follow,
    watchScreen: beginScreen,
    unwatchScreen: endScreen,
    counted: (counter, after) => counters.get(counter)?.find((at) => at > after),
    written: (cell) => cells.get(cell),
    state: () => ({ counters: [...counters], ...(stopScreen && { cells: [...cells] }) }),
    stop() {
      follow([])
      endScreen()
    },
    restore(state) {
      endScreen()
      counters = new Map(state.counters)
      if (!state.cells) return
      cells = new Map(state.cells)
      beginScreen()
    },
  }
}
