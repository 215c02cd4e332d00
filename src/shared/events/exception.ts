/** Facts about exceptions and interrupts, from detection to return, as the core records them. */
import type { Instant, LinearAddress, Vector } from '../units'
import type { DeliveryAttempt } from './delivery'

/** What the processor was doing when it detected the exception. */
export type DetectedDuring = 'instruction' | 'delivery'

export interface ExceptionRaised {
  readonly topic: 'exception'
  readonly type: 'exception.raised'
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly vector: Vector
  /** Absent for vectors without an error code. */
  readonly errorCode?: number
  /** The faulting address, for #PF. */
  readonly cr2?: LinearAddress
  readonly during: DetectedDuring
  /** The vector whose delivery failed, when `during` is `delivery`. */
  readonly deliveredVector?: Vector
}

export type DeliverySource = 'exception' | 'interrupt' | 'instruction' | 'nmi'

/** A handler is about to run: the gate was read, the stack chosen, the frame pushed. */
export interface ExceptionDelivered {
  readonly topic: 'exception' | 'interrupt'
  readonly type: 'exception.delivered' | 'interrupt.delivered'
  readonly instant: Instant
  readonly vector: Vector
  readonly source: DeliverySource
  readonly errorCode?: number
  /** The instruction pointer that was pushed. */
  readonly returnRip: LinearAddress
  readonly handlerRip: LinearAddress
  /** RSP before delivery, and after the frame was pushed. */
  readonly rspBefore: LinearAddress
  readonly rspAfter: LinearAddress
  /** The IST field of the gate: 0 for none. */
  readonly ist: number
  readonly cplBefore: number
  readonly cplAfter: number
  /** The gate as it lies in memory: low and high quadword (high is 0 in 32-bit mode). */
  readonly gate: readonly [bigint, bigint]
  /** All that the processor read and stored for it. */
  readonly attempt: DeliveryAttempt
}

export interface ExceptionReturned {
  readonly topic: 'exception'
  readonly type: 'exception.returned'
  readonly instant: Instant
  /** Where IRET stood, and where it went. */
  readonly rip: LinearAddress
  readonly returnRip: LinearAddress
  readonly rspBefore: LinearAddress
  readonly rspAfter: LinearAddress
}

/** One link of the chain that led to shutdown. */
export interface FaultLink {
  readonly vector: Vector
  readonly errorCode?: number
  readonly cr2?: LinearAddress
  /** Why this exception could not be delivered, or what it was raised by. */
  readonly during: DetectedDuring
}

/** An exception while the double fault was being delivered: the processor stops. */
export interface ShutdownEntered {
  readonly topic: 'exception'
  readonly type: 'exception.shutdown'
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly chain: readonly FaultLink[]
}
