/**
 * Lets a run come back where it shall stop: before an instruction, or before an event that a query finds.
 *
 * What is found is told when the machine is already further, so that it has to go back there. Nothing is watched but
 * while the machine runs on: replays know nothing of it.
 */
import type { CodeReached } from '../../shared/events'
import type { Instant, LinearAddress } from '../../shared/units'
import type { Stop } from '../machine/machine-api'
import { searchEvents, type EventQueryText, type EventSearch } from './event-search'
import type { LoadedMachine } from './loaded-machine'

/** Instructions before which the run comes back. */
export interface CodeStop {
  readonly addresses: readonly LinearAddress[]
  /** Whether it is to stop there this time. Called in the middle of the run: it may look at the machine. */
  readonly isDue?: (reached: CodeReached) => boolean
  /** The breakpoints that it is told as. */
  readonly ids: readonly number[]
}

export interface QueryStop {
  readonly query: EventQueryText
  readonly id: number
}

export interface StopPlace {
  readonly instant: Instant
  /** The breakpoints that lie there. */
  readonly ids: readonly number[]
}

export interface ArmedStops {
  /** To be called after each stretch: where the run should have come back, if it should have. */
  settle(stop: Stop): StopPlace | undefined
  disarm(): void
}

/** `onBroken` is told of a query that cannot be asked, or not any more. */
export function armStops(
  loaded: LoadedMachine,
  codes: readonly CodeStop[],
  queries: readonly QueryStop[],
  onBroken: (id: number, error: unknown) => void,
  { includesHere = false } = {},
): ArmedStops {
  const { machine } = loaded
  /** Where it stands already it does not stop again. */
  const start = includesHere ? undefined : machine.instant()
  const stopsAt = byAddress(codes)
  const searches: { readonly id: number; readonly search: EventSearch }[] = []
  let place: StopPlace | undefined
  const isReplayed = () => searches.some(({ search }) => search.isGoingBack())

  for (const { id, query } of queries) {
    try {
      searches.push({ id, search: searchEvents(loaded, query) })
    } catch (error) {
      onBroken(id, error)
    }
  }
  const stopWatching = machine.watchCode([...stopsAt.keys()], (reached) => {
    if (reached.instant === start || isReplayed()) return
    if (place !== undefined && place.instant <= reached.instant) return
    const due = (stopsAt.get(reached.rip) ?? []).filter(({ isDue }) => isDue?.(reached) ?? true)
    if (due.length === 0) return
    place = { instant: reached.instant, ids: due.flatMap(({ ids }) => ids) }
    machine.interrupt()
  })

  /** What a query has found since the last time, the first of it; a query that fails is given up. */
  function ask({ id, search }: (typeof searches)[number], stop: Stop): Instant | undefined {
    try {
      const found =
        stop.reason === 'exit'
          ? [...search.settle(), ...search.finish(stop).found]
          : search.settle()
      return found.find(({ instant }) => instant > (start ?? -1))?.instant
    } catch (error) {
      onBroken(id, error)
      return undefined
    }
  }

  return {
    settle(stop) {
      for (const each of searches) {
        const at = ask(each, stop)
        if (at === undefined || (place && place.instant < at)) continue
        const ids = place?.instant === at ? place.ids : []
        place = { instant: at, ids: [...ids, each.id] }
      }
      const found = place
      place = undefined
      return found
    },
    disarm() {
      stopWatching()
      for (const { search } of searches) search.stop()
    },
  }
}

function byAddress(codes: readonly CodeStop[]): ReadonlyMap<LinearAddress, readonly CodeStop[]> {
  const stops = new Map<LinearAddress, CodeStop[]>()
  for (const code of codes) {
    for (const address of code.addresses) {
      const there = stops.get(address)
      if (there) there.push(code)
      else stops.set(address, [code])
    }
  }
  return stops
}
