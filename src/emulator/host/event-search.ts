/**
 * Puts a query to a machine as it runs: listens to those topics that the query needs, and brings the machine's events,
 * accesses to ports and the lines of the serial port into one order.
 */
import { refuseUnavailable, sourcesOfQuery } from '../../shared/query/needed-sources'
import type { Query } from '../../shared/query/syntax'
import { isTopic, type Topic } from '../../shared/topics'
import type { Instant } from '../../shared/units'
import type { Stop } from '../machine/machine-api'
import { decodeUtf8 } from '../memory/byte-reader'
import type { EventRecord } from '../query/event-record'
import { createMatcher, type Verdict } from '../query/matcher'
import type { QueryContext } from '../query/query-context'
import { createRecorder } from '../query/recorder'
import type { Found } from '../query/stream'
import type { LoadedMachine } from './loaded-machine'
import { createRunContext } from './query-context'

/** A query with the text that it was read from. */
export interface EventQueryText {
  readonly text: string
  readonly query: Query
}

export interface EventSearch {
  /** To be called after each stretch that the machine has run. Gives what is certain since the last call. */
  settle(): readonly Found[]
  /** The run has ended, for this reason. */
  finish(stop: Stop): Verdict
  /** Whether running on cannot change anything. */
  isOver(): boolean
  /** Listens to nothing any more. */
  stop(): void
}

/**
 * `moment` gives what names such as `this` stand for. Throws `QueryError` for a query that makes no sense, or that asks
 * for what nothing reports yet.
 */
export function searchEvents(
  loaded: LoadedMachine,
  { text, query }: EventQueryText,
  moment: QueryContext['moment'] = () => undefined,
): EventSearch {
  const { machine } = loaded
  const context = { ...createRunContext(loaded), moment }
  const matcher = createMatcher(query, text, context)
  const topics = topicsOf(query, text)
  const recorder = createRecorder(decodeUtf8)
  /** Bytes and ports are known at once, events only when the core's ring is emptied. */
  const early: { readonly instant: Instant; records(): readonly EventRecord[] }[] = []
  let found: Found[] = []
  let isFinished = false
  let failure: Error | undefined

  function feed(records: readonly EventRecord[]): void {
    for (const record of records) {
      found.push(...matcher.feed(record))
      context.note(record)
    }
  }

  function feedEarlierThan(end: number): void {
    const count = early.findIndex(({ instant }) => instant >= end)
    const due = early.splice(0, count < 0 ? early.length : count)
    for (const { records } of due) feed(records())
  }

  function keep(records: (instant: Instant) => readonly EventRecord[]): void {
    const instant = machine.instant()
    if (!isFinished) early.push({ instant, records: () => records(instant) })
  }

  /** Within the run loop nothing may throw: what a condition cannot know is told after the stretch. */
  function attempt(work: () => void): void {
    if (isFinished || failure) return
    try {
      work()
    } catch (error) {
      failure = error as Error
      machine.interrupt()
    }
  }

  const stopListening = machine.listen(topics, (event) =>
    attempt(() => {
      feedEarlierThan(event.instant)
      feed(recorder.record(event))
    }),
  )
  const stopReading = machine.onSerial((byte) =>
    keep((instant) => recorder.serialByte(byte, instant)),
  )
  const stopPorts = asksForPorts(query)
    ? machine.onPortAccess((access) => keep((instant) => recorder.portAccess(access, instant)))
    : () => undefined

  function settle(): readonly Found[] {
    attempt(() => feedEarlierThan(Infinity))
    if (failure) throw failure
    const certain = found
    found = []
    if (matcher.isOver()) isFinished = true
    return certain
  }

  return {
    settle,
    finish(stop) {
      attempt(() => {
        feedEarlierThan(Infinity)
        if (stop.reason === 'exit') feed(recorder.exited(stop.exitStatus, machine.instant()))
      })
      isFinished = true
      const certain = settle()
      const verdict = matcher.finish()
      return { ...verdict, found: [...certain, ...verdict.found] }
    },
    isOver: matcher.isOver,
    stop() {
      stopListening()
      stopReading()
      stopPorts()
    },
  }
}

const asksForPorts = (query: Query) =>
  sourcesOfQuery(query).some(({ sources }) =>
    sources.some((source) => 'from' in source && source.from === 'accesses to ports'),
  )

/** Register writes are few, and conditions may ask for registers. */
const ALWAYS: Topic = 'control'

function topicsOf(query: Query, text: string): readonly Topic[] {
  const needed = sourcesOfQuery(query)
  refuseUnavailable(needed, text)
  const types = needed.flatMap(({ sources }) =>
    sources.flatMap((source) => ('events' in source ? source.events : [])),
  )
  const topics = types.map((type) => type.slice(0, type.indexOf('.'))).filter(isTopic)
  return [...new Set([ALWAYS, ...topics])]
}
