/**
 * What the interrupt-path diagram shows: one request on its way from the device's line through both 8259As to the
 * processor, its handler and the end of interrupt; or the lines as they stand at an instant.
 * 8259A data sheet, "Interrupt Sequence"; SDM Vol. 3A, "Interrupt and Exception Handling".
 */
import type { BlockReason, DeliveryCheck, PicRegisters } from '../events'
import type { Instant, LinearAddress, Vector } from '../units'
import type { HandlerReference } from './idt-dispatch'
import type { InstructionReference } from './page-walk'

/** Both controllers and the processor's flag, right after something happened. */
export interface PathMoment {
  readonly instant: Instant
  readonly rip: LinearAddress
  /** RFLAGS.IF. */
  readonly interruptsEnabled: boolean
  readonly master: PicRegisters
  readonly slave: PicRegisters
}

/** What made the device raise its line, where the machine tells. */
export type RequestCause =
  | { readonly kind: 'tick'; readonly count: number }
  | { readonly kind: 'key'; readonly scanCode: number }

/** The request was looked at and not taken. */
export interface RequestWait extends PathMoment {
  /** All that hold, first asked first; at least one. */
  readonly reasons: readonly BlockReason[]
  /** The line in service that outranks it, where that is a reason. */
  readonly outrankedBy?: number
}

export interface Acknowledgement extends PathMoment {
  readonly vector: Vector
  /** No request was left: the controller answered with its input 7, and ISR keeps nothing. */
  readonly isSpurious: boolean
  /** The task priority, CR8. The 8259As know nothing of it: their interrupts pass by it. */
  readonly cr8: number
  /** The processor slept in HLT since then. */
  readonly haltedSince?: Instant
  /** Other lines that were in service already, whose handlers this one interrupts. */
  readonly nestedIn: readonly number[]
}

/** What the processor did with the vector. */
export type PathDelivery =
  | {
      readonly kind: 'entered'
      readonly instant: Instant
      readonly gateAddress: LinearAddress
      readonly handler: HandlerReference
      /** RFLAGS.IF as the handler finds it: 0 behind an interrupt gate. */
      readonly interruptsEnabled: boolean
      /** What comes next when the handler returns. */
      readonly instruction: InstructionReference
    }
  | {
      readonly kind: 'failed'
      readonly instant: Instant
      readonly gateAddress: LinearAddress
      readonly check: DeliveryCheck
      readonly instruction: InstructionReference
    }

/** A write of OCW2 that took the request out of an ISR. */
export interface PathEnd extends PathMoment {
  readonly controller: 'master' | 'slave'
  readonly isSpecific: boolean
  /** OCW2. */
  readonly value: number
  /** The OUT. */
  readonly instruction: InstructionReference
  /** The functions around it, the innermost inlined one first; empty where no debug information knows them. */
  readonly functions: readonly CodePlace[]
}

export interface CodePlace {
  readonly name: string
  /** `src/interrupts.rs:58`: the line being executed, or that of the call to the one before. */
  readonly source?: string
}

export interface InterruptPathReference {
  readonly sequence: number
  /** 0 to 15. */
  readonly line: number
}

export interface InterruptPath extends InterruptPathReference {
  readonly cause?: RequestCause
  /** Absent for a spurious interrupt, which nobody asked for. */
  readonly requested?: PathMoment
  readonly waits: readonly RequestWait[]
  readonly acknowledged?: Acknowledgement
  readonly delivery?: PathDelivery
  /** In the order in which they were written; two for a line of the slave. */
  readonly ends: readonly PathEnd[]
  /** IRETQ took the frame off. */
  readonly returned?: { readonly instant: Instant; readonly rip: LinearAddress }
  /** The device had lowered its line before INTA: the request was gone by then. */
  readonly withdrawnBy?: Instant
}

/** Where a request stands. */
export type PathState =
  | 'waiting' //      in IRR
  | 'withdrawn' //    gone before INTA
  | 'in-service' //   acknowledged, and its handler has not returned
  | 'failed' //       acknowledged, and no handler could be called
  | 'unended' //      its handler has returned without the EOI that is due
  | 'done'

/** A row of the list of recent requests. */
export interface InterruptPathSummary extends InterruptPathReference {
  /** Of the request, or of INTA when there was none. */
  readonly instant: Instant
  readonly state: PathState
  readonly vector?: Vector
  readonly isSpurious: boolean
  /** Instants from the request to the handler's first instruction. */
  readonly latency?: number
  /** What it waits for, or waited for at first; first asked first. */
  readonly reasons: readonly BlockReason[]
}

/** A line whose request waits at this instant. */
export interface WaitingRequest {
  readonly line: number
  /** Empty when it is taken at the next boundary between instructions. */
  readonly reasons: readonly BlockReason[]
  readonly outrankedBy?: number
  /** The request, when it is still among the recent. */
  readonly sequence?: number
  readonly since?: Instant
}

/** A line in service at this instant: INTA was, its EOI was not. */
export interface ServedLine {
  readonly line: number
  readonly sequence?: number
  readonly since?: Instant
  /** Its handler has returned: the EOI is missing. */
  readonly isUnended: boolean
}

/** The lines, the controllers and the processor as they stand. */
export interface InterruptStanding extends PathMoment {
  /** STI or MOV SS holds interrupts off for one instruction. */
  readonly isShadowed: boolean
  readonly cr8: number
  readonly activity: 'running' | 'halted' | 'shut down'
  readonly instruction: InstructionReference
  readonly waiting: readonly WaitingRequest[]
  readonly inService: readonly ServedLine[]
}

/** The recent requests, oldest first, the one that the reader looks at, and how all lines stand. */
export interface InterruptPaths {
  readonly recent: readonly InterruptPathSummary[]
  /** Requests since reset, those no longer kept included. */
  readonly total: number
  /** Absent when the reader looks at the lines as they stand, or nothing was requested yet. */
  readonly selected?: InterruptPath
  readonly standing: InterruptStanding
}

/** The number to select in place of a request's, to look at the lines as they stand. */
export const STANDING_LINES = 0
