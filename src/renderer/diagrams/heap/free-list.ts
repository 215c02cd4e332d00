/** The allocator's list in its own order, each region joined with its place in memory; or the mark that takes its place. */
import { formatCount, formatHex } from '../../../shared/format'
import type { HeapList, HeapNode } from '../../../shared/models/heap'
import { connector, nowConnector } from '../primitives/connectors'
import { crossMark, checkMark, nowBox } from '../primitives/marks'
import { prose, wrapProse } from '../primitives/prose'
import { circle, group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { isOnStrip, offsetOf, stripX, type HeapDrawing } from './drawing'
import { offsetWords } from './facts'
import { walkOf, type Looked } from './stations'
import { listNote } from './words'

const MOST_NODES = 3
const HEAD_WIDTH = 84

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
  if (design === 'bump') return group('mark', heading('the mark'), mark(drawing))
  const list = regionList(drawing)
  if (design === 'unknown' || !list) {
    return group('free-list', heading('free memory'), note(drawing, listNote(heap)))
  }
  const walk = walkOf(heap)
  const isWalk = walk.length > 0
  const name = design === 'classes' ? 'fallback list' : 'free list'
  return group(
    'free-list',
    heading(`${name}, ${isWalk ? 'as walked' : 'list order'}`),
    isWalk ? walked(drawing, walk) : asItStands(drawing, list),
  )
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

/** A box with the mark's value, and an arrow to where it stands. */
function mark(drawing: HeapDrawing): Drawn {
  const { heap, colours, layout } = drawing
  const { mark: found } = heap.allocator
  if (!found) return undefined
  const { type, list } = layout
  const offset = offsetOf(heap, found.address)
  const name = found.name.split('.').at(-1) ?? found.name
  const value = formatHex(found.address)
  const width =
    Math.max(textWidth(value, type.value, 400, 'mono'), textWidth(name, type.small, 600)) + 32
  const isShown = offset >= drawing.window.start && offset <= drawing.window.end
  const target = Math.min(stripX(drawing, offset), list.x + list.width)
  const middle = isShown ? target : list.x + width / 2
  const x = Math.max(list.x, Math.min(list.x + list.width - width, middle - width / 2))
  const box = { x, y: list.y, width, height: list.height }
  const top = layout.strip.y + layout.strip.height + 3
  return [
    isShown &&
      connector(
        'place',
        [
          { x: target, y: box.y },
          { x: target, y: top },
        ],
        { stroke: colours.ink },
      ),
    rect('box', box, { fill: colours.paper, stroke: colours.ink, strokeWidth: 1.75, radius: 4 }),
    text('name', { x: x + 16, y: box.y + box.height * 0.42 }, name, {
      size: type.small,
      weight: 600,
      fill: colours.ink,
    }),
    text('value', { x: x + 16, y: box.y + box.height * 0.82 }, value, {
      size: type.value,
      font: 'mono',
      fill: colours.ink,
    }),
    sideNote(drawing, box),
  ]
}

/** What the mark means, on the side of it that has room. */
function sideNote({ colours, layout, heap }: HeapDrawing, box: Box): Drawn {
  const { list, type } = layout
  const left = box.x - list.x
  const right = list.x + list.width - box.x - box.width
  const isLeft = left > right
  const style = { size: type.body, fill: colours.muted, ...(isLeft && { anchor: 'end' as const }) }
  const lines = wrapProse(listNote(heap), Math.min(520, Math.max(left, right) - 24), style).slice(
    0,
    2,
  )
  const x = isLeft ? box.x - 16 : box.x + box.width + 16
  const first = box.y + box.height / 2 - (lines.length - 1) * type.body * 0.7 + type.body * 0.36
  return lines.map((words, index) =>
    prose(`note-${index}`, { x, y: first + index * type.body * 1.4 }, words, style),
  )
}

interface Placed {
  readonly key: string
  readonly node: HeapNode
  readonly looked?: Looked
  readonly box: Box
}

/** Boxes for so many nodes, with room for the head, for what is left out, and for the end. */
function places(drawing: HeapDrawing, count: number): readonly Box[] {
  const { list, nodeWidth } = drawing.layout
  const from = list.x + headWidth(drawing)
  const room = list.width - headWidth(drawing) - endWidth(drawing)
  const gap = (room - count * nodeWidth) / count
  return Array.from({ length: count }, (_, index) => ({
    x:
      from +
      gap * 0.62 +
      index * (nodeWidth + gap * (count > 1 ? 0.62 + 0.38 / (count - 1 || 1) : 1)),
    y: list.y,
    width: nodeWidth,
    height: list.height,
  }))
}

const headWidth = ({ layout }: HeapDrawing) => (layout.density === 'laptop' ? 64 : HEAD_WIDTH)
const endWidth = ({ layout }: HeapDrawing) => (layout.density === 'laptop' ? 76 : 104)

function walked(drawing: HeapDrawing, walk: readonly Looked[]): Drawn {
  const boxes = places(drawing, Math.max(walk.length, 2))
  const placed = walk.flatMap((looked, index): readonly Placed[] => {
    const box = boxes[index]
    return box ? [{ key: `node-${looked.number}`, node: looked.node, looked, box }] : []
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

function asItStands(drawing: HeapDrawing, list: HeapList): Drawn {
  const isLong = list.length > MOST_NODES
  const last = list.nodes.length === list.length ? list.nodes.at(-1) : undefined
  const shown = isLong ? [...list.nodes.slice(0, 2), ...(last ? [last] : [])] : list.nodes
  const boxes = places(drawing, Math.max(shown.length, 2))
  const placed = shown.flatMap((node, index): readonly Placed[] => {
    const box = boxes[index]
    const number = isLong && index === 2 ? list.length : index + 1
    return box ? [{ key: `node-${number}`, node, box }] : []
  })
  const end = list.end === 'cycle' ? 'again' : list.end === 'none' ? 'None' : 'lost'
  return chain(drawing, placed, { hidden: list.length - shown.length, end, list })
}

function chain(
  drawing: HeapDrawing,
  placed: readonly Placed[],
  {
    hidden,
    beyond = 0,
    end,
    list,
  }: {
    /** Left out before the last. */
    readonly hidden: number
    /** Left out behind the last. */
    readonly beyond?: number
    readonly end: string | undefined
    readonly list?: HeapList
  },
): Drawn {
  const { colours, layout, progress } = drawing
  const {
    list: { x, y, height },
    type,
  } = layout
  const middle = y + height / 2
  const head: Box = { x, y: y + height * 0.14, width: headWidth(drawing), height: height * 0.72 }
  const edges = [head, ...placed.map(({ box }) => box)]
  const isHidden = (index: number) => hidden > 0 && index === placed.length - 1
  const last = placed.at(-1)?.box ?? head
  const tail = { x: last.x + last.width, y: middle }
  return [
    rect('head', head, { fill: colours.paper, stroke: colours.ink, strokeWidth: 1.5, radius: 4 }),
    text('head-word', { x: head.x + head.width / 2, y: middle + type.body * 0.36 }, 'head', {
      size: type.body,
      weight: 600,
      anchor: 'middle',
      fill: colours.ink,
    }),
    placed.map((one, index) => {
      const from = edges[index] ?? head
      const points = [
        { x: from.x + from.width, y: middle },
        { x: one.box.x - 3, y: middle },
      ]
      const isNow = progress.now !== undefined && progress.now.number === one.looked?.number
      return [
        isNow
          ? nowConnector(`link-${index}`, points, colours, {
              scale: layout.density === 'laptop' ? 0.72 : 1,
            })
          : connector(`link-${index}`, points, {
              stroke: colours.ink,
              ...(isHidden(index) && { dash: '3 4' }),
            }),
        isHidden(index) && hiddenWords(drawing, hidden, points),
      ]
    }),
    placed.map((one) => node(drawing, one)),
    placed.map((one, index) => placeLink(drawing, one, index)),
    end !== undefined && [
      connector('end-link', [tail, { x: tail.x + 26, y: middle }], {
        stroke: colours.ink,
        ...(beyond > 0 && { dash: '3 4' }),
      }),
      beyond > 0 &&
        text('beyond', { x: tail.x + 6, y: middle - 11 }, `${formatCount(beyond)} more`, {
          size: type.small,
          fill: colours.muted,
        }),
      text('end', { x: tail.x + 34, y: middle + type.body * 0.36 }, endWords(drawing, end, list), {
        size: type.body,
        weight: 600,
        fill: end === 'None' ? colours.ink : colours.bad,
      }),
    ],
  ]
}

function endWords({ heap }: HeapDrawing, end: string, list: HeapList | undefined): string {
  if (end !== 'again' || list?.endsAt === undefined) return end
  return offsetWords(offsetOf(heap, list.endsAt))
}

function hiddenWords(
  { colours, layout }: HeapDrawing,
  hidden: number,
  [from, to]: readonly Point[],
): Drawn {
  const { type } = layout
  const x = ((from?.x ?? 0) + (to?.x ?? 0)) / 2 - 4
  const room = (to?.x ?? 0) - (from?.x ?? 0) - 8
  const words = [`${formatCount(hidden)} more`, formatCount(hidden)].find(
    (one) => textWidth(one, type.small) <= room,
  )
  return (
    words !== undefined &&
    text('hidden', { x, y: (from?.y ?? 0) - 7 }, words, {
      size: type.small,
      anchor: 'middle',
      fill: colours.muted,
    })
  )
}

function node(drawing: HeapDrawing, { key, node: found, looked, box }: Placed): Group {
  const { heap, colours, layout, progress } = drawing
  const { type } = layout
  const isNow = progress.now !== undefined && progress.now.number === looked?.number
  const isAhead =
    progress.now !== undefined && looked !== undefined && looked.number > progress.now.number
  const hasVerdict = looked !== undefined && !isAhead
  const pad = layout.density === 'laptop' ? 10 : 16
  const baseline = { top: box.y + box.height * 0.41, bottom: box.y + box.height * 0.8 }
  const ink = isNow ? colours.now.text : colours.ink
  const muted = isNow ? colours.now.text : colours.muted
  const size = found.size === undefined ? '?' : formatCount(found.size)
  const right = box.x + box.width - pad
  return group(
    key,
    isNow
      ? nowBox('box', box, colours, 4)
      : rect('box', box, {
          fill: colours.paper,
          stroke: colours.heap.freeLine,
          strokeWidth: 1.5,
          dash: '5 4',
          radius: 4,
        }),
    text(
      'address',
      { x: box.x + pad, y: baseline.top },
      offsetWords(offsetOf(heap, found.address)),
      {
        size: type.value,
        font: 'mono',
        weight: 600,
        fill: ink,
      },
    ),
    text(
      'size',
      { x: box.x + pad, y: baseline.bottom },
      [
        { text: 'size', fill: muted },
        { text: size, font: 'mono', gap: 6 },
        ...(hasVerdict && hasRoomFor(drawing, box, size, looked)
          ? [{ text: verdictWords(drawing, looked), fill: muted, gap: 12 }]
          : []),
      ],
      { size: type.small, fill: ink },
    ),
    hasVerdict &&
      (looked.isTaken
        ? checkMark('fits', { x: right - 13, y: baseline.bottom }, isNow ? ink : colours.ok)
        : crossMark('refused', { x: right - 10, y: baseline.bottom }, isNow ? ink : colours.bad)),
    looked !== undefined &&
      order(drawing, looked.number, { x: right - 5, y: box.y + box.height * 0.29 }, ink),
  )
}

/** Whether size, verdict and its mark stand beside each other. */
function hasRoomFor(drawing: HeapDrawing, box: Box, size: string, looked: Looked): boolean {
  const { type } = drawing.layout
  const words =
    textWidth('size', type.small) +
    textWidth(size, type.small, 400, 'mono') +
    textWidth(verdictWords(drawing, looked), type.small)
  return words + 76 <= box.width
}

function verdictWords({ heap }: HeapDrawing, { isTaken }: Looked): string {
  return `${formatCount(heap.request?.size ?? 0)}? ${isTaken ? 'yes' : 'no'}`
}

function order(
  { layout, colours }: HeapDrawing,
  number: number,
  centre: Point,
  ink: string,
): Drawn {
  const { type, density } = layout
  if (density === 'laptop' || number > 99) {
    return text(
      'order',
      { x: centre.x + 5, y: centre.y + type.small * 0.36 },
      formatCount(number),
      {
        size: type.small,
        weight: 600,
        anchor: 'end',
        fill: ink,
      },
    )
  }
  return [
    circle('ring', centre, 11, { stroke: ink, strokeWidth: 1.5, fill: colours.paper }),
    text('order', { x: centre.x, y: centre.y + 5 }, `${number}`, {
      size: type.small,
      weight: 600,
      anchor: 'middle',
      fill: colours.ink,
    }),
  ]
}

/** From a node up to its region in memory. */
function placeLink(drawing: HeapDrawing, { node: found, box }: Placed, index: number): Drawn {
  const { heap, colours, layout, window } = drawing
  const offset = offsetOf(heap, found.address)
  if (!isOnStrip(drawing, offset)) return undefined
  const end = Math.min(window.end, offset + (found.size ?? 1))
  const target = (stripX(drawing, offset) + stripX(drawing, end)) / 2
  const bottom = layout.strip.y + layout.strip.height
  const isTight = layout.density === 'laptop'
  const level = bottom + (isTight ? 17 : 24) + index * (isTight ? 5 : 12)
  const from = box.x + box.width / 2
  const points =
    Math.abs(from - target) < 4
      ? [
          { x: target, y: box.y },
          { x: target, y: bottom + 3 },
        ]
      : [
          { x: from, y: box.y },
          { x: from, y: level },
          { x: target, y: level },
          { x: target, y: bottom + 3 },
        ]
  return connector(`place-${index}`, points, { stroke: colours.heap.freeLine, strokeWidth: 1.5 })
}
