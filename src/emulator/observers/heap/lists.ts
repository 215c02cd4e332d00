/** Walks the allocator's lists in memory. They may be cyclic, wild or endless: a walk ends anyway and says why. */
import { linearAddress } from '../../../shared/units'
import type { HeapListEnd } from '../../../shared/models/heap'
import type { NodeLayout } from './links'
import type { Pages } from './pages'

export interface FreeNode {
  readonly address: bigint
  /** Absent when the node does not say; then it is for the class of its list to know. */
  readonly size?: number
}

export interface WalkedList {
  readonly nodes: readonly FreeNode[]
  readonly end: HeapListEnd
  readonly endsAt?: bigint
}

/** As many nodes as a mebibyte of the smallest regions has. */
export const NODE_LIMIT = 65_536

/** A region of more bytes than this is no region: the node was overwritten. */
const SIZE_LIMIT = 1n << 40n

export function walkList(
  head: bigint,
  { link, size }: NodeLayout,
  pages: Pages,
  limit = NODE_LIMIT,
): WalkedList {
  const nodes: FreeNode[] = []
  const seen = new Set<bigint>()
  let address = pages.word(head)
  while (address !== undefined && address !== 0n) {
    const at = linearAddress(address)
    if (seen.has(address)) return { nodes, end: 'cycle', endsAt: at }
    if (nodes.length >= limit) return { nodes, end: 'long', endsAt: at }
    const next = pages.word(address + BigInt(link))
    if (next === undefined) return { nodes, end: 'unreadable', endsAt: at }
    const bytes = size && pages.number(address + BigInt(size.offset), size.width)
    seen.add(address)
    nodes.push({
      address,
      ...(bytes !== undefined && bytes < SIZE_LIMIT && { size: Number(bytes) }),
    })
    address = next
  }
  return { nodes, end: address === undefined ? 'unreadable' : 'none' }
}
