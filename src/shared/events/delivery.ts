/**
 * What the processor read, tested and decided while it called a handler: enough to draw it without reading memory again.
 * SDM Vol. 3A, "Interrupt and Exception Handling", "IA-32e Mode 64-bit".
 *
 * What an attempt that failed did not come to is absent.
 */
import type { Instant, LinearAddress, Vector } from '../units'
import type { DeliverySource } from './exception'

export interface TableRegister {
  readonly base: LinearAddress
  /** In bytes: offset of the last byte of the table. */
  readonly limit: number
}

/** One word that the processor pushed for the handler, in the order of pushing. */
export interface FrameWord {
  readonly slot: 'SS' | 'RSP' | 'RFLAGS' | 'CS' | 'RIP' | 'error code'
  readonly address: LinearAddress
  readonly value: bigint
}

/** Where the handler's stack pointer came from. */
export type StackSource = 'current' | 'ist' | 'privilege-change'

/** What must hold, in the order in which the processor tests it. */
export type DeliveryCheck =
  | 'idt-limit' //             8 or 16 × vector + its size − 1 ≤ IDTR.limit
  | 'gate-read' //             the gate itself can be read: no #PF
  | 'gate-type' //             an interrupt or trap gate (0xE, 0xF)
  | 'gate-dpl' //              INT n: CPL ≤ DPL of the gate
  | 'gate-present' //          P = 1
  | 'selector-not-null'
  | 'selector-limit' //        the descriptor lies within the GDT or LDT
  | 'descriptor-read' //       it can be read: no #PF
  | 'code-segment' //          S = 1 and a code segment
  | 'code-dpl' //              not less privileged than the present code
  | 'code-64-bit' //           L = 1 and D = 0, in IA-32e mode
  | 'code-present' //          P = 1
  | 'tss-limit' //             the stack pointer lies within the TSS
  | 'tss-read' //              it can be read: no #PF
  | 'stack-segment' //         outside of IA-32e mode: the inner stack's segment can be loaded
  | 'stack-canonical'
  | 'handler-canonical' //     outside of IA-32e mode: within the limit of the code segment
  | 'frame-push' //            every word of the frame can be stored

export interface DeliveryAttempt {
  readonly idtr: TableRegister
  readonly gateAddress: LinearAddress
  /** Low and high quadword as they lie in memory; the high one is 0 for the 8-byte gates outside of IA-32e mode. */
  readonly gate?: readonly [bigint, bigint]
  /** The code segment's descriptor that the gate's selector names. */
  readonly codeDescriptor?: { readonly address: LinearAddress; readonly value: bigint }
  readonly stackSource?: StackSource
  /** The stack pointer that was read from the TSS, and where; not yet aligned. */
  readonly stackPointer?: { readonly address: LinearAddress; readonly value: LinearAddress }
  /** Where the task register points, when the stack pointer comes from there. */
  readonly tss?: TableRegister
  /** Linear address above the frame's first word: the chosen stack pointer, aligned down to 16 bytes in IA-32e mode. */
  readonly frameTop?: LinearAddress
  /** RSP before the attempt. */
  readonly rspBefore: LinearAddress
  readonly cplBefore: number
  readonly rflagsBefore: bigint
  /**
   * The words that were stored: all of them, or none. The processor makes sure that the whole frame can be stored before
   * it stores any of it.
   */
  readonly frame: readonly FrameWord[]
}

/** A handler could not be called. What the failed check raises follows as `exception.raised`. */
export interface DeliveryFailed {
  readonly topic: 'exception'
  readonly type: 'exception.delivery-failed'
  readonly instant: Instant
  /** The instruction pointer that would have been pushed. */
  readonly rip: LinearAddress
  /** The vector that could not be delivered. */
  readonly vector: Vector
  readonly source: DeliverySource
  readonly failedCheck: DeliveryCheck
  readonly attempt: DeliveryAttempt
}
