/** Where a run shall stop: breakpoints as the reader sets and sees them. */
import type { LinearAddress } from '../units'
import type { SourceFile } from './debug'

export type BreakpointPlace =
  | { readonly type: 'address'; readonly address: LinearAddress }
  /** By its path, or by the end of it. */
  | { readonly type: 'function'; readonly name: string }
  | { readonly type: 'line'; readonly source: SourceFile; readonly line: number }
  /** Of the query language; without an ordinal each of the events is meant. */
  | { readonly type: 'query'; readonly query: string }

export interface Breakpoint {
  readonly id: number
  readonly place: BreakpointPlace
  /** `main.rs:12`, `kernel_main`, `each fault PF`. */
  readonly words: string
  readonly isEnabled: boolean
  /** The instructions before which it stops; none for a query. */
  readonly addresses: readonly LinearAddress[]
  /** Why it can stop nowhere, in a sentence. */
  readonly problem?: string
}

export interface Breakpoints {
  readonly list: readonly Breakpoint[]
  /** Those that the machine stands at because of them. */
  readonly reached: readonly number[]
}
