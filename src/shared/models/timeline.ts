/** What the timeline shows: when things happened over the whole run, and where the machine stands in it. */
import type { Instant } from '../units'
import type { TextScreen } from './machine'

/** The rows of the timeline, from top to bottom. */
export const LANES = [
  'faults',
  'interrupts',
  'page-walks',
  'inputs',
  'serial',
  'halts',
  'ports',
] as const
export type Lane = (typeof LANES)[number]

/** How many things happened in a stretch of instants, and when the first of them did. */
export interface LaneMark {
  readonly from: Instant
  readonly to: Instant
  readonly count: number
  /** What it was, when it was one: `#PF`, `vector 0x20`. */
  readonly label?: string
}

export interface TimelineLane {
  readonly lane: Lane
  /** Over the whole run. */
  readonly total: number
  /** In ascending order, within the range that is shown. */
  readonly marks: readonly LaneMark[]
}

/** One way that the run took. The present one and those that were left. */
export interface Branch {
  readonly id: number
  /** Where it left its parent; the first branch has none. */
  readonly parent?: number
  readonly forkedAt: Instant
  readonly end: Instant
  readonly isPresent: boolean
  /** What it does otherwise than its parent: `RAX = 5`, `typed "help"`; `first run` for the first. */
  readonly change: string
  /** What the reader calls it. */
  readonly name?: string
}

/** An instant that the reader has given a name. */
export interface Bookmark {
  readonly id: number
  readonly name: string
  readonly branch: number
  readonly instant: Instant
}

/** Something that reached the guest from outside, in words. */
export interface RunInput {
  /** Its place among all inputs of the branch. */
  readonly index: number
  readonly instant: Instant
  readonly words: string
  /** A person changed the machine itself; else a device was given something. */
  readonly isEdit: boolean
}

/** The ways that the run took, and what the reader noted on them: changes when the reader does something. */
export interface RunBranches {
  readonly branches: readonly Branch[]
  readonly bookmarks: readonly Bookmark[]
  /** Of the present branch; the latest, when there are very many. */
  readonly inputs: readonly RunInput[]
}

/** When things happened, in the range that is shown: changes as the run goes on, not as one goes through it. */
export interface RunLanes {
  /** The range that is shown. */
  readonly from: Instant
  readonly to: Instant
  readonly lanes: readonly TimelineLane[]
}

/** Where the machine stands: changes with every step. */
export interface RunPlace {
  readonly now: Instant
  /** The furthest that the present branch has been. */
  readonly end: Instant
}

/** What the text screen showed at an instant that somebody points at. */
export interface Thumbnail {
  readonly instant: Instant
  readonly screen: TextScreen
}

/** All of it, as it is drawn. */
export interface Timeline extends RunPlace, RunLanes, Pick<RunBranches, 'branches' | 'bookmarks'> {}
