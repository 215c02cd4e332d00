/**
 * Who ran when: the main flow, each handler and each task in a lane of its own, and between them the spin locks, with who
 * held each and who waited for it.
 */
import type { Instant } from '../units'

export interface Lane {
  readonly key: string
  readonly kind: 'main' | 'handler' | 'task'
  /** `main`, `IRQ0`, `#PF`, `converse`. */
  readonly name: string
  /** What the name stands for, where there is more to say: `timer`, `task 2`. */
  readonly remark?: string
}

/** Why something else runs from here on. */
export type SwitchCause = 'begin' | 'delivery' | 'return' | 'poll' | 'poll-end' | 'halt'

export interface LaneSwitch {
  /** Counts from 1. */
  readonly sequence: number
  readonly instant: Instant
  readonly cause: SwitchCause
  /** From here on: indices of lanes, the one that runs last; those before it were interrupted, or have called. */
  readonly stack: readonly number[]
  /** HLT: nothing runs until an interrupt. */
  readonly isAsleep: boolean
  /** The function that was left, where it has a name. */
  readonly left?: string
}

/** A stretch of time in which a lock was held, or waited for. */
export interface LockStretch {
  readonly from: Instant
  /** Absent while it goes on. */
  readonly to?: Instant
  readonly lane: number
  readonly function?: string
}

export interface LockHistory {
  readonly name: string
  readonly held: readonly LockStretch[]
  /** From the second look in vain on. */
  readonly waits: readonly LockStretch[]
}

/** A stretch in which RFLAGS.IF was 0. */
export interface DisabledStretch {
  readonly from: Instant
  readonly to?: Instant
}

export interface Interleaving {
  readonly instant: Instant
  readonly lanes: readonly Lane[]
  /** Oldest first; the last is what runs now. */
  readonly recent: readonly LaneSwitch[]
  /** Switches that were seen: from the first look on. */
  readonly total: number
  /** The switch up to which the story is told. */
  readonly selected?: LaneSwitch
  /** Those of which something is known. */
  readonly locks: readonly LockHistory[]
  readonly disabled: readonly DisabledStretch[]
  /** Whether any lock was recognised in the image. */
  readonly hasLocks: boolean
}
