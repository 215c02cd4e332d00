/** What the memory pane shows: some rows of bytes from an address on, and what is known of the byte that is chosen. */
import type { PagePermissions, WalkOutcome } from '../events/page-walk'
import type { AddressSpace } from '../state-edit'
import type { LinearAddress, PhysicalAddress } from '../units'
import type { PageSize, PagingLevel } from '../x86/paging'

/** Why there are no bytes: an address that no processor takes, one that no page is mapped to, or one that no RAM answers to. */
export type MemoryAbsence =
  | { readonly reason: 'non-canonical' }
  /** At which level the entry was not present; absent where an entry has a reserved bit set. */
  | { readonly reason: 'not-mapped'; readonly level?: PagingLevel }
  | { readonly reason: 'no-memory' }

export interface MemoryRow {
  readonly address: bigint
  /** As many as the window has columns. */
  readonly bytes?: Uint8Array
  readonly absence?: MemoryAbsence
  /** Bit n is set when byte n is another than when the machine last stood still. */
  readonly changed: number
}

/** What the page tables and the image say of one address. */
export interface MemoryPlace {
  readonly address: bigint
  /** Of a linear address. */
  readonly outcome?: WalkOutcome
  readonly physicalAddress?: PhysicalAddress
  readonly pageSize?: PageSize
  readonly permissions?: PagePermissions
  /** `symbol+0x12`. */
  readonly symbol?: string
  readonly absence?: MemoryAbsence
}

/** Where the expression that was asked for leads, as the machine stands. */
export interface ExpressionPlace {
  /** The number that the question was given. */
  readonly question: number
  readonly address?: bigint
  /** Why it leads nowhere, in a sentence. */
  readonly problem?: string
}

export interface Memory {
  readonly space: AddressSpace
  readonly rows: readonly MemoryRow[]
  readonly cursor: MemoryPlace
  readonly expression?: ExpressionPlace
  /** The nearest mapped bytes before and after the rows, where these are not mapped. */
  readonly mappedBefore?: bigint
  readonly mappedAfter?: bigint
  /** Where instructions and the stack are now, in the linear space. */
  readonly rip: LinearAddress
  readonly rsp: LinearAddress
}

/** What the reader looks at. */
export interface MemoryWindow {
  readonly space: AddressSpace
  /** Of the first row: a multiple of `columns`. */
  readonly from: bigint
  readonly rows: number
  readonly columns: MemoryColumns
  readonly cursor: bigint
  /** An address, a register, a symbol, or a sum of them; with a number that tells one question from another. */
  readonly expression?: { readonly question: number; readonly text: string }
}

/** Bytes in a row: a power of two, so that no row lies in two pages. */
export const MEMORY_COLUMNS = [8, 16, 32] as const
export type MemoryColumns = (typeof MEMORY_COLUMNS)[number]
