/** One request as the observer keeps it: the facts that were told of it, in the order of its way. Plain data. */
import type {
  DeliveryFailed,
  ExceptionDelivered,
  InterruptAcknowledged,
  InterruptBlocked,
  InterruptEnded,
  InterruptRequested,
} from '../../shared/events'
import { dueEnds, type ControllerName } from '../../shared/interrupt-lines'
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

/** The controllers that still have it in service. */
export const dueEndsOf = ({ line, acknowledged, ends }: KeptPath): readonly ControllerName[] =>
  acknowledged
    ? dueEnds(
        line,
        acknowledged.event,
        ends.map(({ controller }) => controller),
      )
    : []

export function stateOf(path: KeptPath): PathState {
  if (isWaiting(path)) return 'waiting'
  if (!path.acknowledged) return 'withdrawn'
  if (path.delivery?.type === 'exception.delivery-failed') return 'failed'
  if (!path.returned) return 'in-service'
  return dueEndsOf(path).length > 0 ? 'unended' : 'done'
}

export function lastOf<Kept>(kept: readonly Kept[], is: (one: Kept) => boolean): Kept | undefined {
  for (let index = kept.length - 1; index >= 0; index--) {
    const one = kept[index]
    if (one && is(one)) return one
  }
  return undefined
}
