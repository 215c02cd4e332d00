/** Divides the heap into stretches of bytes that are alike: by the live blocks, the free regions, and what is neither. */
import {
  HEAP_BYTES,
  type HeapBlocks,
  type HeapByte,
  type HeapSpans,
  type HeapTotals,
} from '../../../shared/models/heap'
import type { FreeMemory } from './free-memory'
import type { Block } from './ledger'
import type { Range } from './ranges'

export interface SpanInput {
  readonly whole: Range
  /** The oldest first. */
  readonly blocks: readonly Block[]
  /** Absent where the allocator's structure is not known: then what is in no block is anything. */
  readonly free: FreeMemory | undefined
  /** What was given out by requests that were not seen, in order. */
  readonly unseen: readonly Range[]
}

const NUMBER = Object.fromEntries(HEAP_BYTES.map((kind, index) => [kind, index])) as Readonly<
  Record<HeapByte, number>
>

interface Stretch {
  readonly start: number
  readonly end: number
  readonly kind: number
  readonly block: number
}

export function divide({ whole, blocks, free, unseen }: SpanInput): {
  readonly spans: HeapSpans
  readonly totals: HeapTotals
} {
  const size = Number(whole.end - whole.start)
  const offset = (address: bigint) => Number(address - whole.start)
  const live = blocks
    .map((block, index) => ({ block, index, start: offset(block.address) }))
    .sort((a, b) => a.start - b.start)
  const nodes = (free?.lists ?? [])
    .flatMap((list) => list.nodes)
    .flatMap((node) =>
      node.size === undefined ? [] : [{ start: offset(node.address), size: node.size }],
    )
    .sort((a, b) => a.start - b.start)

  const stretches: Stretch[] = []
  const rest = free ? NUMBER.lost : NUMBER.unknown
  let at = 0

  function add(start: number, end: number, kind: number, block = -1): void {
    const from = Math.max(at, start)
    const to = Math.min(end, size)
    if (from >= to) return
    addRest(from)
    stretches.push({ start: from, end: to, kind, block })
    at = to
  }

  const hidden = unseen.map(({ start, end }) => ({ start: offset(start), end: offset(end) }))
  let nextHidden = 0
  /** What is in no block and in no free region, up to `end`. */
  function addRest(end: number): void {
    for (let one = hidden[nextHidden]; one && one.start < end; one = hidden[++nextHidden]) {
      const [from, to] = [Math.max(at, one.start), Math.min(end, one.end)]
      if (from < to) {
        if (from > at) stretches.push({ start: at, end: from, kind: rest, block: -1 })
        stretches.push({ start: from, end: to, kind: NUMBER.unknown, block: -1 })
        at = to
      }
      if (one.end > end) break
    }
    if (at < end) stretches.push({ start: at, end, kind: rest, block: -1 })
    at = Math.max(at, end)
  }

  let next = 0
  /** The free regions that begin before an address. A block wins over a region that lies over it. */
  function addFree(before: number): void {
    for (let node = nodes[next]; node && node.start < before; node = nodes[++next]) {
      const end = node.start + node.size
      add(node.start, Math.min(end, before), NUMBER.free)
      if (end > before) {
        nodes[next] = { start: before, size: end - before }
        return
      }
    }
  }

  for (const { block, index, start } of live) {
    addFree(start)
    add(start, start + block.size, NUMBER.used, index)
    if (block.room !== undefined) {
      add(start + block.size, start + block.room, NUMBER.padding, index)
    }
  }
  addFree(size)
  addRest(size)

  const bytes = HEAP_BYTES.map(() => 0)
  for (const { start, end, kind } of stretches) bytes[kind] = (bytes[kind] ?? 0) + end - start
  const [used = 0, padding = 0, freeBytes = 0, lost = 0, unknown = 0] = bytes
  return {
    spans: {
      offsets: stretches.map(({ start }) => start),
      sizes: stretches.map(({ start, end }) => end - start),
      kinds: stretches.map(({ kind }) => kind),
      blocks: stretches.map(({ block }) => block),
    },
    totals: {
      used,
      padding,
      free: freeBytes,
      lost,
      unknown,
      largest: largestOf(free),
      holes: nodes.length,
      live: blocks.length,
    },
  }
}

/** What the byte at an offset from the beginning is. */
export function kindAt({ offsets, sizes, kinds }: HeapSpans, offset: number): HeapByte | undefined {
  const place = offsets.findIndex((start, index) => {
    const end = start + (sizes[index] ?? 0)
    return offset >= start && offset < end
  })
  return HEAP_BYTES[kinds[place] ?? -1]
}

export const largestOf = (free: FreeMemory | undefined): number =>
  (free?.lists ?? []).reduce(
    (most, { nodes }) => nodes.reduce((size, node) => Math.max(size, node.size ?? 0), most),
    0,
  )

/** Blocks as columns. */
export const blockColumns = (blocks: readonly Block[], start: bigint): HeapBlocks => ({
  offsets: blocks.map(({ address }) => Number(address - start)),
  sizes: blocks.map(({ size }) => size),
  alignments: blocks.map(({ alignment }) => alignment),
  sequences: blocks.map(({ sequence }) => sequence),
  instants: blocks.map(({ instant }) => instant),
  sites: blocks.map(({ site }) => site),
})
