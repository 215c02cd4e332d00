/**
 * What the stack-switch diagram shows: every stack that is known, which of them is in use, and what put it there.
 * SDM Vol. 3A, "Interrupt and Exception Handling", "Stack Switching in IA-32e Mode".
 *
 * Stacks are found without the kernel's help: by the mapped pages around a pointer, by symbols, by the TSS.
 */
import type { DeliveryAttempt, DeliveryCheck, FrameWord, StackSource } from '../events/delivery'
import type { DeliverySource } from '../events/exception'
import type { WalkOutcome } from '../events/page-walk'
import type { Instant, LinearAddress, Vector } from '../units'
import type { PairRule } from '../x86/double-fault'
import type { PagingLevel } from '../x86/paging'
import type { FrameOrigin } from './debug'
import type { InstructionReference } from './page-walk'

/** A stack pointer of the 64-bit TSS. */
export type StackField = `RSP${0 | 1 | 2}` | `IST${1 | 2 | 3 | 4 | 5 | 6 | 7}`

export interface StackPointerField {
  readonly field: StackField
  /** Where the field lies. */
  readonly address: LinearAddress
  readonly value: LinearAddress
}

export interface TaskState {
  readonly selector: number
  readonly base: LinearAddress
  readonly limit: number
  /** RSP0 to RSP2, IST1 to IST7: those within the limit that can be read. */
  readonly pointers: readonly StackPointerField[]
}

/** What says that a stack ends here. */
export type BoundSource =
  /** The page next to it is not mapped, or not for writing. */
  | { readonly kind: 'mapping' }
  | { readonly kind: 'symbol'; readonly name: string }
  /** A pointer of the TSS: handlers start from there. */
  | { readonly kind: 'tss'; readonly field: StackField }

export interface StackBound {
  readonly address: LinearAddress
  /** At least one. */
  readonly foundBy: readonly BoundSource[]
}

/** The page below a stack, when the walk of its address stops at an entry with P = 0. */
export interface GuardPage {
  readonly page: LinearAddress
  /** The table whose entry has P = 0. */
  readonly stoppedAt: PagingLevel
}

/** From the lowest byte to the one after the highest. */
export interface Span {
  readonly from: LinearAddress
  readonly to: LinearAddress
}

/** What a function keeps on the stack: its locals, saved registers, arguments and return address of what it called. */
export interface FunctionPart extends Span {
  readonly kind: 'function'
  readonly name?: string
  /** `src/main.rs:42` of the present instruction, or of the call. */
  readonly source?: string
  readonly origin: FrameOrigin
}

/** Many functions one above the other: `name` where it is the same one, over and over. */
export interface FunctionsPart extends Span {
  readonly kind: 'functions'
  readonly count: number
  readonly name?: string
}

/** What the processor pushed to call a handler. */
export interface ProcessorFrame extends Span {
  readonly kind: 'processor-frame'
  readonly vector: Vector
  readonly instant: Instant
  /** SS first, as they were pushed; values as they lie in memory now. */
  readonly words: readonly FrameWord[]
}

/** Frames of one vector, each pushed right below the one before. */
export interface ProcessorFrames extends Span {
  readonly kind: 'processor-frames'
  readonly vector: Vector
  readonly count: number
}

/** Bytes of which nobody can say whose they are, and why. */
export interface UnknownPart extends Span {
  readonly kind: 'unknown'
  readonly reason:
    | 'alignment' //       RSP was rounded down to a multiple of 16 before the frame was pushed
    | 'no-caller' //       the backtrace does not lead on
    | 'not-looked-at' //   there is more than is looked at while the machine runs
    | 'past' //            the machine has gone on since
}

export type StackPart =
  FunctionPart | FunctionsPart | ProcessorFrame | ProcessorFrames | UnknownPart

export interface Stack {
  /** Stays the same while the stack is known: what ids of drawings are made of. */
  readonly key: string
  /** `kernel stack`, `IST1 stack`. */
  readonly name: string
  /** The fields of the TSS that point at its top. */
  readonly fields: readonly StackField[]
  /** One past the highest byte; absent where nothing marks an end. */
  readonly top?: StackBound
  /** The lowest byte. */
  readonly bottom?: StackBound
  readonly guard?: GuardPage
  /** `unknown`: somebody stood on it before, and nothing says whether somebody will again. */
  readonly use: 'current' | 'suspended' | 'unused' | 'unknown'
  /** RSP, or what it will be when this stack is gone back to. */
  readonly pointer?: LinearAddress
  /** Highest address first, without gaps from the top to the pointer. */
  readonly parts: readonly StackPart[]
}

/** An exception without the story around it. */
export interface RaisedFault {
  readonly vector: Vector
  readonly errorCode?: number
  readonly cr2?: LinearAddress
}

/** One vector that the processor tried to call a handler for. */
export interface DeliveryStep extends RaisedFault {
  readonly source: DeliverySource
  /** Of the 8259s, 0 to 15, for their interrupts. */
  readonly line?: number
  /** What the failure of the step before raised. Absent for the first. */
  readonly second?: RaisedFault
  /** Whether `second` is what is delivered now, or both together became this #DF. */
  readonly rule?: Exclude<PairRule, 'shutdown'>
  /** Why no handler could be called; absent where one was. */
  readonly failedCheck?: DeliveryCheck
  readonly attempt?: DeliveryAttempt
  readonly handler?: InstructionReference
}

/** What would have come of it, had the last gate named another stack. */
export interface Counterfactual {
  readonly vector: Vector
  /** The gate's IST field as it was not. */
  readonly ist: number
  /** Where the frame would have been pushed. */
  readonly frame: Span
  readonly stack?: string
  /** How the store of the frame would have gone. */
  readonly outcome: WalkOutcome
  /** What the gate would have led to. */
  readonly handler?: InstructionReference
}

interface StoryOpening {
  /** Counts the stories of a run from 1. */
  readonly sequence: number
  readonly instant: Instant
  readonly instruction: InstructionReference
  readonly rspBefore: LinearAddress
  /** Keys of the stacks of RSP before and after; absent where the pointer lies on none. */
  readonly from?: string
  readonly to?: string
  /** The stacks are as the story left them; else only what the events say is known. */
  readonly isLive: boolean
}

/** An exception or interrupt, and the exceptions that came of delivering it, up to a handler or to the end. */
export interface DeliveryStory extends StoryOpening {
  readonly kind: 'delivery'
  /** At least one; all but the last failed, and the last as well when it ended in shutdown. */
  readonly steps: readonly DeliveryStep[]
  readonly end: 'delivered' | 'shutdown'
  /** What #DF's own delivery raised. */
  readonly lastFault?: RaisedFault
  readonly stackSource?: StackSource
  readonly ist: number
  readonly cplBefore: number
  readonly cplAfter: number
  readonly rspAfter: LinearAddress
  readonly counterfactual?: Counterfactual
}

/** IRETQ: a frame was taken off. */
export interface ReturnStory extends StoryOpening {
  readonly kind: 'return'
  readonly rspAfter: LinearAddress
  readonly target: InstructionReference
  /** In the order of loading; values as they lie in memory, for a story that is live. */
  readonly words: readonly FrameWord[]
  /** The delivery that pushed the frame, where it was seen. */
  readonly delivery?: {
    readonly vector: Vector
    readonly instant: Instant
    readonly pushedRip: LinearAddress
  }
}

export type StackStory = DeliveryStory | ReturnStory

/** Why RSP points into the stack that it points into. */
export type StackReason =
  /** An IST field of a gate, or a change of privilege, for this vector. */
  | { readonly kind: 'delivery'; readonly vector: Vector; readonly field: StackField }
  | { readonly kind: 'return'; readonly instant: Instant }
  /** No delivery and no return: code loaded RSP, or whoever started it did. */
  | { readonly kind: 'code' }

export interface StackSwitch {
  readonly instant: Instant
  readonly instruction: InstructionReference
  readonly rsp: LinearAddress
  readonly cpl: number
  readonly isHalted: boolean
  readonly taskState?: TaskState
  /** The current one first, then those that wait, then those unused. */
  readonly stacks: readonly Stack[]
  /** Key of the stack that RSP points into; absent when it points at nothing that is mapped. */
  readonly current?: string
  readonly reason: StackReason
  /** What the picture is about; absent when nothing was delivered that is still under way. */
  readonly story?: StackStory
}

/** A row of the list of recent stories. */
export interface StackStorySummary {
  readonly sequence: number
  readonly instant: Instant
  readonly kind: StackStory['kind']
  /** Tried vectors in order; of a return the vector whose frame it took off, where it is known. */
  readonly vectors: readonly Vector[]
  readonly end: DeliveryStory['end'] | 'returned'
  readonly ist: number
  readonly cplBefore: number
  readonly cplAfter: number
}

/** The recent stories, oldest first, and what the reader looks at. */
export interface StackSwitches {
  readonly recent: readonly StackStorySummary[]
  /** Stories since reset, those no longer kept included. */
  readonly total: number
  readonly shown: StackSwitch
}
