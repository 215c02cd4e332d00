/** The title of the diagram: the most telling thing that is so. */
import { HEAP_BYTES, type Heap, type HeapLead, type HeapRequest } from '../../../shared/models/heap'
import { isLastRequest } from './before-request'
import { isFutureState } from './contents-words'

export function titleOf(heap: Heap): string {
  const { gaps, counts, allocator, totals, requests, region, request } = heap
  if (gaps.includes('no-symbols')) return 'Without names the heap cannot be followed'
  if (gaps.includes('no-allocator')) return 'No allocator was recognised in this kernel'
  if (counts.requests === 0) return 'Nothing has asked for memory yet'
  if (request?.duringAnother) return 'A handler asks for memory while another request is under way'
  if (heap.lists.some(({ end }) => end === 'cycle')) return 'The free list leads back to itself'
  if (requests.some(({ mistake }) => mistake === 'given-twice'))
    return 'One block was given out twice'
  if (request?.mistake === 'freed-twice') return 'A block was given back twice'
  if (request?.isRefused) return refusalTitle(heap, request)
  if (region && !region.isMapped) return 'The block lies where nothing is mapped'
  if (allocator.design === 'unknown')
    return 'Blocks can be followed, but not what lies between them'
  if (totals.lost > 0 && totals.live === 0 && allocator.design === 'list') {
    return 'All blocks were given back, and some bytes stay lost'
  }
  const told = contentsTitle(heap)
  if (told !== undefined) return told
  if ((request?.search?.refused.length ?? 0) > 0 && allocator.design !== 'bump') {
    return 'The list is walked until a region fits'
  }
  if (totals.lost > 0 && allocator.design === 'list') {
    return isSkipped(heap)
      ? 'Bytes skipped for alignment are in no block and on no list'
      : 'Some bytes are in no block and on no list'
  }
  return allocator.design === 'list' ? listTitle(heap) : DESIGN_TITLES[allocator.design]
}

/** Right behind all that is lost lies a block whose alignment asks for more than that. */
function isSkipped({ spans: { kinds, sizes, blocks }, blocks: { alignments } }: Heap): boolean {
  const lost = kinds.flatMap((kind, index) => (HEAP_BYTES[kind] === 'lost' ? index : []))
  return lost.every((index) => {
    const alignment = alignments[blocks[index + 1] ?? -1] ?? 0
    return (sizes[index] ?? 0) < alignment
  })
}

/** What a pointer in the block says that cannot be seen from outside; a number that looks like one is none. */
function contentsTitle({ contents }: Heap): string | undefined {
  if (contents?.type === undefined || contents.room !== undefined) return undefined
  const leads = (kind: HeapLead['kind']) => contents.fields.some(({ lead }) => lead?.kind === kind)
  if (leads('stack')) return 'The block lies in the heap, and a pointer in it leads to the stack'
  return contents.fields.some(isFutureState) && leads('itself')
    ? 'A future keeps a pointer into its own block: it must not be moved'
    : undefined
}

const DESIGN_TITLES = {
  bump: 'A mark moves up, and comes back only when all blocks are gone',
  classes: 'Each size has a list of its own, so nothing is searched',
} as const

/** What the list looks like: an order of its own can be seen from two regions on. */
function listTitle(heap: Heap): string {
  const { request } = heap
  const list = heap.lists.find(({ role }) => role === 'regions')
  if (!list || list.length === 0) return 'Nothing is free: the free list is empty'
  if (list.length === 1) {
    const { scanned, rest = 0 } = request?.search ?? {}
    return isLastRequest(heap) && scanned === 1 && rest > 0
      ? 'A block is cut from the only free region'
      : 'All free memory is one region: the free list has one node'
  }
  return list.nodes.every(
    ({ address }, at) => at === 0 || (list.nodes[at - 1]?.address ?? 0n) < address,
  )
    ? 'The free list leads from one free region to the next'
    : 'The free list runs in list order, memory runs in address order'
}

function refusalTitle({ allocator, totals, region }: Heap, { size = 0 }: HeapRequest): string {
  if (!region) return 'The allocator has nothing to give'
  if (totals.free < size) {
    return allocator.design === 'bump' && totals.lost > size
      ? 'A few live blocks keep all that lies below the mark'
      : 'The heap is used up'
  }
  return allocator.design === 'classes'
    ? 'Enough bytes are free, but they wait on lists for other sizes'
    : 'Enough bytes are free, but no single region is large enough'
}
