/** What brings facts to a query that are no events of the machine: types alone. */
import type { FactOrigin } from '../../../shared/query/event-kind'
import type { EventQuery } from '../../../shared/query/syntax'
import type { Instant } from '../../../shared/units'
import type { QueryContext } from '../../query/query-context'
import type { Fact } from '../../query/recorder'
import type { LoadedMachine } from '../loaded-machine'

/** Takes facts of an instant, in the order in which they happen. */
export type TellFacts = (facts: readonly Fact[], instant: Instant) => void

export interface FactRequest {
  readonly loaded: LoadedMachine
  /** Every mention of an event of this origin in the query, its anchors and its expressions. */
  readonly mentions: readonly EventQuery[]
  readonly context: QueryContext
  /** The text of the query, for errors. */
  readonly text: string
  readonly tell: TellFacts
}

export interface FactSource {
  /** Watches nothing any more. */
  stop(): void
  /** What it remembers of the run so far, to be taken up again after the machine was elsewhere for a while. */
  save?(): unknown
  restore?(saved: unknown): void
}

/** Throws `QueryError` when the image or the machine cannot give what the mentions ask for. */
export type CreateFactSource = (request: FactRequest) => FactSource

/** Those that have to be asked; the others are the machine's own listeners. */
export type AskedOrigin = Exclude<
  FactOrigin,
  'the serial port' | 'accesses to ports' | 'the end of the run'
>

export const sourceOf = (...stops: readonly (() => void)[]): FactSource => ({
  stop: () => stops.forEach((stop) => stop()),
})
