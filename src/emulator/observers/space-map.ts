/** Reads a whole address space from its page tables: what is mapped below each PML4 entry. */
import type { MappedRange, RangeRights, SlotKind, SpaceSlot } from '../../shared/models/space-map'
import { physicalAddress, type PhysicalAddress } from '../../shared/units'
import { canonicalAddress, type PageSize } from '../../shared/x86/paging'
import { ENTRIES, createPageTree, reachOf, type PageTables, type TreeNode } from './page-tree'

/** 8 MiB of tables: twice what a tebibyte takes in 2 MiB pages. */
const MOST_TABLES = 2048
const MOST_RANGES = 4096

export interface ReadSpace {
  /** No memory is where the PML4 would lie. */
  readonly isLost: boolean
  readonly slots: readonly SpaceSlot[]
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
  unread: 'mapped',
  recursive: 'recursive',
  lost: 'lost',
  reserved: 'reserved',
}

/** What is found below a PML4 entry. */
interface Findings {
  readonly ranges: GrowingRange[]
  backward: number
  faulty: number
  isCut: boolean
}

export function readSpace(tables: PageTables, pml4: PhysicalAddress): ReadSpace {
  const tree = createPageTree(tables, MOST_TABLES)
  const root = tree.root(Number(pml4))
  let count = 0

  function add(found: Findings, start: number, page: Page, size: number): void {
    const { ranges } = found
    const before = ranges.at(-1)
    if (before && isLike(before, start, page)) {
      before.isContiguous &&= before.physical + before.size === page.physical
      before.size += size
    } else if (count >= MOST_RANGES) found.isCut = true
    else {
      const { physical, pageSize, rights } = page
      ranges.push({ start, physical, pageSize, rights, size, isContiguous: true })
      count += 1
    }
  }

  function collect(table: Table, start: number, found: Findings): void {
    const reach = reachOf(table.depth)
    for (let index = 0; index < ENTRIES && !found.isCut; index++) {
      const node = tree.child(table, index)
      const at = start + index * reach
      if (node.kind === 'page') {
        const count = tree.alike(table, index)
        add(found, at, node, count * reach)
        index += count - 1
      }
      if (node.kind === 'table') collect(node, at, found)
      else if (node.kind === 'unread') found.isCut = true
      else if (node.kind === 'recursive') found.backward += 1
      else if (node.kind === 'lost' || node.kind === 'reserved') found.faulty += 1
    }
  }

  function slotOf(table: Table, index: number): readonly SpaceSlot[] {
    const node = tree.child(table, index)
    if (node.kind === 'absent' || node.kind === 'page') return []
    const before = tree.tables()
    const found: Findings = { ranges: [], backward: 0, faulty: 0, isCut: node.kind === 'unread' }
    if (node.kind === 'table') collect(node, index * reachOf(0), found)
    return [
      {
        index,
        address: physicalAddress(pml4 + BigInt(8 * index)),
        table: physicalAddress(BigInt(node.table ?? 0)),
        kind: SLOT_KINDS[node.kind],
        tables: node.kind === 'table' ? tree.tables() - before + 1 : 0,
        ...found,
        ranges: found.ranges.map(mappedRange),
      },
    ]
  }

  const slots =
    root.kind === 'table'
      ? Array.from({ length: ENTRIES }, (_, index) => slotOf(root, index)).flat()
      : []
  return { isLost: root.kind !== 'table', slots }
}

const isLike = (range: GrowingRange, start: number, { pageSize, rights }: Page): boolean =>
  range.start + range.size === start && range.pageSize === pageSize && range.rights === rights

const mappedRange = ({ start, physical, rights, ...range }: GrowingRange): MappedRange => ({
  start: canonicalAddress(BigInt(start)),
  physical: physicalAddress(BigInt(physical)),
  ...range,
  ...rights,
})
