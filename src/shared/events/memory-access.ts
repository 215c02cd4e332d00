/** Facts about loads and stores of watched bytes, and about paging-structure entries that change. */
import type { Instant, LinearAddress, PhysicalAddress } from '../units'
import type { PageSize } from '../x86/paging'

/** A load or store, or the part of one that lies in one page. */
export interface MemoryAccessed {
  readonly instant: Instant
  /** The instruction that made it, or during which the processor did. */
  readonly rip: LinearAddress
  readonly access: 'read' | 'write'
  /** Absent for what is stored by physical address: A and D, and what a person stores. */
  readonly linearAddress?: LinearAddress
  readonly physicalAddress: PhysicalAddress
  /** Bytes, 1 to 8. */
  readonly size: number
  /** What was read, or is written. */
  readonly value: bigint
  /** What a store replaces. */
  readonly old?: bigint
  /** False for frames, busy bits and the like, which the processor stores by itself. */
  readonly isExplicit: boolean
  /** FS or GS, whose bases are part of the address also in 64-bit mode. */
  readonly segment?: 'FS' | 'GS'
  /** Whether the TLB held the translation, so that no entry was read for it. */
  readonly isTlbHit: boolean
  /** Whether that translation was not what the tables say now. Looked at for watched TLB hits alone. */
  readonly isStale?: boolean
  /** Of the page that the TLB's entry is part of; with `isStale`. */
  readonly pageSize?: PageSize
  /** A person did it, before the instruction: byte by byte, and by physical address. */
  readonly isEdit?: true
}

/** An entry of a paging structure that CR3 leads to was changed. */
export interface PagingEntryChanged {
  readonly instant: Instant
  readonly rip: LinearAddress
  /** 4 for a PML4E, 3 for a PDPTE, 2 for a PDE, 1 for a PTE. */
  readonly level: 1 | 2 | 3 | 4
  readonly index: number
  /** Where the entry lies. */
  readonly address: PhysicalAddress
  readonly old: bigint
  readonly new: bigint
  /** The first linear address that the entry is used for; of several tables that lead here, by the first. */
  readonly linearAddress: LinearAddress
  /** A and D are set by the processor, all else by code. */
  readonly by: 'code' | 'processor'
}
