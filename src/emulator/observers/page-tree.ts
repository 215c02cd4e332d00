/**
 * Page tables as a tree, entry by entry: what each leads to, with the rights of all levels together.
 * SDM Vol. 3A, "4-Level Paging and 5-Level Paging".
 *
 * Guest memory is hostile: a table that leads back to one above it is not followed, and the number of tables that are
 * read is bounded. Addresses are plain numbers here, which 52 bits fit into: a tree may have a million pages.
 */
import type { RangeRights } from '../../shared/models/space-map'
import { PAGING_LEVELS, PAGING_LEVEL_NAMES, type PageSize } from '../../shared/x86/paging'

export const ENTRIES = 512

export interface PageTables {
  /** The entries of the table there, the lower half of each before the upper; undefined where there is no memory. */
  readonly read: (table: number) => Uint32Array | undefined
  /** IA32_EFER.NXE. */
  readonly hasExecuteDisable: boolean
}

interface TableNode {
  readonly kind: 'table'
  readonly table: number
  readonly entries: Uint32Array
  readonly depth: number
  readonly rights: RangeRights
  /** The tables above it. */
  readonly above: readonly number[]
}

export type TreeNode =
  | TableNode
  | {
      readonly kind: 'page'
      readonly physical: number
      readonly pageSize: PageSize
      readonly rights: RangeRights
    }
  /**
   * `recursive`: back to a table above. `lost`: to where no memory is. `reserved`: a bit is set that must not be.
   * `unread`: too many tables were read before.
   */
  | {
      readonly kind: 'absent' | 'recursive' | 'lost' | 'reserved' | 'unread'
      readonly table?: number
    }

export interface PageTree {
  root(pml4: number): TreeNode
  child(node: TableNode, index: number): TreeNode
  /** Of an entry that leads to a page: how many from it on do so alike, to frames one behind the other. */
  alike(node: TableNode, index: number): number
  /** Whether an entry says the same in two tables, but for its A and D bits. */
  isSame(one: TableNode, other: TableNode, index: number): boolean
  /** Tables that were read so far. */
  tables(): number
}

const ABSENT: TreeNode = { kind: 'absent' }
const LEAF_SIZES: readonly (PageSize | undefined)[] = [undefined, '1g', '2m', '4k']

const LOW = { P: 1, RW: 2, US: 4, AD: 0x60, PS: 0x80, ADDRESS: 0xffff_f000 } as const
const HIGH = { XD: 0x8000_0000, ADDRESS: 0x000f_ffff } as const
const UPPER_HALF = 2 ** 32

/** Of the upper half of every entry: physical addresses have 40 bits. SDM Vol. 3A, "Reserved Bits". */
const RESERVED_HIGH = 0x000f_ff00
/** Of the lower half, by depth: of an entry that leads to a table, and of one that maps a page. */
const RESERVED_LOW = [
  { table: LOW.PS, page: 0 },
  { table: 0, page: 0x3fff_e000 },
  { table: 0, page: 0x001f_e000 },
  { table: 0, page: 0 },
] as const
/** What tells one page from another, beside its frame. */
const MEANT = LOW.P | LOW.RW | LOW.US | LOW.PS

const frameOf = (entries: Uint32Array, index: number): number =>
  ((entries[2 * index + 1] ?? 0) & HIGH.ADDRESS) * UPPER_HALF +
  (((entries[2 * index] ?? 0) & LOW.ADDRESS) >>> 0)

/** Each combination once, so that equal rights are the same object. */
const RIGHTS: readonly RangeRights[] = Array.from({ length: 8 }, (_, bits) => ({
  isWritable: (bits & 1) !== 0,
  isUser: (bits & 2) !== 0,
  isExecutable: (bits & 4) !== 0,
}))

const rightsOf = (isWritable: boolean, isUser: boolean, isExecutable: boolean): RangeRights => {
  const rights = RIGHTS[(isWritable ? 1 : 0) | (isUser ? 2 : 0) | (isExecutable ? 4 : 0)]
  if (!rights) throw new RangeError('there are eight combinations')
  return rights
}

/** Bytes that one entry of a table at this depth stands for. */
export const reachOf = (depth: number): number =>
  2 ** PAGING_LEVEL_NAMES[PAGING_LEVELS[depth] ?? 'pt'].shift

export function createPageTree(
  { read, hasExecuteDisable }: PageTables,
  mostTables: number,
): PageTree {
  let count = 0

  function open(
    table: number,
    depth: number,
    rights: RangeRights,
    above: readonly number[],
  ): TreeNode {
    if (above.includes(table)) return { kind: 'recursive', table }
    if (count >= mostTables) return { kind: 'unread', table }
    const entries = read(table)
    if (!entries) return { kind: 'lost', table }
    count += 1
    return { kind: 'table', table, entries, depth, rights, above }
  }

  function hasReservedBit(low: number, high: number, depth: number, isPage: boolean): boolean {
    const reserved = RESERVED_LOW[depth]?.[isPage ? 'page' : 'table'] ?? 0
    const upper = hasExecuteDisable ? RESERVED_HIGH : RESERVED_HIGH | HIGH.XD
    return (low & reserved) !== 0 || (high & upper) !== 0
  }

  return {
    root: (pml4) => open(pml4, 0, rightsOf(true, true, true), []),
    child({ entries, depth, rights: inherited, table, above }, index) {
      const low = entries[2 * index] ?? 0
      if ((low & LOW.P) === 0) return ABSENT
      const high = entries[2 * index + 1] ?? 0
      const address = frameOf(entries, index)
      const rights = rightsOf(
        inherited.isWritable && (low & LOW.RW) !== 0,
        inherited.isUser && (low & LOW.US) !== 0,
        inherited.isExecutable && (high & HIGH.XD) === 0,
      )
      const pageSize = LEAF_SIZES[depth]
      const isPage = pageSize !== undefined && (pageSize === '4k' || (low & LOW.PS) !== 0)
      if (hasReservedBit(low, high, depth, isPage)) return { kind: 'reserved' }
      if (isPage)
        return { kind: 'page', physical: address - (address % reachOf(depth)), pageSize, rights }
      return open(address, depth + 1, rights, [...above, table])
    },
    alike({ entries, depth }, index) {
      const reach = reachOf(depth)
      const bits = (at: number) =>
        ((entries[2 * at] ?? 0) & meant) + ((entries[2 * at + 1] ?? 0) & (HIGH.XD | RESERVED_HIGH))
      const first = frameOf(entries, index)
      const meant = MEANT | (RESERVED_LOW[depth]?.page ?? 0)
      const wanted = bits(index)
      let next = index + 1
      while (
        next < ENTRIES &&
        bits(next) === wanted &&
        frameOf(entries, next) === first + (next - index) * reach
      )
        next += 1
      return next - index
    },
    isSame(one, other, index) {
      const low = (one.entries[2 * index] ?? 0) ^ (other.entries[2 * index] ?? 0)
      return (
        (low & ~LOW.AD) === 0 &&
        one.entries[2 * index + 1] === other.entries[2 * index + 1] &&
        one.rights === other.rights
      )
    },
    tables: () => count,
  }
}
