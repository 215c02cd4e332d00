/** Which part of a heap is drawn large, and what lies there: a heap may be thousands of times larger than its blocks. */
import { HEAP_BYTES } from '../../../shared/models/heap'
import type { Heap, HeapByte } from '../../../shared/models/heap'

export interface Stretch {
  readonly offset: number
  readonly size: number
  /** All of it, also where the window cuts it. */
  readonly wholeSize: number
  readonly kind: HeapByte
  /** Its place among the blocks; −1 for none. */
  readonly block: number
  /** Its place among the stretches. */
  readonly index: number
}

export interface ViewWindow {
  readonly start: number
  readonly end: number
  /** Those that lie in it, cut where it ends. */
  readonly stretches: readonly Stretch[]
  /** It is all there is. */
  readonly isWhole: boolean
}

const GRAIN = 16
/** A long stretch at the edge of the window shall not press all others together. */
const MOST_AT_EDGE = 0.35
const LEAST = 64

export function viewWindow(heap: Heap, mostStretches: number): ViewWindow {
  const size = heap.region?.size ?? 0
  const { start, end } = boundsOf(heap, size, mostStretches)
  return {
    start,
    end,
    stretches: stretchesWithin(heap, start, end),
    isWhole: start === 0 && end >= size,
  }
}

function boundsOf({ spans, request, region }: Heap, size: number, most: number) {
  const count = spans.offsets.length
  const endOf = (index: number) => (spans.offsets[index] ?? 0) + (spans.sizes[index] ?? 0)
  const isFree = (index: number) => HEAP_BYTES[spans.kinds[index] ?? 0] === 'free'
  // What lies before the last stretch is worth showing; of a last one that is free only the beginning.
  const last = count > 0 && isFree(count - 1) ? count - 2 : count - 1
  const content = last < 0 ? size : endOf(last)
  const wanted = Math.min(size, powerOfTwo(Math.max(LEAST, content + content / 8)))
  const within = lowerBound(spans.offsets, wanted)
  if (within <= most) return { start: 0, end: wanted }

  const address = request?.address ?? request?.search?.taken?.address
  const focus = address === undefined || !region ? undefined : Number(address - region.start)
  const middle = Math.max(
    0,
    lowerBound(spans.offsets, focus === undefined ? content : focus + 1) - 1,
  )
  const first = Math.max(0, Math.min(middle - Math.floor(most / 2), count - most))
  const final = Math.min(count - 1, first + most - 1)
  const inner = (spans.offsets[final] ?? 0) - endOf(first)
  const edge = Math.max(LEAST, Math.round(inner * MOST_AT_EDGE))
  const start = Math.max(spans.offsets[first] ?? 0, endOf(first) - edge)
  const end = Math.min(endOf(final), (spans.offsets[final] ?? 0) + edge)
  return { start: start - (start % GRAIN), end: end - (end % GRAIN) || end }
}

/** The part of the stretches between two offsets. */
export function stretchesWithin({ spans }: Heap, start: number, end: number): readonly Stretch[] {
  const found: Stretch[] = []
  const first = Math.max(0, lowerBound(spans.offsets, start + 1) - 1)
  for (let index = first; index < spans.offsets.length; index++) {
    const offset = spans.offsets[index] ?? 0
    if (offset >= end) break
    const from = Math.max(start, offset)
    const to = Math.min(end, offset + (spans.sizes[index] ?? 0))
    const kind = HEAP_BYTES[spans.kinds[index] ?? 0]
    if (from < to && kind) {
      const [wholeSize, block] = [spans.sizes[index] ?? 0, spans.blocks[index] ?? -1]
      found.push({ offset: from, size: to - from, wholeSize, kind, block, index })
    }
  }
  return found
}

/** How many of ascending numbers are smaller. */
export function lowerBound(numbers: readonly number[], value: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

const powerOfTwo = (value: number) => 2 ** Math.ceil(Math.log2(value))
