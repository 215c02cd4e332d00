/** Facts about address translation, as the core records them. */
import type { Instant, LinearAddress, PhysicalAddress } from '../units'
import type { PageSize } from '../x86/paging'

export type MemoryAccess = 'read' | 'write' | 'execute'

/** What ended a walk. SDM Vol. 3A, "Page-Fault Exceptions". */
export type WalkOutcome =
  | 'mapped'
  | 'not-present' //     an entry with P = 0
  | 'not-writable' //    a write, R/W = 0 in some entry, and CR0.WP = 1 or CPL = 3
  | 'not-user' //        a user access, U/S = 0 in some entry
  | 'not-executable' //  a fetch, XD = 1 in some entry
  | 'smep' //            a supervisor fetch from a user page, CR4.SMEP = 1
  | 'smap' //            a supervisor data access to a user page, CR4.SMAP = 1
  | 'reserved' //        a reserved bit set in some entry
  | 'non-canonical' //   bits 63:47 of the address differ: no walk, #GP or #SS

/** One entry as the walk read it. */
export interface WalkStep {
  /** Where the entry lies. */
  readonly address: PhysicalAddress
  readonly index: number
  /** The eight bytes that were read. */
  readonly value: bigint
  /** The eight bytes afterwards: the processor may have set A or D. */
  readonly written: bigint
  /** Which of the rows that a diagram shows around the entry were present: row number → P. */
  readonly neighbours: readonly NeighbourEntry[]
}

export interface NeighbourEntry {
  readonly index: number
  readonly isPresent: boolean
}

/** What became of one address that was to be translated. */
interface Translation {
  readonly topic: 'page-walk'
  readonly instant: Instant
  /** The instruction on whose behalf the address was translated. */
  readonly rip: LinearAddress
  readonly cpl: number
  /** False for the processor's own accesses to descriptor tables and stacks. */
  readonly isExplicit: boolean
  readonly linearAddress: LinearAddress
  readonly access: MemoryAccess
  readonly cr3: bigint
  /** Up to four entries, PML4E first; the last one mapped the page or stopped the walk. */
  readonly steps: readonly WalkStep[]
  readonly outcome: WalkOutcome
  /** Present when the outcome is `mapped`. */
  readonly physicalAddress?: PhysicalAddress
  readonly pageSize?: PageSize
  /** What the TLB now holds for the page: all levels taken together. */
  readonly permissions?: PagePermissions
  /** Present when the walk raised #PF. */
  readonly errorCode?: number
}

export interface PageWalkCompleted extends Translation {
  readonly type: 'page-walk.completed'
}

/** An address that is not canonical: #GP or #SS, no entry is read and CR2 keeps its value. */
export interface AddressRefused extends Translation {
  readonly type: 'page-walk.refused'
}

export interface PagePermissions {
  readonly isWritable: boolean
  readonly isUser: boolean
  readonly isExecutable: boolean
  readonly isGlobal: boolean
}

export interface TlbFlushed {
  readonly topic: 'page-walk'
  readonly type: 'page-walk.tlb-flushed'
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly scope: 'page' | 'non-global' | 'all'
  /** The page, for scope `page`. */
  readonly linearAddress?: LinearAddress
}
