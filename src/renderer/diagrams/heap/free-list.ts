/** The allocator's list in its own order, as a request walked it or as it stands; or what takes its place. */
import type { HeapList, HeapNode } from '../../../shared/models/heap'
import { prose, wrapProse } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { bumpMark } from './bump-mark'
import type { HeapDrawing } from './drawing'
import { chain, endWidth, headWidth } from './list-chain'
import type { Placed } from './list-node'
import { MOST_NODES, walkOf, type Looked } from './stations'
import { listNote } from './words'

/** The list that a request walks: of free regions, or what stands behind the classes. */
export const regionList = ({ heap }: Pick<HeapDrawing, 'heap'>): HeapList | undefined =>
  heap.lists.find(({ role }) => role === 'regions')

export function freeList(drawing: HeapDrawing): Group {
  const { heap, colours, layout } = drawing
  const { design } = heap.allocator
  // Short, since links lead from the list to memory on its right.
  const heading = (words: string) =>
    text('heading', { x: layout.margin, y: layout.list.headingY }, words, {
      size: layout.headingSize,
      weight: 600,
      fill: colours.ink,
    })
  if (design === 'bump') return group('mark', heading('the mark'), bumpMark(drawing))
  const list = regionList(drawing)
  if (design === 'unknown' || !list) {
    return group('free-list', heading('free memory'), note(drawing, listNote(heap)))
  }
  const walk = walkOf(heap)
  const isWalk = walk.length > 0
  return group(
    'free-list',
    heading(listName(drawing, isWalk, isWalk ? walk.length : shownNodes(list).length)),
    isWalk ? walked(drawing, walk) : asItStands(drawing, list),
  )
}

/** Which list it is and how it is told, in words that end before the first line from a node to memory. */
function listName(drawing: HeapDrawing, isWalk: boolean, count: number): string {
  const { heap, layout } = drawing
  const name = heap.allocator.design === 'classes' ? 'fallback list' : 'free list'
  const ways = isWalk
    ? [`${name}, as the request walked it`, `${name}, as walked`]
    : [`${name}, in its own order`, name]
  const [first] = places(drawing, Math.max(count, 2))
  const room = first ? first.x + first.width / 2 - layout.margin - 12 : layout.list.width
  return ways.find((one) => textWidth(one, layout.headingSize, 600) <= room) ?? name
}

function note({ colours, layout }: HeapDrawing, sentence: string): Drawn {
  const style = { size: layout.type.body, fill: colours.muted }
  const { x, y, width } = layout.list
  return wrapProse(sentence, width, style)
    .slice(0, 2)
    .map((words, index) =>
      prose(`note-${index}`, { x, y: y + style.size + 2 + index * style.size * 1.4 }, words, style),
    )
}

/** Between two nodes, so that an arrow is seen to be one. */
const LEAST_GAP = { laptop: 20, figure: 36, projector: 36 } as const

/** One or two nodes have room for more words. */
const FEW = 1.75

/** Boxes for so many nodes, two or more, with room for the head, for what is left out, and for the end. */
function places(drawing: HeapDrawing, count: number): readonly Box[] {
  const { list, nodeWidth, density } = drawing.layout
  const from = list.x + headWidth(drawing)
  const room = list.width - headWidth(drawing) - endWidth(drawing)
  const most = nodeWidth * (count > 2 ? 1 : FEW)
  const width = Math.min(most, room / count - LEAST_GAP[density])
  const gap = (room - count * width) / count
  return Array.from({ length: count }, (_, index) => ({
    x: from + gap * 0.62 + index * (width + gap * (0.62 + 0.38 / (count - 1))),
    y: list.y,
    width,
    height: list.height,
  }))
}

function walked(drawing: HeapDrawing, walk: readonly Looked[]): Drawn {
  const boxes = places(drawing, Math.max(walk.length, 2))
  const placed = walk.flatMap((looked, index): readonly Placed[] => {
    const box = boxes[index]
    return box
      ? [{ key: `node-${looked.number}`, node: looked.node, number: looked.number, looked, box }]
      : []
  })
  const scanned = drawing.heap.request?.search?.scanned ?? walk.length
  const last = walk.at(-1)
  const beyond = scanned - (last?.number ?? scanned)
  return chain(drawing, placed, {
    hidden: scanned - walk.length - beyond,
    beyond,
    end: last?.isTaken === true ? undefined : 'None',
  })
}

/** Of a long list the first two and the last, where that was read. */
function shownNodes({ length, nodes }: HeapList): readonly HeapNode[] {
  const last = nodes.length === length ? nodes.at(-1) : undefined
  return length > MOST_NODES ? [...nodes.slice(0, 2), ...(last ? [last] : [])] : nodes
}

function asItStands(drawing: HeapDrawing, list: HeapList): Drawn {
  const isLong = list.length > MOST_NODES
  const shown = shownNodes(list)
  const boxes = places(drawing, Math.max(shown.length, 2))
  const placed = shown.flatMap((node, index): readonly Placed[] => {
    const box = boxes[index]
    const number = isLong && index === 2 ? list.length : index + 1
    return box ? [{ key: `node-${number}`, node, number, box }] : []
  })
  const end = list.end === 'cycle' ? 'again' : list.end === 'none' ? 'None' : 'lost'
  return chain(drawing, placed, { hidden: list.length - shown.length, end, list })
}
