/** A whole linear address space, as one value of CR3 makes it: what is mapped where, with pages that are alike told as one. */
import type { Instant, LinearAddress, PhysicalAddress } from '../units'
import type { PageSize } from '../x86/paging'

/** Of all levels together: R/W and U/S must be 1 in each entry, XD in none. */
export interface RangeRights {
  readonly isWritable: boolean
  readonly isUser: boolean
  readonly isExecutable: boolean
}

/** Pages of one size and with the same rights, one behind the other. */
export interface MappedRange extends RangeRights {
  readonly start: LinearAddress
  /** Bytes. */
  readonly size: number
  readonly pageSize: PageSize
  /** Where its first byte lies. */
  readonly physical: PhysicalAddress
  /** Whether the frames lie one behind the other as well. */
  readonly isContiguous: boolean
  /** What lies there, where the machine knows: `heap`, `code of the image`. */
  readonly name?: string
}

/** `recursive`: it leads back to the PML4. `lost`: to where no memory is. `bare`: to tables that map nothing. */
export type SlotKind = 'mapped' | 'recursive' | 'lost' | 'bare'

/** A PML4 entry that is present, and all that lies below it. */
export interface SpaceSlot {
  readonly index: number
  /** Where the entry itself lies. */
  readonly address: PhysicalAddress
  readonly table: PhysicalAddress
  readonly kind: SlotKind
  /** Page tables of any level that were read below it. */
  readonly tables: number
  /** Lowest address first. */
  readonly ranges: readonly MappedRange[]
}

/** Pages that two spaces do not map alike. */
export interface SpaceDifference {
  readonly start: LinearAddress
  /** Bytes. */
  readonly size: number
  /** Where the first byte lies in each; absent where that space does not map it. */
  readonly here?: PhysicalAddress
  readonly there?: PhysicalAddress
}

/** Another value of CR3 and what it makes different. */
export interface SpaceBeside {
  readonly pml4: PhysicalAddress
  readonly differences: readonly SpaceDifference[]
  /** There was more than is looked for. */
  readonly isCut: boolean
}

export interface SpaceMap {
  readonly instant: Instant
  /** Where the PML4 lies. */
  readonly pml4: PhysicalAddress
  /** Whether CR3 holds it now. */
  readonly isCurrent: boolean
  /** CR0.PG: without it no table is read. */
  readonly isPaged: boolean
  /** By index. */
  readonly slots: readonly SpaceSlot[]
  /** There was more than is looked for. */
  readonly isCut: boolean
  /** What CR3 has held since paging began, latest first. */
  readonly known: readonly PhysicalAddress[]
  readonly beside?: SpaceBeside
}

/** Which spaces somebody looks at: without a value that of CR3 now, and none beside it. */
export interface SpaceLook {
  readonly pml4?: PhysicalAddress
  readonly beside?: PhysicalAddress
}
