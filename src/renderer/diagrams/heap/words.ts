/** The sentences of the diagram: its point, what the last request came to, and what is not known. */
import { formatCount, formatHex } from '../../../shared/format'
import { HEAP_BYTES, type Heap, type HeapGap, type HeapRequest } from '../../../shared/models/heap'
import { bytesWords, offsetOf, offsetWords, sizeWords } from './facts'
import type { Headline } from '../primitives/figure-frame'
import { titleOf } from './titles'

export const GAP_WORDS: Readonly<Record<HeapGap, string>> = {
  'no-symbols':
    'The image has no symbol table: open the ELF file as cargo leaves it, before strip.',
  'no-allocator':
    'No function of a global allocator has a name here: the program has none, or all of it was inlined.',
  'no-free':
    'Nothing with a name gives blocks back: they stay live here. If the program frees any, `opt-level = 1` keeps the function.',
  'no-types':
    'The image has no types, so the allocator’s lists cannot be read: they need `debug = true` in its profile.',
  'no-structure':
    'No structure among the statics explains where the blocks come from, so free and lost bytes cannot be told.',
  late: 'What lies between blocks given out before this view was opened is not known. Go back to the beginning (Home) and run again to know all bytes.',
  inlined:
    'Free memory changed between the requests that were seen: others were inlined. `opt-level = 1` shows them.',
  'no-arguments': 'The compiler does not say where size and alignment of some requests are.',
}

export function headlineOf(heap: Heap): Headline {
  return { title: titleOf(heap), subtitle: subtitleOf(heap) }
}

function subtitleOf(heap: Heap): string {
  const { totals, region, gaps, counts } = heap
  const [gap] = gaps
  if (gap) return GAP_WORDS[gap]
  if (counts.requests === 0)
    return 'The first request will be drawn here, with the block that it gets.'
  if (!region)
    return `${counts.requests === 1 ? 'One request' : `${formatCount(counts.requests)} requests`}, and no block was given.`
  const lost = totals.lost > 0 ? `, ${bytesWords(totals.lost)} lost` : ''
  const blocks = totals.live === 1 ? 'One block' : `${formatCount(totals.live)} blocks`
  const joints = hasTouching(heap) ? ', not joined where they touch' : ''
  const inUse =
    totals.live === 0 ? 'No block is live' : `${blocks} in use, ${bytesWords(totals.used)}`
  return `${inUse}; ${regionsWords(totals)}${joints}${lost}.`
}

const regionsWords = ({ free, holes }: Heap['totals']): string =>
  holes === 0 ? 'nothing is free' : `${bytesWords(free)} free in ${regions(holes)}`

/** Whether free regions lie side by side that the allocator keeps as two. */
const hasTouching = ({ spans: { kinds } }: Heap): boolean =>
  kinds.some((kind, index) => isFree(kind) && isFree(kinds[index - 1]))

const isFree = (kind: number | undefined): boolean => HEAP_BYTES[kind ?? -1] === 'free'

const regions = (count: number) => (count === 1 ? 'one region' : `${formatCount(count)} regions`)

/** What the request was: `alloc(224, align 8)`. */
export function requestWords(heap: Heap, request: HeapRequest): string {
  const { kind, size, alignment, address, before } = request
  const asked = size === undefined ? '?' : formatCount(size)
  switch (kind) {
    case 'free':
      return `free(${address === undefined ? '?' : placeOf(heap, address)})`
    case 'realloc':
      return `realloc(${before ? placeOf(heap, before.address) : '?'}, ${asked})`
    default:
      return `alloc(${asked}, align ${alignment ?? '?'})`
  }
}

/** An offset in the heap, or the address where that says nothing. */
function placeOf(heap: Heap, address: bigint): string {
  const offset = offsetOf(heap, address)
  return heap.region && offset >= 0 && offset < heap.region.size
    ? offsetWords(offset)
    : formatHex(address)
}

/** What came of it. */
export function outcomeWords(heap: Heap, request: HeapRequest): string {
  if (request.returnedAt === undefined) return 'has not returned yet.'
  if (request.isRefused) return refusalWords(heap, request)
  if (request.kind === 'free') return freeWords(heap, request)
  const at = request.address === undefined ? '' : ` ${placeOf(heap, request.address)}`
  const twice = request.mistake === 'given-twice' ? ', which is in use already' : ''
  return `gives${at}${twice}${searchWords(heap, request)}.`
}

function searchWords({ allocator, lists }: Heap, { search }: HeapRequest): string {
  if (!search) return ''
  const parts: string[] = []
  if (allocator.design === 'list' && search.scanned > 1) {
    parts.push(`${formatCount(search.scanned)} regions were looked at`)
  }
  if (allocator.design === 'classes') {
    const size = search.list === undefined ? undefined : lists[search.list]?.blockSize
    if (size !== undefined) parts.push(`from the class of ${formatCount(size)}`)
  }
  if (search.lost > 0) parts.push(`${bytesWords(search.lost)} in front of it are lost`)
  if (search.padding > 0) parts.push(`${bytesWords(search.padding)} after it are padding`)
  if (search.rest > 0 && search.scanned > 0)
    parts.push(`${bytesWords(search.rest)} of the region remain`)
  return parts.length > 0 ? `: ${parts.join(', ')}` : ''
}

function refusalWords(
  { allocator, totals, lists }: Heap,
  { search, size = 0 }: HeapRequest,
): string {
  const { free, largest } = totals
  if (allocator.design === 'unknown') return 'is refused; the allocator has shown no memory at all.'
  if (allocator.design === 'bump') {
    return `is refused: ${bytesWords(free)} are left above the mark.`
  }
  const scanned = search?.scanned
  const walked =
    scanned === undefined
      ? 'no region fits'
      : scanned === 0
        ? 'the list is empty'
        : `${scanned === 1 ? 'the only region was' : `all ${formatCount(scanned)} regions were`} looked at`
  const behind = allocator.design === 'classes' ? 'behind the classes ' : ''
  const waiting = lists
    .filter(({ role }) => role === 'class')
    .reduce((sum, { bytes }) => sum + bytes, 0)
  if (waiting >= size && allocator.design === 'classes') {
    return `is refused: ${behind}${walked}; ${bytesWords(waiting)} wait in the classes.`
  }
  if (scanned === 0) return `is refused: ${behind}${walked}; ${bytesWords(free)} are free.`
  // The reason comes first: a narrow drawing leaves out the last clauses.
  return `is refused: the largest region has ${formatCount(largest)} of ${bytesWords(free)} that are free; ${behind}${walked}.`
}

function freeWords({ allocator, totals }: Heap, { mistake, size }: HeapRequest): string {
  if (mistake === 'freed-twice')
    return 'gives back what is free already: it is on the list twice now.'
  if (mistake === 'never-given') return 'gives back what was never given out.'
  const bytes = size === undefined ? 'the block' : bytesWords(size)
  switch (allocator.design) {
    case 'bump':
      return totals.live === 0
        ? 'was the last live block: the mark is back at the start.'
        : `leaves ${bytes} that cannot be used again yet.`
    case 'list':
      return `puts ${bytes} back on the list.`
    case 'classes':
      return `puts ${bytes} back on the list of their class.`
    case 'unknown':
      return `gives ${bytes} back.`
  }
}

/** What stands in place of a list. */
export function listNote(heap: Heap): string {
  const { allocator, gaps, counts, region } = heap
  if (allocator.design === 'bump') {
    return 'Above the mark all is free. What lies below it was given out, and is not used again until no block is live.'
  }
  const gap = gaps.find(
    (one) => one === 'no-types' || one === 'no-structure' || one === 'no-symbols',
  )
  if (gap) return GAP_WORDS[gap]
  if (counts.requests === 0) return 'Which allocator serves this heap shows with the first request.'
  return region
    ? 'The allocator keeps no list that was recognised.'
    : 'No block was given out, so nothing is known of the heap.'
}

/** Which allocator it is, and how the bytes are divided. */
export function allocatorWords({ allocator, region, totals }: Heap): string {
  const { design, type, place } = allocator
  const kind = {
    bump: 'bump allocator',
    list: 'free list',
    classes: 'size classes',
    unknown: 'allocator not recognised',
  }[design]
  const name = type === undefined ? '' : ` \`${type}\``
  const where = place === undefined ? '' : ` in \`${place}\``
  const size = region ? ` · ${sizeWords(region.size)}${BOUNDS[region.origin]}` : ''
  const parts = (['used', 'padding', 'free', 'lost', 'unknown'] as const)
    .filter((byte) => totals[byte] > 0)
    .map((byte) => `${formatCount(totals[byte])} ${byte === 'unknown' ? 'not known' : byte}`)
  return `${kind}${name}${where}${size}${parts.length > 0 ? ` · ${parts.join(', ')}` : ''}`
}

const BOUNDS = {
  allocator: ', by its own fields',
  static: ', a static array',
  mapping: ', all that is mapped there',
  seen: ' seen of it so far',
} as const

/** What each step of a walk shows, in two sentences. */
export function captionOf(heap: Heap, passed: number, total: number): Headline | undefined {
  const { request } = heap
  if (!request) return undefined
  const walk = request.search
  if (passed >= total || !walk) {
    return {
      title: `${requestWords(heap, request)} ${outcomeWords(heap, request)}`,
      subtitle: subtitleOf(heap),
    }
  }
  return {
    title: `${requestWords(heap, request)} walks the list.`,
    subtitle: 'Each region is asked whether the block fits, in the order of the list.',
  }
}
