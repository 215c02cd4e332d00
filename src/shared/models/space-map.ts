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
  /** What lies there, where the machine knows: `heap`, `image code`. */
  readonly name?: string
}

/** `mapped`: to tables. `recursive`: back to the PML4. `lost`: to where no memory is. `reserved`: nowhere, a bit is set. */
export type SlotKind = 'mapped' | 'recursive' | 'lost' | 'reserved'

/** A PML4 entry that is present, and all that lies below it. */
export interface SpaceSlot {
  readonly index: number
  /** Where the entry itself lies. */
  readonly address: PhysicalAddress
  readonly table: PhysicalAddress
  readonly kind: SlotKind
  /** Page tables of any level that were read below it. */
  readonly tables: number
  /** Entries below it that lead back to a table above them, and that lead to no memory or have a reserved bit set. */
  readonly backward: number
  readonly faulty: number
  /** There was more below it than is looked for. */
  readonly isCut: boolean
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
  /** Where tables appear as memory in one of the two alone. */
  readonly recursive?: 'here' | 'there'
}

/** Another value of CR3 and what it makes different. */
export interface SpaceBeside {
  readonly pml4: PhysicalAddress
  /** No memory is where it would lie. */
  readonly isLost: boolean
  /** Lowest address first. */
  readonly differences: readonly SpaceDifference[]
  /** From here on nothing was compared: there was more than is looked for. */
  readonly end?: LinearAddress
}

export interface SpaceMap {
  readonly instant: Instant
  /** Where the PML4 lies. */
  readonly pml4: PhysicalAddress
  /** Whether CR3 holds it now. */
  readonly isCurrent: boolean
  /** CR0.PG: without it no table is read. */
  readonly isPaged: boolean
  /** No memory is where the PML4 would lie. */
  readonly isLost: boolean
  /** By index. */
  readonly slots: readonly SpaceSlot[]
  /** What CR3 has held, latest first. */
  readonly known: readonly PhysicalAddress[]
  readonly beside?: SpaceBeside
}

/** Which spaces somebody looks at: without a value that of CR3 now, and none beside it. */
export interface SpaceLook {
  readonly pml4?: PhysicalAddress
  readonly beside?: PhysicalAddress
}
