/** What the stack-switch observer asks of the machine as it stands now; the host answers. */
import type { WalkOutcome } from '../../shared/events'
import type { Frame } from '../../shared/models/debug'
import type { InstructionReference } from '../../shared/models/page-walk'
import type { Instant, LinearAddress } from '../../shared/units'
import type { PagingLevel } from '../../shared/x86/paging'

export type ReadBytes = (address: LinearAddress, length: number) => Uint8Array

/** General registers in the order of their encoding: RSP is the fifth, RBP the sixth. */
export interface StackRegisters {
  readonly general: readonly bigint[]
  readonly rip: bigint
}

export interface StackProcessor extends StackRegisters {
  readonly cpl: number
  readonly isLongMode: boolean
  readonly isHalted: boolean
  readonly isShutDown: boolean
  readonly taskRegister: {
    readonly selector: number
    readonly base: bigint
    readonly limit: number
  }
}

/** Pages in a row that can be written; an end is absent where it is further away than a stack reaches. */
export interface WritableRange {
  readonly from?: LinearAddress
  readonly to?: LinearAddress
  /** The table whose entry for the page below has P = 0; absent where that page is there, but not for writing. */
  readonly absentBelow?: PagingLevel
}

/** Two symbols that a pointer lies between. */
export interface SymbolSpan {
  readonly start: { readonly name: string; readonly address: LinearAddress }
  /** With all that begin there. */
  readonly end: { readonly names: readonly string[]; readonly address: LinearAddress }
  /** The symbol table gives the first one's size; else it only begins before the pointer. */
  readonly isSized: boolean
}

export interface StackReader {
  readonly instant: () => Instant
  readonly processor: () => StackProcessor
  /** Bytes at a linear address, up to the first page that is not mapped to RAM. */
  readonly read: ReadBytes
  readonly writableAround: (address: LinearAddress) => WritableRange | undefined
  /** How a store by the processor itself would go. */
  readonly outcomeOfStore: (address: LinearAddress) => WalkOutcome
  readonly symbolAround: (address: LinearAddress) => SymbolSpan | undefined
  readonly instruction: (rip: LinearAddress) => InstructionReference
  /** All frames, the innermost first, with memory as `read` gives it. */
  readonly backtrace: (registers: StackRegisters, read: ReadBytes) => readonly Frame[]
}

export const RSP = 4
export const RBP = 5
