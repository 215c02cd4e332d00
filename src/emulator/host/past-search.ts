/** Runs a search through the past, a stretch between two messages, until it is over or the machine is needed. */
import type { RunWork } from '../../shared/models/machine'
import type { PageWalk } from '../../shared/models/page-walk'
import type { Update } from '../../shared/protocol'
import type { Instant } from '../../shared/units'
import type { EventRecord } from '../query/event-record'
import type { Timing } from './runner'

/** Where a search is, or what it came to. */
export type SearchStep =
  | { readonly isOver: false; readonly at: Instant }
  | {
      readonly isOver: true
      readonly goTo?: Instant
      readonly answer?: Update
      /** To be shown where the machine stands. */
      readonly walk?: PageWalk
      /** The event there. */
      readonly record?: EventRecord
    }

export interface PastSearch {
  /** The command that it carries out: a failure is told as that one's. */
  readonly command: string
  readonly kind: RunWork['kind']
  /** Where it will be over, when that is known. */
  readonly goal?: Instant
  /** Searches one more stretch. Throws what makes going on impossible; the machine then stands where it stood. */
  next(): SearchStep
  /** Gives up; the machine stands where it stood. */
  cancel(): void
}

export interface SearchRunner {
  begin(search: PastSearch): void
  cancel(): void
  /** What is under way, and how far it is. */
  work(): RunWork | undefined
}

export interface SearchListener {
  onProgress(): void
  onEnd(step: Extract<SearchStep, { isOver: true }>): void
  onFailure(command: string, error: unknown): void
}

export function createSearchRunner(timing: Timing, listener: SearchListener): SearchRunner {
  let present: { readonly search: PastSearch; readonly timer: { cancel(): void } } | undefined
  let at: Instant | undefined

  function forget(): void {
    present = undefined
    at = undefined
  }

  function schedule(search: PastSearch): void {
    present = { search, timer: timing.schedule(() => advance(search), 0) }
  }

  function advance(search: PastSearch): void {
    let step: SearchStep
    try {
      step = search.next()
    } catch (error) {
      forget()
      return listener.onFailure(search.command, error)
    }
    if (step.isOver) {
      forget()
      return listener.onEnd(step)
    }
    at = step.at
    schedule(search)
    listener.onProgress()
  }

  function cancel(): void {
    present?.timer.cancel()
    present?.search.cancel()
    forget()
  }

  return {
    begin(search) {
      cancel()
      schedule(search)
    },
    cancel,
    work() {
      if (!present || at === undefined) return undefined
      const { kind, goal } = present.search
      return { kind, at, ...(goal !== undefined && { goal }) }
    },
  }
}
