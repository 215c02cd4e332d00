/** Two branches of a run side by side: where they part, and what differs at the instant at which both are shown. */
import type { Instant, LinearAddress } from '../units'
import type { Registers, TextScreen } from './machine'
import type { Lane } from './timeline'

/** What is aligned when one steps: the instants, or the event that was last. */
export const ALIGNMENTS = ['instant', 'event'] as const
export type Alignment = (typeof ALIGNMENTS)[number]

/** One of the two, at its instant. */
export interface ComparedSide {
  readonly branch: number
  readonly name: string
  readonly isPresent: boolean
  readonly instant: Instant
  readonly end: Instant
  readonly rip: LinearAddress
  /** `symbol+0x12`, where it is known. */
  readonly symbol?: string
  /** Why it goes no further, in a sentence. */
  readonly stop?: string
  readonly screen: TextScreen
  /** The end of what the serial port has printed; nothing of a branch that nobody has gone through since it was opened. */
  readonly serial: string
}

/** Sixteen bytes of RAM of which some differ. */
export interface ComparedRow {
  readonly address: number
  readonly left: readonly number[]
  readonly right: readonly number[]
}

export interface ComparedPage {
  /** Physical, of its first byte. */
  readonly address: number
  /** What is known to lie there. */
  readonly what?: string
  /** How many of its bytes differ. */
  readonly count: number
  /** The first of those rows. */
  readonly rows: readonly ComparedRow[]
}

export interface ComparedMemory {
  /** All pages that differ; `pages` tells of the first of them. */
  readonly pageCount: number
  readonly byteCount: number
  readonly pages: readonly ComparedPage[]
}

export interface ComparedEvent {
  readonly lane: Lane
  readonly instant: Instant
  readonly label: string
}

/** What happened on both sides, or on one alone. */
export interface ComparedEvents {
  readonly left?: ComparedEvent
  readonly right?: ComparedEvent
}

/** Where the two are no longer the same. */
export interface Divergence {
  /** The first instant at which their states differ; none when they never do. */
  readonly instant?: Instant
  /** What differs there first: `RAX: 0xd on the left, 0x5 on the right`. */
  readonly words: string
  /** The first instant at which they execute different instructions. */
  readonly path?: { readonly instant: Instant; readonly left: string; readonly right: string }
  /** What is known of the path otherwise. */
  readonly pathWords?: string
}

export interface Comparison {
  readonly left: ComparedSide
  readonly right: ComparedSide
  readonly forkedAt: Instant
  readonly alignment: Alignment
  readonly divergence?: Divergence
  /** Values of the left; where the right differs, it is `previous`. */
  readonly registers: Registers
  readonly memory: ComparedMemory
  /** A part of them, around the instant that is shown. */
  readonly events: readonly ComparedEvents[]
  /** The first row after the instant that is shown. */
  readonly nextEvent: number
  /** The first row in which the sides differ. */
  readonly firstDifference?: number
}
