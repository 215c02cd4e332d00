/** Why an allocation failed although bytes are free, and what a program did wrong with a block. */
import { formatCount, formatHex } from '../../shared/format'
import type { Heap, HeapRequest, HeapTotals } from '../../shared/models/heap'
import type { Situation } from '../../shared/models/situation'
import { link, say, type Sentence } from './explanation'
import { functionWords } from './naming'
import type { Answer } from './question'

const MANUAL = 'The Rust standard library, "core::alloc::GlobalAlloc"'

const bytes = (count: number): string => `${formatCount(count)} ${count === 1 ? 'byte' : 'bytes'}`

const requestWords = ({ sequence, size, alignment, site, kind }: HeapRequest): Sentence => {
  const asked = size === undefined ? 'A request' : `A request for ${bytes(size)}`
  const aligned = alignment === undefined ? '' : ` at a multiple of ${alignment}`
  const name = site.function === undefined ? '' : ` by \`${functionWords(site.function)}\``
  const what = kind === 'realloc' ? `${asked} in place of a smaller block` : asked
  return say`${link(what, { kind: 'diagram', topic: 'heap', item: sequence })}${aligned}${name}`
}

export const allocations = ({ heap }: Situation): readonly Answer[] => [
  ...refusal(heap),
  ...mistake(heap),
]

/** Of several refusals the last, with the heap as it was then. */
function refusal(heap: Heap): readonly Answer[] {
  const request = heap.requests.filter(({ isRefused }) => isRefused).at(-1)
  if (!request) return []
  const then = momentOf(heap, request)
  const isEnough = then !== undefined && request.size !== undefined && then.free >= request.size
  return [
    {
      question: isEnough
        ? 'Why did the allocation fail, although enough bytes are free?'
        : 'Why did the allocation fail?',
      paragraph: [
        say`${requestWords(request)} was answered with null.`,
        ...(then
          ? [
              say`Of the heap ${bytes(then.used + then.padding)} were in use, ${bytes(then.free)} free and ${bytes(then.lost)} lost; the largest free region had ${bytes(then.largest)}.`,
              reasonOf(heap, request, then),
            ]
          : [
              hasShownNothing(heap)
                ? say`No block was given out before: the allocator has shown no memory at all.`
                : say`How full the heap was then is not known.`,
            ]),
      ],
      cure: cureOf(heap, isEnough),
      manual: MANUAL,
    },
  ]
}

/** Nobody has handed it any memory, or the very first request is larger than all of it. */
const hasShownNothing = ({ region, counts }: Heap): boolean =>
  region === undefined && counts.allocated === 0

/** Nothing where the allocator's structure was not followed up to the request. */
function momentOf(heap: Heap, request: HeapRequest): HeapTotals | undefined {
  if (heap.allocator.design === 'unknown') return undefined
  // Of many moments only some are kept; after the last request the heap is as it was left.
  const isLast = heap.requests.at(-1) === request
  return isLast ? heap.totals : heap.history.find(({ sequence }) => sequence === request.sequence)
}

function reasonOf({ allocator }: Heap, { size = 0 }: HeapRequest, then: HeapTotals): Sentence {
  const { free, largest, holes, live } = then
  if (allocator.design === 'bump') {
    return say`A bump allocator only moves its mark up: what was given back is of use again only when no block is live any more, and ${formatCount(live)} ${live === 1 ? 'is' : 'are'}.`
  }
  if (free < size) return say`All free memory together is less than was asked for.`
  if (largest >= size) {
    return say`The largest region would hold it, but not with its alignment and a rest that can hold a node of the list.`
  }
  return allocator.design === 'classes'
    ? say`The free bytes lie in ${formatCount(holes)} blocks of the lists of sizes, and a block in such a list never becomes part of a larger one: external fragmentation.`
    : say`A block has to lie in one piece, and the free bytes lie in ${formatCount(holes)} regions, each too small: external fragmentation.`
}

function cureOf(heap: Heap, isEnough: boolean): Sentence {
  const { allocator } = heap
  if (hasShownNothing(heap)) {
    return say`Mapped memory that is handed to the allocator before the first request, and holds it.`
  }
  const isFull = !isEnough && allocator.design !== 'bump'
  switch (isFull ? 'unknown' : allocator.design) {
    case 'bump':
      return say`An allocator that gives single blocks back, or no long-lived block between short-lived ones.`
    case 'list':
      return say`Joining a freed region with the neighbours that it touches.`
    case 'classes':
      return say`Giving blocks of the lists back to the allocator behind them when it has no room.`
    default:
      return say`Fewer or smaller live blocks, or a larger heap.`
  }
}

function mistake(heap: Heap): readonly Answer[] {
  const request = heap.requests.filter((one) => one.mistake === 'freed-twice').at(-1)
  if (!request) return []
  const block =
    request.address === undefined ? 'a block' : `the block at ${formatHex(request.address)}`
  return [
    {
      question: 'Why is one block handed out twice?',
      paragraph: [
        say`${link(`Request ${formatCount(request.sequence)}`, { kind: 'diagram', topic: 'heap', item: request.sequence })} freed ${block}, which was free already.`,
        say`The allocator put it into its list a second time, so the list leads to it twice, and two later requests get the same bytes.`,
      ],
      cure: say`One owner for each block: safe Rust does not compile a second drop, so this takes \`unsafe\`.`,
      manual: MANUAL,
    },
  ]
}
