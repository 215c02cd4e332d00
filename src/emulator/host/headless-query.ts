/**
 * A run without a window that looks for events: it tells of each that a query finds, or ends where the first is.
 * The machine then stands right before that event, and nothing that came behind it has been told.
 */
import type { Instant } from '../../shared/units'
import type { Stop } from '../machine/machine-api'
import type { Verdict } from '../query/matcher'
import type { Found } from '../query/stream'
import { searchEvents, type EventQueryText } from './event-search'
import {
  createHeadlessMachine,
  type Ending,
  type HeadlessMachine,
  type HeadlessOptions,
} from './headless'

export type { EventQueryText } from './event-search'
export type { Verdict } from '../query/matcher'
export type { Found } from '../query/stream'

export interface QueryRunOptions extends HeadlessOptions {
  readonly query: EventQueryText
  /** Whether the run ends where the query holds. */
  readonly endsWhereFound: boolean
  onFound?(found: Found): void
}

export type QueryEnding = Ending | { readonly reason: 'found' | 'decided' }

export interface QueryRun extends Omit<HeadlessMachine, 'advance'> {
  /** Lets a short while of guest time pass; gives how the run ended, once it has. Throws `QueryError`. */
  advance(): QueryEnding | undefined
  /** What came of the query, once the run has ended without having been stopped by it. */
  verdict(): Verdict | undefined
}

/** Throws `ImageError`, `RangeError` or `QueryError` when the image, the configuration or the query will not do. */
export function createQueryRun(options: QueryRunOptions): QueryRun {
  const { query, endsWhereFound, onEvent, onSerial, onFound } = options
  /** What a stretch has brought: it may lie behind the moment at which the run will end. */
  let heard: { readonly instant: Instant; tell(): void }[] = []
  let isGoingBack = false
  let verdict: Verdict | undefined

  function hear(instant: Instant, tell: () => void): void {
    if (!isGoingBack && !search.isGoingBack()) heard.push({ instant, tell })
  }

  function tellBefore(end: number): void {
    for (const { instant, tell } of heard) if (instant < end) tell()
    heard = []
  }

  const machine = createHeadlessMachine({
    ...options,
    keepsHistory: true, // Conditions may ask for the past.
    onEvent: (event) => hear(event.instant, () => onEvent?.(event)),
    onSerial: (byte) => hear(machine.loaded.machine.instant(), () => onSerial?.(byte)),
  })
  const search = searchEvents(machine.loaded, query)

  /** What the query has found by now; all of it, once the run is over. */
  function look(ending: Ending | undefined): readonly Found[] {
    const certain = search.settle()
    if (ending === undefined || (endsWhereFound && certain.length > 0)) return certain
    verdict = search.finish(stopOf(ending))
    return [...certain, ...verdict.found]
  }

  function goTo({ instant }: Found): void {
    isGoingBack = true
    machine.loaded.timeline.seek(instant)
    isGoingBack = false
  }

  return {
    ...machine,
    verdict: () => verdict,
    advance() {
      const ending = machine.advance()
      const found = look(ending)
      const [first] = found
      if (endsWhereFound && first) {
        onFound?.(first)
        goTo(first)
        tellBefore(first.instant)
        return { reason: 'found' }
      }
      tellBefore(Infinity)
      for (const one of found) onFound?.(one)
      if (ending) return ending
      if (!search.isOver()) return undefined
      verdict = search.finish({ reason: 'budget' })
      return { reason: 'decided' }
    },
  }
}

/** Why the machine stands still; a run that was only ended from outside has used up its budget. */
function stopOf(ending: Ending): Stop {
  switch (ending.reason) {
    case 'text':
    case 'waiting':
    case 'limit':
      return { reason: 'budget' }
    default:
      return ending
  }
}
