/** What an allocator has free at an instant: its lists as they stand, or what its mark leaves. */
import type { HeapListEnd } from '../../../shared/models/heap'
import type { Candidate } from './candidates'
import { NODE_LIMIT, walkList, type FreeNode } from './lists'
import type { Pages } from './pages'
import { joined, type Range } from './ranges'

export interface ReadList {
  readonly place: string
  readonly role: 'regions' | 'class'
  /** Place among the classes. */
  readonly index?: number
  readonly nodes: readonly FreeNode[]
  readonly end: HeapListEnd
  readonly endsAt?: bigint
}

export interface FreeMemory {
  readonly lists: readonly ReadList[]
  /** Of all lists together. */
  readonly length: number
  /** In ascending order; regions that touch are one. */
  readonly ranges: readonly Range[]
}

/** How large a block on a class's list is. */
export type BlockSize = (index: number, address: bigint) => number | undefined

/** At most `limit` nodes of each list. */
export function readFreeMemory(
  { classes, lists }: Candidate,
  pages: Pages,
  blockSize: BlockSize,
  limit = NODE_LIMIT,
): FreeMemory {
  const regions = lists.map(({ place, head, node }): ReadList => ({
    place,
    role: 'regions',
    ...walkList(head, node, pages, limit),
  }))
  const rows = (classes?.heads ?? []).map((head, index): ReadList => {
    const { nodes, ...end } = walkList(head, classes?.node ?? { type: '', link: 0 }, pages, limit)
    return {
      place: `${classes?.place}[${index}]`,
      role: 'class',
      index,
      nodes: nodes.map((node) => withSize(node, blockSize(index, node.address))),
      ...end,
    }
  })
  return freeMemoryOf([...rows, ...regions])
}

const withSize = (node: FreeNode, size: number | undefined): FreeNode =>
  size === undefined ? node : { ...node, size }

export function freeMemoryOf(lists: readonly ReadList[]): FreeMemory {
  const nodes = lists.flatMap((list) => list.nodes)
  return {
    lists,
    length: nodes.length,
    ranges: joined(
      nodes.flatMap(({ address, size }) =>
        size === undefined ? [] : [{ start: address, end: address + BigInt(size) }],
      ),
    ),
  }
}
