/** What the observer of who ran when asks of a machine. */
import type { Instant, LinearAddress } from '../../../shared/units'
import type { LockChange } from './lock-histories'

/** What is watched for the observer once somebody looks. */
export interface InterleavingSources {
  /** The task whose poll is under way. */
  readonly task: () => RunningTask | undefined
  readonly hasLocks: boolean
  /** Names of the locks that are taken as the machine stands. */
  readonly heldLocks: () => readonly string[]
  readonly save: () => unknown
  /** `undefined`: to an instant at which nothing was watched yet, and nothing is known of it. */
  readonly restore: (saved: unknown) => void
  /** Watches nothing any more. */
  readonly stop: () => void
}

export interface RunningTask {
  readonly key: string
  readonly name: string
}

export interface InterleavingReader {
  readonly instant: () => Instant
  readonly areInterruptsEnabled: () => boolean
  readonly functionAt: (rip: LinearAddress) => string | undefined
  /** Begins to watch; the listeners are called from now on, in the order of what happens. */
  readonly watch: (listener: {
    pollsChanged(instant: Instant, cause: 'poll' | 'poll-end'): void
    lockChanged(change: LockChange): void
    flagChanged(instant: Instant, isEnabled: boolean): void
  }) => InterleavingSources
}
