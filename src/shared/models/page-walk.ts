/** What the page-walk diagram shows: one translation, from CR3 to the byte, and what became of it. */
import type { MemoryAccess, PagePermissions, WalkOutcome, WalkStep } from '../events/page-walk'
import type { Instant, LinearAddress, PhysicalAddress } from '../units'
import type { PageSize, PagingLevel } from '../x86/paging'
import type { SpaceMap } from './space-map'

export interface PageWalkLevel extends WalkStep {
  readonly level: PagingLevel
  /** Base of the table that the entry lies in. */
  readonly table: PhysicalAddress
}

/** A translation that the TLB holds. */
export interface TlbEntry {
  readonly page: LinearAddress
  readonly frame: PhysicalAddress
  readonly size: PageSize
  readonly permissions: PagePermissions
}

export interface PageWalk {
  /** Counts the walks of a run from 1; 0 for a translation that took none. */
  readonly sequence: number
  /** `processor`: the machine translated. `query`: a person asked, and nothing was changed. */
  readonly origin: 'processor' | 'query'
  readonly instant: Instant
  readonly cpl: number
  readonly isExplicit: boolean
  readonly linearAddress: LinearAddress
  readonly access: MemoryAccess
  readonly isCanonical: boolean
  readonly cr3: bigint
  readonly levels: readonly PageWalkLevel[]
  readonly outcome: WalkOutcome
  readonly physicalAddress?: PhysicalAddress
  readonly pageSize?: PageSize
  readonly permissions?: PagePermissions
  /** The #PF error code, for an outcome that raises #PF. */
  readonly errorCode?: number
  readonly tlb: PageWalkTlb
  /** The instruction on whose behalf the walk was made. */
  readonly instruction: InstructionReference
  /** What lies at the physical address, in words, where the machine knows: `VGA text, row 24, column 30, character byte`. */
  readonly target?: string
  /** `symbol+0x12` of what lies there, where that is a part of the image that has a name. */
  readonly targetSymbol?: string
  /** What was added up to the linear address, where the access went through a segment that has a base. */
  readonly segment?: TranslatedSegment
  /** Of a `query`: code has read these entries by itself, one after the other. */
  readonly software?: SoftwareWalk
}

/** The reads of a walk that code makes with a loop of its own, where the processor makes one with its hardware. */
export interface SoftwareWalk {
  /** In the order of the levels. An upper one that the code did not read is left out. */
  readonly reads: readonly EntryRead[]
  /** What the code knows of the address: indices of so many levels, the PML4 first. */
  readonly depth: number
}

export interface EntryRead {
  readonly level: PagingLevel
  readonly instant: Instant
  /** Of the instruction. */
  readonly rip: LinearAddress
  /** By which linear address the code reached the entry. */
  readonly through: LinearAddress
  /** What it read. */
  readonly value: bigint
  /** Bytes of the load: a test of one flag needs but one. */
  readonly size: number
}

/** FS and GS alone have a base in 64-bit mode. SDM Vol. 1, "Segmentation in 64-Bit Mode". */
export interface TranslatedSegment {
  readonly name: 'FS' | 'GS'
  readonly base: bigint
  readonly offset: bigint
}

export interface PageWalkTlb {
  /** Whether the TLB answered (`hit`: entries shown were read for the reader's sake only) or not. */
  readonly lookup: 'hit' | 'miss'
  /** The translation that this walk put into the TLB. */
  readonly filled?: TlbEntry
  /** Up to three that were filled before it, most recent last. */
  readonly recent: readonly TlbEntry[]
}

export interface InstructionReference {
  readonly rip: LinearAddress
  /** Disassembly in Intel syntax. */
  readonly text?: string
  /** `symbol+0x12`. */
  readonly symbol?: string
  /** `src/main.rs:42`. */
  readonly source?: string
}

/** A row of the list of recent walks. */
export interface PageWalkSummary {
  readonly sequence: number
  readonly instant: Instant
  readonly linearAddress: LinearAddress
  readonly access: MemoryAccess
  readonly outcome: WalkOutcome
  readonly physicalAddress?: PhysicalAddress
}

/** The recent walks, oldest first, and the one that the reader looks at. */
export interface PageWalks {
  readonly recent: readonly PageWalkSummary[]
  /** Walks since reset, those no longer kept included. */
  readonly total: number
  readonly selected?: PageWalk
  /** The whole address space, when the reader looks at it in place of a walk. */
  readonly space?: SpaceMap
}
