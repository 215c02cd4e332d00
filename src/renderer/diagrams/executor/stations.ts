/**
 * The steps in which the diagram tells a chain: one for each station that was reached, and the last one for how things
 * stand now. A state of the diagram is how many have been passed.
 */
import type {
  ChainStation,
  Executor,
  ExecutorMoment,
  StationKind,
} from '../../../shared/models/executor'
import type { Instant } from '../../../shared/units'
import { sleepsThoughReady } from './facts'

export interface Progress {
  readonly passed: number
  readonly total: number
  /** How things stand now is shown, and all of the chain that there is. */
  readonly isComplete: boolean
  /** Stations that were passed. */
  readonly stations: readonly ChainStation[]
  /** Where the tale is, or the chain itself while it is under way. */
  readonly now: ChainStation | undefined
  /** What tasks and queues are drawn as. */
  readonly moment: ExecutorMoment
}

const stationsOf = ({ chain }: Executor): readonly ChainStation[] => chain?.stations ?? []

export function stepCount(executor: Executor): number {
  const count = stationsOf(executor).length
  return count === 0 ? 0 : count + 1
}

/** Without a step, how things stand now. */
export function progressOf(executor: Executor, step?: number): Progress {
  const all = stationsOf(executor)
  const total = stepCount(executor)
  const passed = Math.max(0, Math.min(step ?? total, total))
  const isComplete = passed === total
  const stations = all.slice(0, passed)
  const isUnderWay = executor.chain?.end === 'under-way'
  const now = isComplete && !isUnderWay ? undefined : stations.at(-1)
  const [first] = all
  const moment = isComplete ? undefined : (now ?? first)?.moment
  return { passed, total, isComplete, stations, now, moment: moment ?? executor.now }
}

/** All that a chain can come through. */
export const STATION_KINDS = [
  'device',
  'interrupt',
  'input-queue',
  'wake',
  'ready-queue',
  'poll',
  'output',
] as const satisfies readonly StationKind[]

/** One place on the line of stations. */
export interface Slot {
  readonly kind: StationKind
  readonly station?: ChainStation
  /** `ahead`: it happened, but the tale has not come there. `next`: it may yet happen. `absent`: it did not. */
  readonly state: 'passed' | 'now' | 'ahead' | 'next' | 'absent'
  /** When something else came in its place. */
  readonly insteadAt?: Instant
}

/** When a station was reached, or what came in its place. */
export interface Arrival {
  readonly instant: Instant
  readonly isExact: boolean
  /** It stood so before. */
  readonly wasThere?: boolean
}

export const arrivalOf = ({ station, insteadAt }: Slot): Arrival | undefined =>
  insteadAt === undefined ? station : { instant: insteadAt, isExact: true }

/** The places to draw: those that were reached, what may follow, and a wake or a poll that did not come. */
export function slotsOf(executor: Executor, progress: Progress): readonly Slot[] {
  const { chain, now, sleep } = executor
  if (!chain) return []
  const isKnown: Partial<Record<StationKind, boolean>> = {
    'input-queue': now.inputs.length > 0,
    'ready-queue': now.ready !== undefined,
  }
  const last = chain.stations.at(-1)?.kind ?? 'device'
  const lastPlace = STATION_KINDS.indexOf(last)
  return STATION_KINDS.flatMap((kind, place): readonly Slot[] => {
    const station = chain.stations.find((one) => one.kind === kind)
    if (station) return [{ kind, station, state: stateOf(station, progress) }]
    if (kind === 'wake' && chain.end === 'nobody-woken') return [{ kind, state: 'absent' }]
    if (chain.end !== 'under-way' || place <= lastPlace) return []
    if (sleep && last === 'ready-queue' && sleepsThoughReady(executor)) {
      return kind === 'poll' ? [{ kind, state: 'absent', insteadAt: sleep.instant }] : []
    }
    return isKnown[kind] !== false ? [{ kind, state: 'next' }] : []
  })
}

function stateOf(station: ChainStation, { now, stations }: Progress): Slot['state'] {
  if (station === now) return 'now'
  return stations.includes(station) ? 'passed' : 'ahead'
}
