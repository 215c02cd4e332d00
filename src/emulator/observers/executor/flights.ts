/** The chains of interrupts that more can come of, and the last of those that are over. Plain data in and out. */
import type {
  ChainEnd,
  ChainStation,
  ExecutorChain,
  Poll,
  TaskKey,
} from '../../../shared/models/executor'

export interface Flight {
  readonly sequence: number
  readonly stations: readonly ChainStation[]
  readonly handlerDuration?: number
  readonly end: ChainEnd
  /** Whose next poll belongs to it; absent when nobody is known to have been woken. */
  readonly task?: TaskKey
  /** Polls that went by without anything to do with it. */
  readonly passed: number
  readonly poll?: Poll
}

export interface FlightsState {
  readonly underWay: readonly Flight[]
  readonly finished: readonly ExecutorChain[]
  readonly count: number
}

export interface Flights {
  /** Gives the number by which the flight is known. */
  launch(flight: Omit<Flight, 'sequence' | 'passed'>): number
  find(sequence: number | undefined): Flight | undefined
  some(isMeant: (flight: Flight) => boolean): boolean
  change(isMeant: (flight: Flight) => boolean, update: (flight: Flight) => Flight): void
  /** Keeps those that nothing more can come of as they are. */
  land(isOver: (flight: Flight) => boolean): void
  chains(): readonly ExecutorChain[]
  state(): FlightsState
  restore(state: FlightsState): void
}

const UNDER_WAY_LIMIT = 16
const FINISHED_LIMIT = 64

export const NO_FLIGHTS: FlightsState = { underWay: [], finished: [], count: 0 }

export const withStations = (flight: Flight, stations: readonly ChainStation[]): Flight => ({
  ...flight,
  stations: [...flight.stations, ...stations],
})

export function createFlights(): Flights {
  let { underWay, finished, count } = NO_FLIGHTS

  const keep = (flights: readonly Flight[]) => {
    finished = [...finished, ...flights.map(chainOf)].slice(-FINISHED_LIMIT)
  }

  return {
    launch(flight) {
      count += 1
      const flights = [...underWay, { ...flight, sequence: count, passed: 0 }]
      keep(flights.slice(0, -UNDER_WAY_LIMIT))
      underWay = flights.slice(-UNDER_WAY_LIMIT)
      return count
    },
    find: (sequence) => underWay.find((flight) => flight.sequence === sequence),
    some: (isMeant) => underWay.some(isMeant),
    change(isMeant, update) {
      underWay = underWay.map((flight) => (isMeant(flight) ? update(flight) : flight))
    },
    land(isOver) {
      keep(underWay.filter(isOver))
      underWay = underWay.filter((flight) => !isOver(flight))
    },
    chains: () => [...finished, ...underWay.map(chainOf)].sort((a, b) => a.sequence - b.sequence),
    state: () => ({ underWay, finished, count }),
    restore: (saved) => void ({ underWay, finished, count } = saved),
  }
}

const chainOf = ({ sequence, stations, end, handlerDuration, poll }: Flight): ExecutorChain => ({
  sequence,
  stations,
  end,
  ...(handlerDuration !== undefined && { handlerDuration }),
  ...(poll && { poll }),
})
