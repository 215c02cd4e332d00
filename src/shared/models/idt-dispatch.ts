/**
 * What the idt-dispatch diagram shows: one delivery, from its vector to the handler's first instruction, or to the
 * check that ended it; and what came of it. SDM Vol. 3A, "Interrupt and Exception Handling".
 */
import type { DeliveryAttempt, DeliveryCheck } from '../events/delivery'
import type { DeliverySource } from '../events/exception'
import type { Instant, LinearAddress, Vector } from '../units'
import type { PairRule } from '../x86/double-fault'
import type { IdtTable } from './idt-table'
import type { InstructionReference } from './page-walk'

/** Enough of another delivery to name it. */
export interface DispatchReference {
  readonly sequence: number
  readonly instant: Instant
  readonly vector: Vector
  readonly source: DeliverySource
  /** Of the interrupt controllers, 0 to 15, for their interrupts. */
  readonly line?: number
}

/** One of the checks of a delivery. `not-made`: an earlier one failed. */
export interface DispatchCheck {
  readonly check: DeliveryCheck
  readonly result: 'passed' | 'failed' | 'not-made'
}

export interface RaisedException {
  readonly vector: Vector
  readonly errorCode?: number
  /** The faulting address, for #PF. */
  readonly cr2?: LinearAddress
}

/** A delivery that failed, what that raised, and what the two became. */
export interface FailedPair {
  readonly first: DispatchReference
  readonly second: RaisedException
  readonly rule: PairRule
}

/** Code at the beginning of a handler, as it lies in memory. */
export interface HandlerReference {
  readonly rip: LinearAddress
  readonly symbol?: string
  /** `src/interrupts.rs:58`. */
  readonly source?: string
  /** The first few instructions. */
  readonly code: readonly { readonly address: LinearAddress; readonly text: string }[]
}

/** The handler was entered. */
export interface DispatchEntry {
  readonly handler: HandlerReference
  readonly cplAfter: number
  readonly rspAfter: LinearAddress
  /** RFLAGS.IF before, and as the handler finds it. */
  readonly ifBefore: boolean
  readonly ifAfter: boolean
}

/** How it ended. A delivery that failed has ended with its failure. */
export type DispatchEnd =
  /** IRETQ took the frame off. */
  | {
      readonly kind: 'returned'
      readonly instant: Instant
      /** Where IRETQ stands. */
      readonly rip: LinearAddress
      readonly target: InstructionReference
      /** Elsewhere than where the frame, as it was pushed, would have led. */
      readonly isElsewhere: boolean
    }
  /** No IRETQ has taken the frame off yet. */
  | { readonly kind: 'open' }
  /** None ever will: the frame was overwritten by that of another delivery. */
  | { readonly kind: 'overwritten'; readonly by: DispatchReference }
  /** None ever will: a handler further out has returned, and its stack pointer is beyond the frame. */
  | { readonly kind: 'left'; readonly instant: Instant }
  /** No handler was called; what the failed check raised, and what became of both. */
  | { readonly kind: 'failed'; readonly check: DeliveryCheck; readonly pair?: FailedPair }

export interface IdtDispatch extends DispatchReference {
  readonly errorCode?: number
  /** The faulting address, for #PF. */
  readonly cr2?: LinearAddress
  /** 16 in IA-32e mode, 8 outside of it. */
  readonly gateBytes: 8 | 16
  readonly attempt: DeliveryAttempt
  /** Those that this delivery is subject to, in the order in which the processor makes them. */
  readonly checks: readonly DispatchCheck[]
  readonly entry?: DispatchEntry
  /** What the processor was at: it faulted, asked for the vector, or would have come next. */
  readonly instruction: InstructionReference
  /** The handlers that were interrupted, the nearest first; of very many only those. */
  readonly within: readonly DispatchReference[]
  /** How many handlers were interrupted. */
  readonly depth: number
  /** Raised while another vector was being delivered. */
  readonly after?: FailedPair
  readonly end: DispatchEnd
}

/** A row of the list of recent deliveries. */
export interface IdtDispatchSummary extends DispatchReference {
  readonly errorCode?: number
  /** How many handlers it interrupted. */
  readonly depth: number
  readonly ist: number
  readonly end: DispatchEnd['kind']
  readonly failedCheck?: DeliveryCheck
}

/** The recent deliveries, oldest first, and the one that the reader looks at. */
export interface IdtDispatches {
  readonly recent: readonly IdtDispatchSummary[]
  /** Deliveries since reset, those no longer kept included. */
  readonly total: number
  readonly selected?: IdtDispatch
  /** The whole table as it lies in memory now, when the reader looks at it in place of a delivery. */
  readonly table?: IdtTable
}
