/** What two address spaces do not map alike: both trees are gone through together, and where they are equal no deeper. */
import type { SpaceDifference } from '../../shared/models/space-map'
import { physicalAddress, type LinearAddress, type PhysicalAddress } from '../../shared/units'
import { canonicalAddress } from '../../shared/x86/paging'
import { ENTRIES, createPageTree, reachOf, type PageTables, type TreeNode } from './page-tree'

const MOST_TABLES = 2048
const MOST_DIFFERENCES = 256

export interface Differences {
  /** No memory is where the other PML4 would lie. */
  readonly isLost: boolean
  readonly differences: readonly SpaceDifference[]
  /** From here on nothing was compared. */
  readonly end?: LinearAddress
}

export function spaceDifferences(
  tables: PageTables,
  here: PhysicalAddress,
  there: PhysicalAddress,
): Differences {
  const tree = createPageTree(tables, MOST_TABLES)
  const found: SpaceDifference[] = []
  let end: LinearAddress | undefined

  /** Of a page that is larger than the entries at this depth, the part. */
  function childOf(node: TreeNode, index: number, depth: number): TreeNode {
    if (node.kind === 'table') return tree.child(node, index)
    if (node.kind !== 'page') return node
    return { ...node, physical: node.physical + index * reachOf(depth) }
  }

  function add(start: number, size: number, one: TreeNode, other: TreeNode): void {
    const difference: SpaceDifference = {
      start: canonicalAddress(BigInt(start)),
      size,
      ...(one.kind === 'page' && { here: physicalAddress(BigInt(one.physical)) }),
      ...(other.kind === 'page' && { there: physicalAddress(BigInt(other.physical)) }),
      ...(one.kind === 'recursive' && { recursive: 'here' as const }),
      ...(other.kind === 'recursive' && { recursive: 'there' as const }),
    }
    // What one PML4 entry leads to is told apart from what the next one does.
    const before = start % reachOf(0) === 0 ? undefined : found.at(-1)
    const joined = before && joinedWith(before, difference)
    if (joined) found[found.length - 1] = joined
    else if (found.length >= MOST_DIFFERENCES) end = difference.start
    else found.push(difference)
  }

  function compare(one: TreeNode, other: TreeNode, start: number, depth: number): void {
    if (one.kind === 'unread' || other.kind === 'unread') end = canonicalAddress(BigInt(start))
    else if (one.kind === 'recursive' || other.kind === 'recursive') {
      // Two that lead back to their own tables do the same.
      if (one.kind !== other.kind) add(start, reachOf(depth - 1), one, other)
    } else if (one.kind === 'table' || other.kind === 'table') {
      if (!isSameTable(one, other)) compareEntries(one, other, start, depth)
    } else if (!isSamePage(one, other)) add(start, reachOf(depth - 1), one, other)
  }

  function compareEntries(one: TreeNode, other: TreeNode, start: number, depth: number): void {
    const reach = reachOf(depth)
    for (let index = 0; index < ENTRIES && end === undefined; index++) {
      const areTables = one.kind === 'table' && other.kind === 'table'
      if (areTables && tree.isSame(one, other, index)) continue
      const at = start + index * reach
      compare(childOf(one, index, depth), childOf(other, index, depth), at, depth + 1)
    }
  }

  const roots = [tree.root(Number(here)), tree.root(Number(there))] as const
  compare(...roots, 0, 0)
  return {
    isLost: roots[1].kind !== 'table',
    differences: found,
    ...(end !== undefined && { end }),
  }
}

/** What is equal above is equal below. */
const isSameTable = (one: TreeNode, other: TreeNode): boolean =>
  one.kind === 'table' &&
  other.kind === 'table' &&
  one.table === other.table &&
  one.rights === other.rights

/** What leads nowhere is equal, for whatever reason it does. */
function isSamePage(one: TreeNode, other: TreeNode): boolean {
  if (one.kind !== 'page' || other.kind !== 'page')
    return one.kind !== 'page' && other.kind !== 'page'
  return one.physical === other.physical && one.rights === other.rights
}

/** Neighbours that are mapped by the same of the two, and whose frames go on in both. */
function joinedWith(before: SpaceDifference, next: SpaceDifference): SpaceDifference | undefined {
  const size = BigInt(before.size)
  const goesOn = (from: PhysicalAddress | undefined, to: PhysicalAddress | undefined) =>
    from === undefined ? to === undefined : to === from + size
  const isNext = before.start + size === next.start && before.recursive === next.recursive
  if (!isNext || !goesOn(before.here, next.here) || !goesOn(before.there, next.there))
    return undefined
  return { ...before, size: before.size + next.size }
}
