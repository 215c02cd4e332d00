/** One request as the observer keeps it: the facts that were told of it, in the order of its way. Plain data. */
import type {
  DeliveryFailed,
  ExceptionDelivered,
  InterruptAcknowledged,
  InterruptBlocked,
  InterruptEnded,
  InterruptRequested,
} from '../../shared/events'
import { isSlaveLine } from '../../shared/interrupt-lines'
import type { PathState, RequestCause } from '../../shared/models/interrupt-path'
import type { Instant, LinearAddress } from '../../shared/units'

export interface KeptPath {
  readonly sequence: number
  readonly line: number
  readonly cause?: RequestCause
  readonly requested?: InterruptRequested
  readonly waits: readonly InterruptBlocked[]
  readonly acknowledged?: KeptAcknowledgement
  readonly delivery?: ExceptionDelivered | DeliveryFailed
  readonly ends: readonly InterruptEnded[]
  readonly returned?: { readonly instant: Instant; readonly rip: LinearAddress }
  readonly withdrawnBy?: Instant
}

export interface KeptAcknowledgement {
  readonly event: InterruptAcknowledged
  readonly cr8: number
  readonly haltedSince?: Instant
  readonly nestedIn: readonly number[]
}

/** IRR still keeps the request, as far as events tell. */
export const isWaiting = ({ requested, acknowledged, withdrawnBy }: KeptPath): boolean =>
  requested !== undefined && acknowledged === undefined && withdrawnBy === undefined

/** The ISR bits that INTA has set for it and no EOI has cleared, by controller. */
export function dueEnds({ line, acknowledged, ends }: KeptPath): readonly ('master' | 'slave')[] {
  if (!acknowledged) return []
  const { isSpurious, master, slave } = acknowledged.event
  const setBits = [
    ...(isSlaveLine(line) && !isSpurious && !slave.isAutomaticEoi ? (['slave'] as const) : []),
    // A spurious interrupt of the slave was a real one for the master.
    ...((isSlaveLine(line) || !isSpurious) && !master.isAutomaticEoi ? (['master'] as const) : []),
  ]
  return setBits.filter((chip) => !ends.some(({ controller }) => controller === chip))
}

export function stateOf(path: KeptPath): PathState {
  if (isWaiting(path)) return 'waiting'
  if (!path.acknowledged) return 'withdrawn'
  if (path.delivery?.type === 'exception.delivery-failed') return 'failed'
  if (!path.returned) return 'in-service'
  return dueEnds(path).length > 0 ? 'unended' : 'done'
}

export function lastOf(
  kept: readonly KeptPath[],
  is: (path: KeptPath) => boolean,
): KeptPath | undefined {
  for (let index = kept.length - 1; index >= 0; index--) {
    const path = kept[index]
    if (path && is(path)) return path
  }
  return undefined
}
