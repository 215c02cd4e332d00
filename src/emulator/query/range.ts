/**
 * One end of the part of a run that a query's relations leave: after a moment, before another, within a third.
 * Events come in order and moments may become known late, so what is not yet decided is said to be so.
 *
 * What comes before a moment that never comes is inside: that there was no such moment is a problem of its own.
 */
import { printQuery } from '../../shared/query/print'
import type { Query, Relation } from '../../shared/query/syntax'
import { isEarlier, type EventRecord, type Position } from './event-record'
import { closes, isEnding, lasts } from './extents'
import type { Found, Stream } from './stream'

/** Where an event lies with respect to a relation. */
export type Placement = 'inside' | 'outside' | 'undecided'

export interface Bound {
  feed(record: EventRecord): void
  /** The run has come to its end. */
  finish(): void
  place(record: EventRecord): Placement
  /** Whether no event from `now` on can be inside any more. */
  isOver(now: Position): boolean
  problem(): string | undefined
}

export function createBound(type: Relation['type'], query: Query, anchor: Stream): Bound {
  let found: Found | undefined
  /** Whether there is certainly no such moment. */
  let isAbsent = false
  /** The end of what lasts; endings that came before it was certain what they end. */
  let until: number | undefined
  let endings: EventRecord[] = []

  function take([first]: readonly Found[]): void {
    if (!first || found) return
    found = first
    until = first.until ?? (isOpen() ? undefined : first.instant)
    endings.forEach(noteEnding)
    endings = []
  }

  const isOpen = () => found?.record !== undefined && lasts(found.record)

  function noteEnding(record: EventRecord): void {
    if (found?.record && until === undefined && closes(record, found.record)) until = record.instant
  }

  function place(record: EventRecord): Placement {
    if (isAbsent) return type === 'before' ? 'inside' : 'outside'
    return found ? placeBeside(found, record) : placeBesideUnknown(record)
  }

  /** A moment without an event is the whole of its instant. */
  const isBefore = (a: Position, b: Position) =>
    found?.record ? isEarlier(a, b) : a.instant < b.instant

  function placeBeside(moment: Found, record: EventRecord): Placement {
    const isInside = {
      after: () => isBefore(moment, record),
      before: () => isBefore(record, moment),
      // An event's parts share its instant, those too that were reported before it.
      within: () => record.instant >= moment.instant && record.instant <= (until ?? Infinity),
    }
    return isInside[type]() ? 'inside' : 'outside'
  }

  /** What lies before all that the moment can still be is before it, whenever it comes. */
  function placeBesideUnknown(record: EventRecord): Placement {
    const floor = anchor.floor()
    const isSure = type === 'within' ? record.instant < floor.instant : isEarlier(record, floor)
    if (!isSure) return 'undecided'
    return type === 'before' ? 'inside' : 'outside'
  }

  return {
    place,
    feed(record) {
      take(anchor.feed(record))
      isAbsent ||= !found && anchor.isOver()
      if (type !== 'within' || !isEnding(record)) return
      if (found) noteEnding(record)
      else endings.push(record)
    },
    finish() {
      take(anchor.finish())
      isAbsent ||= !found
    },
    isOver(now) {
      if (isAbsent) return type !== 'before'
      if (!found || type === 'after') return false
      return type === 'before' ? !isBefore(now, found) : now.instant > (until ?? Infinity)
    },
    problem() {
      if (isAbsent) return `There is no '${printQuery(query)}'.`
      const problem = found ? anchor.problem() : undefined
      return problem && `'${printQuery(query)}': ${problem}`
    },
  }
}
