/**
 * A query as a stream: events go in, in order, and come out as soon as it is certain that they are meant.
 *
 * `first` and `2nd` are certain when they happen, `last`, `only` and `no` when their range is over; what is before
 * a moment is certain when that moment comes.
 */
import { QueryError } from '../../shared/query/query-error'
import type { EventQuery, MomentQuery, Query, Relation } from '../../shared/query/syntax'
import { instant as toInstant, type Instant } from '../../shared/units'
import { createChoice } from './choice'
import type { EventRecord, Position } from './event-record'
import type { QueryContext } from './query-context'
import { createBound, type Bound, type Placement } from './range'
import { isAskedFor } from './test-record'

/** A moment that a query has found. */
export interface Found extends Position {
  /** The event; none for a moment that is known by its instant alone. */
  readonly record: EventRecord | undefined
  /** The end of a moment that lasts, where that is known from elsewhere. */
  readonly until?: Instant | undefined
}

export interface Stream {
  feed(record: EventRecord): readonly Found[]
  /** The run has come to its end. */
  finish(): readonly Found[]
  /** No moment will be found from now on that is before this. */
  floor(): Position
  /** Whether all is decided. */
  isOver(): boolean
  /** What is wrong, for `only` and `no`. */
  problem(): string | undefined
}

export interface StreamOptions {
  readonly context: QueryContext
  readonly text: string
  /** Names of moments that are being looked up: one that stands for itself is refused. */
  readonly names?: readonly string[]
  /** An anchor: `only` is taken at its word at once, and a second one is a problem. */
  readonly isAnchor?: boolean
}

export function createStream(query: Query, options: StreamOptions): Stream {
  return query.type === 'moment' ? momentStream(query, options) : eventStream(query, options)
}

function momentStream(query: MomentQuery, options: StreamOptions): Stream {
  const { context, text, names = [] } = options
  const { name, span } = query
  if (names.includes(name)) throw new QueryError(`'${name}' stands for itself.`, { text, span })
  const moment = context.moment(name)
  if (!moment) throw new QueryError(`No moment is called '${name}' here.`, { text, span })
  if ('query' in moment) return createStream(moment.query, { ...options, names: [...names, name] })
  const { instant, until, record } = moment
  const found: Found = { instant, order: record?.order ?? 0, record, until }
  let isTold = false
  const tell = () => {
    const isNew = !isTold
    isTold = true
    return isNew ? [found] : []
  }
  const nothing = () => undefined
  return { feed: tell, finish: tell, floor: () => found, isOver: () => isTold, problem: nothing }
}

function boundsOf(query: EventQuery, options: StreamOptions): Bound[] {
  const { context } = options
  const befores = query.relations.filter(({ type }) => type === 'before')
  const relations: Pick<Relation, 'type' | 'anchor'>[] = query.relations.map((relation) =>
    relation.type === 'after'
      ? { ...relation, anchor: lastBefore(relation.anchor, befores) }
      : relation,
  )
  const { countFrom } = context
  const countsFromStart = countFrom && !query.relations.some(({ type }) => type === 'after')
  if (countsFromStart) relations.push({ type: 'after', anchor: countFrom })
  return relations.map(({ type, anchor }) =>
    createBound(type, anchor, createStream(anchor, startOptions(options, anchor === countFrom))),
  )
}

/** The start that everything is counted from is itself counted from the beginning of the run. */
function startOptions(options: StreamOptions, isStart: boolean): StreamOptions {
  const { countFrom, ...rest } = options.context
  return { ...options, isAnchor: true, context: isStart || !countFrom ? rest : options.context }
}

/** In `after last A before B` the last A is the last one before B. */
function lastBefore(anchor: Query, befores: readonly Relation[]): Query {
  if (anchor.type === 'moment' || anchor.ordinal.which !== 'last') return anchor
  return { ...anchor, relations: [...anchor.relations, ...befores] }
}

function eventStream(query: EventQuery, options: StreamOptions): Stream {
  const { context, text } = options
  const { shift } = query
  const bounds = boundsOf(query, options)
  const choice = createChoice(query.ordinal, options.isAnchor === true)
  /** Events whose place in the range is not decided yet, in order; those before `head` are dealt with. */
  let waiting: EventRecord[] = []
  let head = 0
  let now: Position = { instant: toInstant(0), order: -Infinity }
  let isOver = false

  const shifted = (record: EventRecord): Found => ({ ...moved(record, record.order), record })

  const moved = ({ instant }: Position, order: number): Position =>
    shift === 0
      ? { instant, order }
      : { instant: toInstant(Math.max(0, instant + shift)), order: -Infinity }

  function place(record: EventRecord): Placement {
    const places = bounds.map((bound) => bound.place(record))
    if (places.includes('outside')) return 'outside'
    return places.includes('undecided') ? 'undecided' : 'inside'
  }

  /** Moves on those events about which there is no doubt any more, up to the first that is in doubt. */
  function settle(): EventRecord[] {
    const taken: EventRecord[] = []
    for (; head < waiting.length; head++) {
      const record = waiting[head]
      const placement = record && place(record)
      if (placement === 'undecided') break
      if (record && placement === 'inside') taken.push(...choice.take(record))
    }
    if (head > waiting.length / 2) {
      waiting = waiting.slice(head)
      head = 0
    }
    return taken
  }

  function end(): readonly EventRecord[] {
    isOver = true
    return choice.end()
  }

  return {
    feed(record) {
      if (isOver) {
        // What others are related to may still turn out to be no single moment.
        for (const bound of bounds) bound.feed(record)
        return []
      }
      now = { instant: record.instant, order: record.order + 0.5 }
      for (const bound of bounds) bound.feed(record)
      if (isAskedFor(record, query, context, text)) waiting.push(record)
      const taken = settle()
      if (choice.isDone()) isOver = true
      else if (waiting.length === head && bounds.some((bound) => bound.isOver(record)))
        taken.push(...end())
      return taken.map(shifted)
    },
    finish() {
      for (const bound of bounds) bound.finish()
      if (isOver) return []
      return [...settle(), ...end()].map(shifted)
    },
    floor() {
      const earliest = choice.held() ?? waiting[head] ?? now
      return moved(earliest, earliest.order)
    },
    isOver: () => isOver,
    problem: () => bounds.map((bound) => bound.problem()).find(Boolean) ?? choice.problem(),
  }
}
