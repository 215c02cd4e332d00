/** What the variables pane shows: the locals of a call and the statics as one tree, of which the rows in view are told. */
import type { SettableRegister } from '../state-edit'
import type { LinearAddress } from '../units'
import type { Absence, SourceLocation } from './debug'

/** A number that a person can change where it lies. */
export interface ChangeableScalar {
  readonly kind: 'unsigned' | 'signed' | 'bool' | 'char' | 'pointer'
  /** In bytes. */
  readonly size: number
  readonly place:
    | { readonly kind: 'memory'; readonly address: LinearAddress }
    /** Some bytes of a register that holds `whole` now. */
    | {
        readonly kind: 'register'
        readonly register: SettableRegister
        readonly offset: number
        readonly whole: bigint
      }
}

interface TreeRow {
  /** Tells the row from all others, also when the machine has gone on. */
  readonly key: string
  /** From 1. */
  readonly level: number
  readonly canOpen: boolean
  readonly isOpen: boolean
  /** Its number among those beside it, from 1, and how many these are. */
  readonly position: number
  readonly setSize: number
}

/** The variables of one function, or the statics. */
export interface VariableGroupRow extends TreeRow {
  readonly kind: 'group'
  readonly group: 'locals' | 'statics'
  /** The function, where it is known. */
  readonly name?: string
  readonly isInlined: boolean
  readonly count: number
}

export interface ValueRow extends TreeRow {
  readonly kind: 'value'
  readonly name: string
  readonly type: string
  /** As Rust's `{:?}` prints it; empty when the variable has no value. */
  readonly text: string
  readonly absence?: Absence
  readonly isParameter: boolean
  /** Another text than when the machine last stood still. */
  readonly isChanged: boolean
  readonly address?: LinearAddress
  readonly source?: SourceLocation
  readonly scalar?: ChangeableScalar
}

export type VariableRow = VariableGroupRow | ValueRow

export interface Variables {
  /** Rows of the whole tree as it is opened. */
  readonly total: number
  /** Of the first of `rows`. */
  readonly first: number
  readonly rows: readonly VariableRow[]
  /** The list of statics is still being read out of the debug information. */
  readonly isReadingStatics: boolean
}

/** What the reader looks at of it. */
export interface VariablesWindow {
  /** Rows in view: the first, and how many. */
  readonly first: number
  readonly count: number
  /** A part of a name; empty for all. */
  readonly search: string
  /** Keys of the rows that are open. */
  readonly opened: readonly string[]
}

/** The groups that are open before the reader has said anything: the call, some of what it is inlined into, the statics. */
export const FIRST_OPENED: readonly string[] = ['frame 0', 'frame 1', 'frame 2', 'statics']
