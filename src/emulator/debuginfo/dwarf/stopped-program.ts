/**
 * What debug information says about a program that stands still: its calls, its variables, its values.
 *
 * Knows the program only by its registers and a way to read its memory, both given with each question.
 */
import type {
  Absence,
  Frame,
  SourceLocation,
  TypedValue,
  Variable,
} from '../../../shared/models/debug'
import type { LinearAddress } from '../../../shared/units'
import type { Entry } from './entry'
import type { StoppedRegisters } from './frame-registers'
import type { Leaves } from './leaves'
import type { ParameterPlace } from './parameters'
import type { IsWanted } from './part-holders'
import type { Part } from './parts'
import type { StateMachineLayout } from './state-machines'
import type { GenericFunction } from './type-arguments'
import type { Type } from './type-kinds'
import type { ValueNode } from './value-nodes'
import type { ReadMemory } from './values'

/** A function at an address, without a stack. */
export type CodeFrame = Pick<Frame, 'function' | 'source' | 'isInlined'>

/** What a type looks like: enough to read a structure whose layout is the compiler's. */
export interface TypeLayout {
  readonly name: string
  readonly size: number
  readonly members: readonly MemberLayout[]
}

export interface MemberLayout {
  readonly name: string
  readonly type: string
  readonly offset: number
  readonly size: number
}

export interface StoppedProgram {
  /** The functions at an address, the innermost inlined one first. */
  framesAt(address: bigint): readonly CodeFrame[]
  /** All frames, the innermost first, through interrupts and across stacks. */
  backtrace(registers: StoppedRegisters, readMemory: ReadMemory): readonly Frame[]
  /** What tells the innermost frame from all others of its function: its canonical frame address, where it is known. */
  frameAddress(registers: StoppedRegisters, readMemory: ReadMemory): bigint | undefined
  /** Locals and parameters of frame `index` of the backtrace. */
  locals(registers: StoppedRegisters, index: number, readMemory: ReadMemory): readonly Variable[]
  /**
   * The variables of frame `index`, then those of the functions that it is inlined into, each to be opened part by part.
   * No more than `reach` activations are unwound for it.
   */
  openLocals(
    registers: StoppedRegisters,
    index: number,
    readMemory: ReadMemory,
    reach?: number,
  ): readonly OpenScope[]
  openStatic(name: string, readMemory: ReadMemory): ValueNode | undefined
  /** Reads a stretch more of what `statics` gives; whether that is all now. */
  readMoreStatics(): boolean
  /** Names, types and addresses of all statics. */
  statics(): readonly StaticSummary[]
  /** The same with the structure of their types, for `typeOf`. */
  staticRoots(): readonly StaticRoot[]
  readStatic(name: string, readMemory: ReadMemory): Variable | undefined
  /** The value of a type, by its name, at an address; nothing when no such type is known. */
  readValue(type: string, address: LinearAddress, readMemory: ReadMemory): TypedValue | undefined
  /** `count` values of a type, one behind the other, laid out flat: no more than the first `most` parts. */
  leavesOf(
    type: Entry,
    values: { readonly address: LinearAddress; readonly count: number; readonly most: number },
    readMemory: ReadMemory,
  ): Leaves
  layoutOf(type: string): TypeLayout | undefined
  /** The structure of a type, by its name, for those who read values by themselves. */
  typeNamed(name: string): Type | undefined
  /** The structure of a type that another one refers to; opaque when it cannot be read. */
  typeOf(entry: Entry): Type
  /** Where the function that begins at an address finds its parameters; nothing when none is known to. */
  parametersAt(address: bigint): readonly ParameterPlace[] | undefined
  /** What the functions at an address were compiled for, the innermost inlined one first. */
  genericFunctionsAt(address: bigint): readonly GenericFunction[]
  /** The tables of methods that the compiler made for implementations of a trait, by its path. */
  vtables(trait: string): readonly VtableSummary[]
  /** The states of a type that an `async fn` was compiled to; nothing for any other type. */
  stateMachine(type: string): StateMachineLayout | undefined
  /** Finds parts of values of a type, by its name; none when no such type is known. */
  partFinder(isWanted: IsWanted): NamedPartFinder
}

/** One function of an activation. */
export interface OpenScope {
  readonly function?: string
  readonly isInlined: boolean
  variables(): readonly OpenVariable[]
}

export interface OpenVariable {
  readonly name: string
  readonly type: string
  readonly isParameter: boolean
  readonly source?: SourceLocation
  readonly value: ValueNode | Absence
}

export interface NamedPartFinder {
  mayHold(type: string): boolean
  find(type: string, address: LinearAddress, readMemory: ReadMemory): readonly Part[]
}

export interface VtableSummary {
  /** What implements the trait. */
  readonly type: string
  readonly address: LinearAddress
}

export interface StaticSummary {
  readonly name: string
  readonly type: string
  /** What the compiler was told to compile: `src/main.rs` of one's own, the path of a library's. */
  readonly unit: string
  readonly address: LinearAddress
}

export interface StaticRoot {
  readonly name: string
  readonly address: LinearAddress
  readonly type: Entry
}
