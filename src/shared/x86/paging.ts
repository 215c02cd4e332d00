/**
 * Names and bits of 4-level paging.
 * SDM Vol. 3A, "4-Level Paging and 5-Level Paging".
 */
import { linearAddress, physicalAddress, type LinearAddress, type PhysicalAddress } from '../units'

/** The four paging structures in the order in which a walk reads them. */
export const PAGING_LEVELS = ['pml4', 'pdpt', 'pd', 'pt'] as const
export type PagingLevel = (typeof PAGING_LEVELS)[number]

export interface PagingLevelNames {
  readonly table: string
  readonly entry: string
  /** Lowest bit of the linear address that the level's index takes. */
  readonly shift: number
}

export const PAGING_LEVEL_NAMES: Readonly<Record<PagingLevel, PagingLevelNames>> = {
  pml4: { table: 'PML4', entry: 'PML4E', shift: 39 },
  pdpt: { table: 'PDPT', entry: 'PDPTE', shift: 30 },
  pd: { table: 'PD', entry: 'PDE', shift: 21 },
  pt: { table: 'PT', entry: 'PTE', shift: 12 },
}

export const PageEntry = {
  P: 1n << 0n, //     present
  RW: 1n << 1n, //    writable
  US: 1n << 2n, //    user
  PWT: 1n << 3n, //   write-through
  PCD: 1n << 4n, //   cache disable
  A: 1n << 5n, //     accessed
  D: 1n << 6n, //     dirty, in the entry that maps the page
  PS: 1n << 7n, //    maps a page (PDPTE, PDE); PAT in a PTE
  G: 1n << 8n, //     global, in the entry that maps the page
  XD: 1n << 63n, //   execute disable, with IA32_EFER.NXE = 1
  ADDRESS: 0x000f_ffff_ffff_f000n,
} as const

export const PAGE_SIZES = { '4k': 1n << 12n, '2m': 1n << 21n, '1g': 1n << 30n } as const
export type PageSize = keyof typeof PAGE_SIZES

export interface LinearAddressParts {
  readonly signExtension: number
  readonly pml4Index: number
  readonly pdptIndex: number
  readonly pdIndex: number
  readonly ptIndex: number
  readonly offset: number
}

/** The five fields by which a walk uses a linear address, and the 16 bits above them. */
export function splitLinearAddress(address: LinearAddress): LinearAddressParts {
  const bits = (shift: bigint, count: bigint) => Number((address >> shift) & ((1n << count) - 1n))
  return {
    signExtension: bits(48n, 16n),
    pml4Index: bits(39n, 9n),
    pdptIndex: bits(30n, 9n),
    pdIndex: bits(21n, 9n),
    ptIndex: bits(12n, 9n),
    offset: bits(0n, 12n),
  }
}

/** Whether bits 63:47 are all equal, as 4-level paging demands of every linear address. */
export function isCanonical(address: LinearAddress): boolean {
  const top = address >> 47n
  return top === 0n || top === 0x1_ffffn
}

/** The linear address that the lowest 48 bits stand for: bits 63:48 are as bit 47. */
export const canonicalAddress = (bits: bigint): LinearAddress =>
  linearAddress(BigInt.asUintN(64, BigInt.asIntN(48, bits)))

/** Where the PML4 lies, of a value of CR3. */
export const pml4Address = (cr3: bigint): PhysicalAddress =>
  physicalAddress(cr3 & PageEntry.ADDRESS)

/** The index into the table of one level. */
export const pagingIndex = (address: LinearAddress, level: PagingLevel): number =>
  Number((address >> BigInt(PAGING_LEVEL_NAMES[level].shift)) & 511n)
