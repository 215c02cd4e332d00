/**
 * The heap as it was while the last request still walked the list, so that a step of the walk shows one moment: the region
 * that will be taken lies there whole, and the block is not given out yet.
 *
 * Only of a plain `alloc`, and only of the last request: what changed since an earlier one is not known.
 */
import { HEAP_BYTES, type Heap, type HeapNode, type HeapSpans } from '../../../shared/models/heap'
import { offsetOf } from './facts'

/** Whether the heap on show is as this request left it. */
export const isLastRequest = ({ request, requests }: Heap): boolean =>
  request !== undefined && request.sequence === requests.at(-1)?.sequence

export function beforeRequest(heap: Heap): Heap {
  const { request, totals, counts } = heap
  const isAlloc = request?.kind === 'alloc' || request?.kind === 'alloc-zeroed'
  const taken = request?.search?.taken
  if (!isAlloc || !isLastRequest(heap) || taken?.size === undefined) return heap
  const block = heap.blocks.sequences.indexOf(request.sequence)
  const spans = withWholeRegion(heap, taken, block)
  const sizesOf = (kind: (typeof HEAP_BYTES)[number]) =>
    spans.sizes.filter((_, index) => HEAP_BYTES[spans.kinds[index] ?? -1] === kind)
  const sum = (sizes: readonly number[]) => sizes.reduce((all, size) => all + size, 0)
  const free = sizesOf('free')
  return {
    ...withoutContents(heap),
    instant: request.instant,
    spans,
    blocks: block < 0 ? heap.blocks : withoutBlock(heap, block),
    totals: {
      used: sum(sizesOf('used')),
      padding: sum(sizesOf('padding')),
      free: sum(free),
      lost: sum(sizesOf('lost')),
      unknown: sum(sizesOf('unknown')),
      largest: free.reduce((most, size) => Math.max(most, size), 0),
      holes: free.length,
      live: block < 0 ? totals.live : totals.live - 1,
    },
    counts: { ...counts, allocated: counts.allocated - 1, requests: counts.requests - 1 },
    history: heap.history.filter(({ sequence }) => sequence < request.sequence),
  }
}

/** Nothing lies yet in a block that is not given out. */
function withoutContents(heap: Heap): Heap {
  const copy: { -readonly [Name in keyof Heap]: Heap[Name] } = { ...heap }
  delete copy.contents
  return copy
}

function withoutBlock({ blocks }: Heap, block: number): Heap['blocks'] {
  const without = <Item>(column: readonly Item[]) => column.filter((_, index) => index !== block)
  return {
    offsets: without(blocks.offsets),
    sizes: without(blocks.sizes),
    alignments: without(blocks.alignments),
    sequences: without(blocks.sequences),
    instants: without(blocks.instants),
    sites: without(blocks.sites),
  }
}

/** The stretches, with one free stretch where the region was. */
function withWholeRegion(heap: Heap, { address, size = 0 }: HeapNode, block: number): HeapSpans {
  const { spans } = heap
  const start = offsetOf(heap, address)
  const end = start + size
  const all: { offset: number; size: number; kind: number; block: number }[] = []
  spans.offsets.forEach((offset, index) => {
    const until = offset + (spans.sizes[index] ?? 0)
    const owner = spans.blocks[index] ?? -1
    const rest = {
      kind: spans.kinds[index] ?? 0,
      block: block >= 0 && owner > block ? owner - 1 : owner,
    }
    if (offset < start) all.push({ offset, size: Math.min(until, start) - offset, ...rest })
    if (offset <= start && start < until) {
      all.push({ offset: start, size, kind: HEAP_BYTES.indexOf('free'), block: -1 })
    }
    const from = Math.max(offset, end)
    if (from < until) all.push({ offset: from, size: until - from, ...rest })
  })
  return {
    offsets: all.map(({ offset }) => offset),
    sizes: all.map((one) => one.size),
    kinds: all.map(({ kind }) => kind),
    blocks: all.map((one) => one.block),
  }
}
