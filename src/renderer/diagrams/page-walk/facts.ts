/**
 * What follows from a walk without asking the machine again: where it ended, and which entry is to
 * blame. SDM Vol. 3A, "4-Level Paging and 5-Level Paging" and "Access Rights".
 */
import type { PageWalk, PageWalkLevel } from '../../../shared/models/page-walk'
import { PAGE_SIZES, PAGING_LEVEL_NAMES, PageEntry } from '../../../shared/x86/paging'
import type { PageSize, PagingLevel } from '../../../shared/x86/paging'

export const isMapped = (walk: PageWalk): boolean => walk.outcome === 'mapped'
/** The TLB answered the processor. A question is answered from the tables, whatever the TLB holds. */
export const isTlbHit = (walk: PageWalk): boolean =>
  walk.origin === 'processor' && walk.tlb.lookup === 'hit' && isMapped(walk)

/** The TLB answered with another frame than the one that the tables lead to now. SDM Vol. 3A, "Invalidation of TLBs". */
export function isStaleHit(walk: PageWalk): boolean {
  const leaf = walk.levels.at(-1)
  const { physicalAddress: used } = walk
  if (!isTlbHit(walk) || leaf === undefined || used === undefined) return false
  return (used & ~offsetMask(mappedSize(leaf) ?? '4k')) !== entryTarget(leaf)
}

/** Without paging there is nothing to walk: a linear address is a physical one. */
export const isUnpaged = (walk: PageWalk): boolean => isMapped(walk) && walk.levels.length === 0

export const isQuery = (walk: PageWalk): boolean => walk.origin === 'query'

/** `PTE 184` */
export const entryName = (level: PageWalkLevel): string =>
  `${PAGING_LEVEL_NAMES[level.level].entry} ${level.index}`

export const PAGE_SIZE_NAMES: Readonly<Record<PageSize, string>> = {
  '4k': '4 KiB',
  '2m': '2 MiB',
  '1g': '1 GiB',
}

/** Which table of a walk it is, in words. */
export const ORDINALS = { pml4: 'first', pdpt: 'second', pd: 'third', pt: 'last' } as const

/** The table that an entry of each level leads to, if not to a page. */
export const TABLE_BELOW = { pml4: 'PDPT', pdpt: 'PD', pd: 'PT', pt: '' } as const

/** The size of the page that an entry maps, or undefined where it points at a table or at nothing. */
export function mappedSize(level: Pick<PageWalkLevel, 'level' | 'value'>): PageSize | undefined {
  if ((level.value & PageEntry.P) === 0n) return undefined
  if (level.level === 'pt') return '4k'
  if ((level.value & PageEntry.PS) === 0n) return undefined
  return level.level === 'pd' ? '2m' : level.level === 'pdpt' ? '1g' : undefined
}

/** The page size of the walk: of the page found, or of the one that could not be used. */
export function pageSizeOf(walk: PageWalk): PageSize {
  const last = walk.levels.at(-1)
  return walk.pageSize ?? (last && mappedSize(last)) ?? '4k'
}

export const offsetMask = (size: PageSize): bigint => PAGE_SIZES[size] - 1n

/** The physical address that an entry holds: of the next table, or of the frame. */
export function entryTarget(level: PageWalkLevel): bigint {
  const size = mappedSize(level)
  return level.value & PageEntry.ADDRESS & ~(size ? offsetMask(size) : 0n)
}

/** Rights of all levels taken together: R/W and U/S are and-ed, XD is or-ed. */
export interface CombinedRights {
  readonly isWritable: boolean
  readonly isUser: boolean
  readonly isExecutable: boolean
}

export function combinedRights(levels: readonly PageWalkLevel[]): CombinedRights {
  const every = (bit: bigint) => levels.every(({ value }) => (value & bit) !== 0n)
  return {
    isWritable: every(PageEntry.RW),
    isUser: every(PageEntry.US),
    isExecutable: levels.every(({ value }) => (value & PageEntry.XD) === 0n),
  }
}

/** Bits that an entry's form keeps at 0: SDM Vol. 3A, "Formats of CR3 and Paging-Structure Entries". */
function reservedBits({ level, value }: PageWalkLevel): bigint {
  if (level === 'pml4') return PageEntry.PS
  if ((value & PageEntry.PS) === 0n) return 0n
  if (level === 'pd') return 0x1f_e000n
  return level === 'pdpt' ? 0x3fff_e000n : 0n
}

/** The bit of one entry that ended the walk, as `PTE 4` and `R/W = 0`. */
export interface Blame {
  readonly level: PagingLevel
  readonly entry: string
  /** The flag as the SDM names it, or `reserved` where the entry's form forbids a bit. */
  readonly flag: 'P' | 'R/W' | 'U/S' | 'XD' | 'PS' | 'reserved'
  readonly statement: string
}

/** Every entry that by itself forbids the access, PML4E first. */
export function blames(walk: PageWalk): Blame[] {
  const blame = (flag: Blame['flag'], statement: string, isGuilty: (e: PageWalkLevel) => boolean) =>
    walk.levels
      .filter(isGuilty)
      .map((level) => ({ level: level.level, entry: entryName(level), flag, statement }))
  const has = (bit: bigint) => (level: PageWalkLevel) => (level.value & bit) !== 0n
  const lacks = (bit: bigint) => (level: PageWalkLevel) => (level.value & bit) === 0n
  const isLast = (level: PageWalkLevel) => level === walk.levels.at(-1)
  switch (walk.outcome) {
    case 'not-present':
      return blame('P', 'P = 0', lacks(PageEntry.P))
    case 'not-writable':
      return blame('R/W', 'R/W = 0', lacks(PageEntry.RW))
    case 'not-user':
      return blame('U/S', 'U/S = 0', lacks(PageEntry.US))
    case 'not-executable':
      return blame('XD', 'XD = 1', has(PageEntry.XD))
    case 'smep':
    case 'smap':
      return blame('U/S', 'U/S = 1', isLast)
    case 'reserved': {
      const last = walk.levels.at(-1)
      const isPsInPml4e = last?.level === 'pml4' && has(PageEntry.PS)(last)
      const isKnown = last !== undefined && (last.value & reservedBits(last)) !== 0n
      if (isPsInPml4e) return blame('PS', 'PS = 1', isLast)
      return blame('reserved', isKnown ? reservedStatement(last) : 'reserved', isLast)
    }
    case 'mapped':
    case 'non-canonical':
      return []
  }
}

/** `bit 13 = 1`: the lowest reserved bit that is set. */
function reservedStatement(level: PageWalkLevel): string {
  const set = level.value & reservedBits(level)
  const lowest = set.toString(2).length - set.toString(2).lastIndexOf('1') - 1
  return `bit ${lowest} = 1`
}

/** The entry that a diagram points at: the last of those that forbid the access. */
export const chiefBlame = (walk: PageWalk): Blame | undefined => blames(walk).at(-1)

/** Flags that the processor set in an entry while walking: `A`, or `A` and `D`. */
export function flagsSet({ value, written }: PageWalkLevel): ('A' | 'D')[] {
  const appeared = written & ~value
  const flags: ('A' | 'D')[] = []
  if (appeared & PageEntry.A) flags.push('A')
  if (appeared & PageEntry.D) flags.push('D')
  return flags
}
