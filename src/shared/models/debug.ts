/** What debug information says about a stopped program: where it stands, who called it, what its variables hold. */
import type { LinearAddress } from '../units'

export interface SourceFile {
  /** As the compiler was given it: relative to `directory` unless it begins with a slash. */
  readonly file: string
  /** Where the compiler ran. */
  readonly directory?: string
}

export interface SourceLocation extends SourceFile {
  readonly line: number
  /** From 1; absent when the compiler did not say. */
  readonly column?: number
}

/**
 * How a frame was found, from certain to guessed:
 * the registers themselves, the frame that the processor pushed for an interrupt or exception,
 * the compiler's unwind tables, the chain of saved RBP, or a word on the stack that follows a CALL.
 */
export type FrameOrigin =
  'registers' | 'interrupt-frame' | 'unwind-table' | 'frame-pointer' | 'stack-scan'

/** One function of a backtrace. Those inlined into a function share its address and stack, and come before it. */
export interface Frame {
  /** RIP, or where a call returns to. */
  readonly address: LinearAddress
  readonly function?: string
  /** The canonical frame address, where the unwind table gives it. */
  readonly frameAddress?: bigint
  /** The line being executed, or the line of the call. */
  readonly source?: SourceLocation
  readonly isInlined: boolean
  readonly origin: FrameOrigin
  /** RSP as this function sees it. */
  readonly stackPointer: LinearAddress
  /** Frames of one activation, inlined ones included, have one number; 0 is where RIP stands. */
  readonly activation: number
}

/** A frame as the pane of calls lists it. */
export interface StackFrame extends Frame {
  /** The name of the stack that it is on, where the image names what lies there. */
  readonly stack?: string
  /** The processor, or the program, had gone over from this frame's stack to the one of the frame before. */
  readonly isOnOtherStack: boolean
}

/** Where the program stands, and who called whom. */
export interface Backtrace {
  /** The innermost first. */
  readonly frames: readonly StackFrame[]
  /** While the machine runs only the innermost function is told, with those inlined into it. */
  readonly isComplete: boolean
  /** Index of the frame whose source and locals are shown. */
  readonly selected: number
}

/** A value of the program, read and printed as Rust's `{:?}` prints it. */
export interface TypedValue {
  /** The type's name in Rust. */
  readonly type: string
  /** On one line; cut with `…` where it would be long. */
  readonly text: string
  /** Where it lies; absent when a register holds it. */
  readonly address?: LinearAddress
  /** Fields, elements, or what a pointer points at. */
  readonly children: readonly NamedValue[]
}

export interface NamedValue {
  /** A field's name, an index, or `*` for what a pointer points at. */
  readonly name: string
  readonly value: TypedValue
}

/**
 * Why a variable has no value to show: the compiler kept it nowhere, or nowhere at this instruction; a register that
 * held it, or what the caller passed, is lost; memory on the way to it is not mapped; or the debug information makes no
 * sense.
 */
export type Absence =
  'optimized-out' | 'not-here' | 'register-lost' | 'argument-lost' | 'not-mapped' | 'not-understood'

/** A local or static of the program. */
export interface Variable {
  /** With its path for a static: `kernel::task::QUEUE`. */
  readonly name: string
  readonly type: string
  readonly isParameter: boolean
  readonly source?: SourceLocation
  readonly value?: TypedValue
  /** Why there is no value. */
  readonly absence?: Absence
}
