/** What two address spaces do not map alike: both trees are gone through together, and where they are equal no deeper. */
import type { SpaceDifference } from '../../shared/models/space-map'
import { physicalAddress, type PhysicalAddress } from '../../shared/units'
import { ENTRIES, createPageTree, reachOf, type PageTables, type TreeNode } from './page-tree'
import { canonical } from './space-map'

const MOST_TABLES = 8192
const MOST_DIFFERENCES = 256

export interface Differences {
  readonly differences: readonly SpaceDifference[]
  readonly isCut: boolean
}

export function spaceDifferences(
  tables: PageTables,
  here: PhysicalAddress,
  there: PhysicalAddress,
): Differences {
  const tree = createPageTree(tables, MOST_TABLES)
  const found: SpaceDifference[] = []
  let isCut = false

  /** Of a page that is larger than the entries at this depth, the part. */
  function childOf(node: TreeNode, index: number, depth: number): TreeNode {
    if (node.kind === 'table') return tree.child(node, index)
    if (node.kind !== 'page') return node
    return { ...node, physical: node.physical + index * reachOf(depth) }
  }

  function add(start: number, size: number, one: TreeNode, other: TreeNode): void {
    const difference = {
      start: canonical(start),
      size,
      ...(one.kind === 'page' && { here: physicalAddress(BigInt(one.physical)) }),
      ...(other.kind === 'page' && { there: physicalAddress(BigInt(other.physical)) }),
    }
    const before = found.at(-1)
    const joined = before && joinedWith(before, difference)
    if (joined) found[found.length - 1] = joined
    else if (found.length >= MOST_DIFFERENCES) isCut = true
    else found.push(difference)
  }

  function compare(one: TreeNode, other: TreeNode, start: number, depth: number): void {
    if (isCut) return
    if (one.kind === 'unread' || other.kind === 'unread') isCut = true
    else if (one.kind === 'table' || other.kind === 'table') {
      if (isSameTable(one, other)) return
      const reach = reachOf(depth)
      for (let index = 0; index < ENTRIES && !isCut; index++) {
        const at = start + index * reach
        compare(childOf(one, index, depth), childOf(other, index, depth), at, depth + 1)
      }
    } else if (!isSamePage(one, other)) {
      add(start, reachOf(depth - 1), one, other)
    }
  }

  compare(tree.root(Number(here)), tree.root(Number(there)), 0, 0)
  return { differences: found, isCut }
}

/** What is equal above is equal below. */
const isSameTable = (one: TreeNode, other: TreeNode): boolean =>
  one.kind === 'table' &&
  other.kind === 'table' &&
  one.table === other.table &&
  one.rights === other.rights

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
  const isNext = before.start + size === next.start
  if (!isNext || !goesOn(before.here, next.here) || !goesOn(before.there, next.there))
    return undefined
  return { ...before, size: before.size + next.size }
}
