/**
 * Puts a query to a machine as it runs: listens to what the query needs, and brings events, accesses to ports, lines of
 * the serial port and the facts of other origins into one order.
 *
 * Events are told when the machine is already further. So they are kept, and the query is put to them after each
 * stretch; where a condition asks for registers or memory, the machine goes back to that instant, and to the end of the
 * stretch again.
 */
import type { FactOrigin } from '../../shared/query/event-kind'
import { refuseUnavailable, sourcesOfQuery } from '../../shared/query/needed-sources'
import type { EventQuery, Query } from '../../shared/query/syntax'
import { visitQuery } from '../../shared/query/visit'
import { eventKind } from '../../shared/query/event-kinds'
import { sourcesOf } from '../../shared/query/event-kind'
import { isTopic, type Topic } from '../../shared/topics'
import type { Instant } from '../../shared/units'
import type { Stop } from '../machine/machine-api'
import { decodeUtf8 } from '../memory/byte-reader'
import type { EventRecord } from '../query/event-record'
import { createMatcher, type Verdict } from '../query/matcher'
import type { QueryContext } from '../query/query-context'
import { createRecorder } from '../query/recorder'
import type { Found } from '../query/stream'
import { FACT_SOURCES, type AskedOrigin, type FactSource } from './fact-sources'
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
  /** Whether the machine is being taken back, so that what it tells was told before. */
  isGoingBack(): boolean
  /** Listens to nothing any more. */
  stop(): void
}

/** So many events are kept at most: then the stretch ends early. */
const MOST_KEPT = 20_000

/**
 * `moment` gives what names such as `this` stand for. Throws `QueryError` for a query that makes no sense, that asks for
 * what nothing reports yet, or for what the image does not have.
 */
export function searchEvents(
  loaded: LoadedMachine,
  { text, query }: EventQueryText,
  moment: QueryContext['moment'] = () => undefined,
): EventSearch {
  const { machine } = loaded
  const queries = withNamed(query, moment)
  const needed = queries.flatMap(sourcesOfQuery)
  refuseUnavailable(needed, text)
  const travel = createTravel(loaded)
  const context = { ...createRunContext(loaded, travel.standAt), moment }
  const matcher = createMatcher(query, text, context)
  const recorder = createRecorder(decodeUtf8)
  /** Bytes and ports are known at once, events only when the core's ring is emptied. */
  const early: { readonly instant: Instant; records(): readonly EventRecord[] }[] = []
  let kept: EventRecord[] = []
  let isFinished = false

  function keep(records: readonly EventRecord[]): void {
    kept.push(...records)
    if (kept.length >= MOST_KEPT) machine.interrupt()
  }

  function keepEarlierThan(end: number): void {
    const count = early.findIndex(({ instant }) => instant >= end)
    const due = early.splice(0, count < 0 ? early.length : count)
    for (const { records } of due) keep(records())
  }

  const isDeaf = () => isFinished || travel.isUnderWay()

  function hearEarly(records: (instant: Instant) => readonly EventRecord[]): void {
    if (isDeaf()) return
    const instant = machine.instant()
    early.push({ instant, records: () => records(instant) })
  }

  /** Facts that are told behind all that was recorded before them, and so behind all bytes and ports as well. */
  function tell(facts: Parameters<typeof recorder.take>[0], instant: Instant): void {
    if (isDeaf()) return
    keepEarlierThan(instant)
    keep(recorder.take(facts, instant))
  }

  const stops: (() => void)[] = [
    machine.listen(topicsOf(needed), (event) => {
      if (isDeaf()) return
      keepEarlierThan(event.instant)
      keep(recorder.record(event))
    }),
    machine.onSerial((byte) => hearEarly((instant) => recorder.serialByte(byte, instant))),
  ]
  const origins = originsOf(needed)
  if (origins.has('accesses to ports')) {
    stops.push(
      machine.onPortAccess((access) =>
        hearEarly((instant) => recorder.portAccess(access, instant)),
      ),
    )
  }
  const sources: FactSource[] = []
  for (const [origin, create] of Object.entries(FACT_SOURCES)) {
    if (!origins.has(origin as AskedOrigin)) continue
    const mentions = queries.flatMap((each) => mentionsOf(each, origin as AskedOrigin))
    sources.push(create({ loaded, mentions, context, text, tell }))
  }

  function ask(): Found[] {
    keepEarlierThan(Infinity)
    const records = kept
    kept = []
    const found: Found[] = []
    travel.start(sources)
    try {
      for (const record of records) {
        found.push(...matcher.feed(record))
        context.note(record)
      }
    } finally {
      travel.end()
    }
    return found
  }

  function settle(): readonly Found[] {
    if (isFinished) return []
    const found = ask()
    if (matcher.isOver()) isFinished = true
    return found
  }

  return {
    settle,
    finish(stop) {
      if (stop.reason === 'exit' && !isFinished) {
        keepEarlierThan(Infinity)
        keep(recorder.exited(stop.exitStatus, machine.instant()))
      }
      const certain = settle()
      isFinished = true
      const verdict = matcher.finish()
      return { ...verdict, found: [...certain, ...verdict.found] }
    },
    isOver: matcher.isOver,
    isGoingBack: travel.isUnderWay,
    stop() {
      for (const stop of stops) stop()
      for (const source of sources) source.stop()
    },
  }
}

/** Takes the machine back to instants that a condition asks about, and to where it stood. */
function createTravel({ machine, timeline }: LoadedMachine) {
  let isUnderWay = false
  let home: { readonly instant: Instant; readonly memories: readonly unknown[] } | undefined
  let sources: readonly FactSource[] = []

  return {
    isUnderWay: () => isUnderWay,
    start(present: readonly FactSource[]) {
      sources = present
      home = undefined
    },
    standAt(instant: Instant) {
      home ??= { instant: machine.instant(), memories: sources.map((source) => source.save?.()) }
      if (machine.instant() === instant) return
      isUnderWay = true
      timeline.seek(instant)
    },
    end() {
      const from = home
      home = undefined
      if (!from || !isUnderWay) return
      timeline.seek(from.instant)
      sources.forEach((source, index) => source.restore?.(from.memories[index]))
      isUnderWay = false
    },
  }
}

/** The query, and those that its named moments stand for. */
function withNamed(query: Query, moment: QueryContext['moment']): readonly Query[] {
  const found = [query]
  const seen = new Set<string>()
  for (let next = 0; next < found.length; next++) {
    const each = found[next]
    if (!each) continue
    visitQuery(each, {
      query(inner) {
        if (inner.type !== 'moment' || seen.has(inner.name)) return
        seen.add(inner.name)
        const named = moment(inner.name)
        if (named && 'query' in named) found.push(named.query)
      },
    })
  }
  return found
}

type Needed = ReturnType<typeof sourcesOfQuery>

const originsOf = (needed: Needed): ReadonlySet<FactOrigin> =>
  new Set(
    needed.flatMap(({ sources }) => sources.flatMap((one) => ('from' in one ? one.from : []))),
  )

/** Mentions of events that come from there, wherever they stand in the query. */
function mentionsOf(query: Query, origin: FactOrigin): readonly EventQuery[] {
  const mentions: EventQuery[] = []
  visitQuery(query, {
    query(each) {
      if (each.type !== 'events') return
      const kind = eventKind(each.kind)
      const words = each.arguments.flatMap((one) => (one.type === 'number' ? [] : [one.text]))
      const sources = kind ? sourcesOf(kind, words) : []
      if (sources.some((source) => 'from' in source && source.from === origin)) mentions.push(each)
    },
  })
  return mentions
}

/** Register writes are few, and conditions may ask for registers. */
const ALWAYS: Topic = 'control'

function topicsOf(needed: Needed): readonly Topic[] {
  const types = needed.flatMap(({ sources }) =>
    sources.flatMap((source) => ('events' in source ? source.events : [])),
  )
  const topics = types.map((type) => type.slice(0, type.indexOf('.'))).filter(isTopic)
  return [...new Set([ALWAYS, ...topics])]
}
