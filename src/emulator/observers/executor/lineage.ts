/**
 * Follows interrupts to what comes of them: from the device's request through the handler, the queues and the waker to
 * the poll and to what that writes.
 *
 * Knows nothing of memory: what can be seen of tasks, queues and screen is looked at when something happens.
 * Plain data in and out.
 */
import type {
  ChainStation,
  ExecutorChain,
  ExecutorMoment,
  Poll,
  TaskKey,
} from '../../../shared/models/executor'
import type { Instant, Vector } from '../../../shared/units'
import { createFlights, NO_FLIGHTS, withStations, type Flight, type FlightsState } from './flights'
import { queueChanges } from './queue-changes'
import {
  asOf,
  firstStations,
  inputStations,
  outputStations,
  pollStation,
  readyStations,
  wakeStation,
  type PushedAt,
  type Queues,
  type Requests,
  type SerialText,
} from './stations'

export interface Sights {
  /** Nothing where the program's types are not known. */
  readonly look: () => ExecutorMoment | undefined
  /** The queues alone: many interrupts come to nothing. */
  readonly queues: () => Queues | undefined
  readonly screen: () => Uint8Array
  readonly pushedAt: PushedAt
  readonly writtenAt: (cell: number) => Instant | undefined
  /** The screen is of interest, or not any more. */
  readonly watchScreen: () => void
  readonly unwatchScreen: () => void
}

/** A handler of an interrupt that is under way. */
interface Handling {
  readonly line: number
  readonly enteredAt: Instant
  readonly stations: readonly ChainStation[]
  /** As the handler found them. */
  readonly before?: Queues
  readonly screen?: Uint8Array
  /** The flights that it has begun. */
  readonly flights: readonly number[]
}

/** A poll that flights wait for. */
interface Polling {
  readonly task: TaskKey
  /** At its beginning. */
  readonly before?: ExecutorMoment
  /** It was under way when a handler interrupted it, and went on then. */
  readonly goesOnAt?: Instant
  readonly screen: Uint8Array
  readonly serial?: SerialText
}

interface PollFindings {
  readonly output: readonly ChainStation[]
  readonly moment?: ExecutorMoment
}

export interface LineageState {
  readonly requests: Requests
  readonly handlings: readonly Handling[]
  readonly flights: FlightsState
  readonly polling?: Polling
}

export const NO_LINEAGE: LineageState = {
  requests: { lines: [] },
  handlings: [],
  flights: NO_FLIGHTS,
}

export interface Lineage {
  keyBuffered(code: number, at: Instant): void
  requested(line: number, at: Instant): void
  /** The processor is about to run a handler. */
  delivered(line: number, vector: Vector, at: Instant): void
  /** The handler's first instruction is next, and memory can be looked at. `running`: the task that it interrupts. */
  handlerReached(running: TaskKey | undefined): void
  /** `running`: the task whose poll it interrupted. */
  handlerReturned(enteredAt: Instant, at: Instant, running: TaskKey | undefined): void
  /** A waker is about to be called: `wake` notes that, and gives its task where a poll has shown the waker. */
  woken(wake: () => TaskKey | undefined, at: Instant): void
  wakeReturned(task: TaskKey | undefined): void
  pollEntered(task: TaskKey, at: Instant): void
  /** A poll is about to return: `finish` notes that, and gives it as it is then. */
  pollReturned(finish: () => Poll | undefined, at: Instant): void
  serialSent(character: string, at: Instant): void
  chains(): readonly ExecutorChain[]
  state(): LineageState
  restore(state: LineageState): void
}

const NESTING_LIMIT = 32
const SERIAL_LIMIT = 16
/** A byte that nobody was woken for is looked for in so many polls. */
const PATIENCE = 64
const KEYBOARD_LINE = 1

export function createLineage(sights: Sights): Lineage {
  const { look, queues, screen, pushedAt, writtenAt } = sights
  const flights = createFlights()
  let { requests, handlings } = NO_LINEAGE
  let polling: Polling | undefined

  const isPolledBy = (task: TaskKey) => (flight: Flight) =>
    flight.task === task && flight.stations.every(({ kind }) => kind !== 'poll')

  const replaceInnermost = (handling: Handling) => {
    handlings = [...handlings.slice(0, -1), handling]
  }

  const stationsUpTo = (
    { stations, before, enteredAt }: Handling,
    moment: ExecutorMoment | undefined,
  ): readonly ChainStation[] => [
    ...stations.map((station) => asOf(station, before, moment)),
    ...inputStations(before, moment, enteredAt, pushedAt),
  ]

  /** A byte that nobody was woken for lies in a queue until some poll takes it. */
  const isQueued = ({ task, stations }: Flight): boolean =>
    task === undefined && stations.some(({ kind }) => kind === 'input-queue')

  /** It is taken by the poll after which its queue is empty. */
  const isTaken = (flight: Flight, moment: ExecutorMoment | undefined): boolean =>
    isQueued(flight) &&
    flight.stations.some(
      (station) =>
        station.kind === 'input-queue' &&
        moment?.inputs.some(({ name, length }) => name === station.queue && length === 0),
    )

  function finishFlights(poll: Poll, ended: Polling, found: PollFindings): void {
    const { output, moment } = found
    const { task, before, goesOnAt } = ended
    const station = pollStation(task, goesOnAt ?? poll.startedAt, before, goesOnAt !== undefined)
    flights.change(
      (flight) => flight.task === task && flight.stations.at(-1)?.kind === 'poll',
      (flight) => ({ ...withStations(flight, output), end: 'complete', poll }),
    )
    flights.change(
      (flight) => isTaken(flight, moment),
      (flight) => ({
        ...withStations(flight, [station, ...output]),
        poll,
      }),
    )
    flights.change(
      (flight) => flight.task === undefined && flight.poll === undefined,
      (flight) => ({ ...flight, passed: flight.passed + 1 }),
    )
    flights.land(({ poll: own, passed }) => own !== undefined || passed > PATIENCE)
  }

  function findingsOf(ended: Polling, at: Instant): PollFindings {
    const moment = look()
    const { screen: before, serial } = ended
    const output = outputStations({ before, after: screen(), serial, writtenAt }, at, moment)
    return { output, ...(moment && { moment }) }
  }

  return {
    keyBuffered(code, instant) {
      requests = { ...requests, scanCode: { instant, code } }
    },

    requested(line, at) {
      const others = requests.lines.filter(([known]) => known !== line)
      requests = { ...requests, lines: [...others, [line, at]] }
    },

    delivered(line, vector, at) {
      const stations = firstStations(requests, line, vector, at)
      const handling = { line, enteredAt: at, stations, flights: [] }
      handlings = [...handlings, handling].slice(-NESTING_LIMIT)
    },

    handlerReached(running) {
      const handling = handlings.at(-1)
      const before = handling && queues()
      if (!handling || !before) return
      replaceInnermost({ ...handling, before, screen: screen() })
      // The poll that it interrupts may find its byte.
      if (running !== undefined) sights.watchScreen()
    },

    handlerReturned(enteredAt, at, running) {
      const handling = handlings.find((one) => one.enteredAt === enteredAt)
      if (!handling) return
      handlings = handlings.filter((one) => one !== handling)
      const handlerDuration = at - enteredAt
      flights.change(
        ({ sequence }) => handling.flights.includes(sequence),
        (flight) => ({ ...flight, handlerDuration }),
      )
      if (handling.flights.length > 0) return
      const after = queues()
      const hasQueued = queueChanges(handling.before?.inputs ?? [], after?.inputs ?? []).length > 0
      if (!hasQueued && handling.line !== KEYBOARD_LINE) return
      // The handler has put them there, though that is seen only now.
      const stations = stationsUpTo(handling, look()).map((station) =>
        station.kind === 'input-queue' && !station.isExact ? { ...station, instant: at } : station,
      )
      flights.launch({ stations, handlerDuration, end: 'nobody-woken' })
      // The poll that goes on now may find the byte by itself.
      if (running !== undefined && handling.screen) {
        polling ??= { task: running, goesOnAt: at, screen: handling.screen }
      }
    },

    woken(wake, at) {
      const handling = handlings.at(-1)
      const before = handling && look()
      const task = wake()
      if (!handling) return
      const stations = [...stationsUpTo(handling, before), wakeStation(task, at, look())]
      const whose = task === undefined ? {} : { task }
      const sequence = flights.launch({ stations, end: 'under-way', ...whose })
      replaceInnermost({ ...handling, flights: [...handling.flights, sequence] })
    },

    wakeReturned(task) {
      const flight = flights.find(handlings.at(-1)?.flights.at(-1))
      const woke = flight?.stations.at(-1)
      if (!flight || flight.task !== task || woke?.kind !== 'wake') return
      const stations = readyStations(woke.moment, look(), task, woke.instant, pushedAt)
      flights.change(
        (one) => one === flight,
        (one) => withStations(one, stations),
      )
    },

    pollEntered(task, at) {
      polling = undefined
      const isIts = isPolledBy(task)
      // A flight without task or queue ends with its handler: looking at every poll for it would cost a lot.
      if (!flights.some((flight) => isQueued(flight) || isIts(flight))) return
      const moment = look()
      polling = { task, screen: screen(), ...(moment && { before: moment }) }
      sights.watchScreen()
      flights.change(isIts, (flight) =>
        withStations(flight, [pollStation(task, at, moment, false)]),
      )
    },

    pollReturned(finish, at) {
      const ended = polling
      const found = ended && findingsOf(ended, at)
      polling = undefined
      sights.unwatchScreen()
      const poll = finish()
      if (ended && found && poll) finishFlights(poll, ended, found)
    },

    serialSent(character, at) {
      if (!polling) return
      const { text, at: since } = polling.serial ?? { text: '', at }
      if (text.length < SERIAL_LIMIT) {
        polling = { ...polling, serial: { text: text + character, at: since } }
      }
    },

    chains: flights.chains,
    state: () => ({
      requests,
      handlings,
      flights: flights.state(),
      ...(polling && { polling }),
    }),
    restore(saved) {
      ;({ requests, handlings, polling } = saved)
      flights.restore(saved.flights)
    },
  }
}
