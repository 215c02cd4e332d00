/** Reads a whole address space from its page tables: what is mapped below each PML4 entry. */
import type { MappedRange, RangeRights, SlotKind, SpaceSlot } from '../../shared/models/space-map'
import { linearAddress, physicalAddress, type PhysicalAddress } from '../../shared/units'
import type { PageSize } from '../../shared/x86/paging'
import { ENTRIES, createPageTree, reachOf, type PageTables, type TreeNode } from './page-tree'

/** 16 MiB of tables. */
const MOST_TABLES = 4096
const MOST_RANGES = 4096

export interface ReadSpace {
  readonly slots: readonly SpaceSlot[]
  readonly isCut: boolean
}

type Table = Extract<TreeNode, { kind: 'table' }>
type Page = Extract<TreeNode, { kind: 'page' }>

/** A range while pages are still added to it. */
interface GrowingRange {
  readonly start: number
  readonly physical: number
  readonly pageSize: PageSize
  readonly rights: RangeRights
  size: number
  isContiguous: boolean
}

const SLOT_KINDS: Readonly<Record<Exclude<TreeNode['kind'], 'absent'>, SlotKind>> = {
  table: 'mapped',
  page: 'mapped',
  recursive: 'recursive',
  lost: 'lost',
  unread: 'bare',
}

/** Bits 63:48 are as bit 47. */
export const canonical = (address: number) =>
  linearAddress(BigInt.asUintN(64, BigInt.asIntN(48, BigInt(address))))

export function readSpace(tables: PageTables, pml4: PhysicalAddress): ReadSpace {
  const tree = createPageTree(tables, MOST_TABLES)
  const root = tree.root(Number(pml4))
  let isCut = false
  let count = 0

  function add(ranges: GrowingRange[], start: number, page: Page, size: number): void {
    const before = ranges.at(-1)
    if (before && isLike(before, start, page)) {
      before.isContiguous &&= before.physical + before.size === page.physical
      before.size += size
    } else if (count >= MOST_RANGES) isCut = true
    else {
      const { physical, pageSize, rights } = page
      ranges.push({ start, physical, pageSize, rights, size, isContiguous: true })
      count += 1
    }
  }

  function collect(table: Table, start: number, ranges: GrowingRange[]): void {
    const reach = reachOf(table.depth)
    for (let index = 0; index < ENTRIES; index++) {
      const node = tree.child(table, index)
      const at = start + index * reach
      if (node.kind === 'page') {
        const count = tree.alike(table, index)
        add(ranges, at, node, count * reach)
        index += count - 1
      }
      if (node.kind === 'table') collect(node, at, ranges)
      else if (node.kind === 'unread') isCut = true
    }
  }

  function slotOf(table: Table, index: number): readonly SpaceSlot[] {
    const node = tree.child(table, index)
    if (node.kind === 'absent' || node.kind === 'page') return []
    const before = tree.tables()
    const ranges: GrowingRange[] = []
    if (node.kind === 'table') collect(node, index * reachOf(0), ranges)
    else if (node.kind === 'unread') isCut = true
    const kind = node.kind === 'table' && ranges.length === 0 ? 'bare' : SLOT_KINDS[node.kind]
    return [
      {
        index,
        address: physicalAddress(pml4 + BigInt(8 * index)),
        table: physicalAddress(BigInt(node.table ?? 0)),
        kind,
        tables: node.kind === 'table' ? tree.tables() - before + 1 : 0,
        ranges: ranges.map(mappedRange),
      },
    ]
  }

  const slots =
    root.kind === 'table'
      ? Array.from({ length: ENTRIES }, (_, index) => slotOf(root, index)).flat()
      : []
  return { slots, isCut }
}

const isLike = (range: GrowingRange, start: number, { pageSize, rights }: Page): boolean =>
  range.start + range.size === start && range.pageSize === pageSize && range.rights === rights

const mappedRange = ({ start, physical, rights, ...range }: GrowingRange): MappedRange => ({
  start: canonical(start),
  physical: physicalAddress(BigInt(physical)),
  ...range,
  ...rights,
})
