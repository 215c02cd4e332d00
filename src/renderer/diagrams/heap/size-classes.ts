/** A list for each size: how many free blocks wait in each, and which one the last request belongs to. */
import { formatCount } from '../../../shared/format'
import type { HeapList } from '../../../shared/models/heap'
import { group, line, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { HeapDrawing } from './drawing'

const GAP = 8
const STACK_PITCH = 20

export function sizeClasses(drawing: HeapDrawing): Group {
  const { heap, colours, layout } = drawing
  const { left, headingSize } = layout
  const classes = heap.lists.filter(({ role }) => role === 'class')
  const fitting = shownClasses(drawing, classes)
  const pitch = Math.min(66, left.width / fitting.length)
  return group(
    'size-classes',
    text(
      'heading',
      { x: left.x, y: left.headingY },
      'Size classes, each with its list of free blocks',
      {
        size: headingSize,
        weight: 600,
        fill: colours.ink,
      },
    ),
    fitting.map(({ list, place }, index) =>
      column(drawing, list, place, left.x + index * pitch, pitch - (pitch < 50 ? 4 : GAP)),
    ),
  )
}

const NARROWEST = 36

/** All of them where there is room; else those that hold something, and the one that is wanted. */
function shownClasses({ heap, layout }: HeapDrawing, classes: readonly HeapList[]) {
  const all = classes.map((list, place) => ({ list, place }))
  const most = Math.max(1, Math.floor(layout.left.width / NARROWEST))
  if (all.length <= most) return all
  const wanted = heap.request?.search?.list
  const rank = ({ list, place }: (typeof all)[number]) =>
    place === wanted ? 0 : list.length > 0 ? 1 : 2
  return [...all]
    .sort((a, b) => rank(a) - rank(b) || a.place - b.place)
    .slice(0, most)
    .sort((a, b) => a.place - b.place)
}

function column(
  drawing: HeapDrawing,
  list: HeapList,
  place: number,
  x: number,
  width: number,
): Group {
  const { heap, colours, layout } = drawing
  const { left, type } = layout
  const isWanted = heap.request?.search?.list === place
  const height = layout.density === 'laptop' ? 26 : 36
  const box = { x, y: left.y, width, height }
  const middle = x + width / 2
  const size = list.blockSize === undefined ? '?' : String(list.blockSize)
  const bottom = left.y + left.height
  const top = box.y + height + 10
  const most = Math.max(1, Math.min(4, Math.floor((bottom - top - type.small * 1.4) / STACK_PITCH)))
  const drawn = Math.min(list.length, most)
  const end = top + drawn * STACK_PITCH
  return group(
    `class-${place}`,
    isWanted
      ? rect('wanted', box, { fill: colours.surface, stroke: colours.ink, strokeWidth: 2.25 })
      : rect('box', box, { fill: colours.paper, stroke: colours.line, strokeWidth: 1.25 }),
    text('size', { x: middle, y: box.y + height / 2 + type.small * 0.36 }, size, {
      size: textWidth(size, type.value, 600, 'mono') > width - 4 ? type.min : type.value,
      font: 'mono',
      weight: isWanted ? 600 : 400,
      anchor: 'middle',
      fill: colours.ink,
    }),
    Array.from({ length: drawn }, (_, index): Drawn => {
      const y = top + index * STACK_PITCH
      return [
        line(
          `link-${index}`,
          { x: middle, y: y - (index === 0 ? 10 : 7) },
          { x: middle, y },
          colours.line,
        ),
        rect(
          `block-${index}`,
          { x: middle - 12, y, width: 24, height: 13 },
          {
            fill: colours.heap.free,
            stroke: colours.heap.freeLine,
            strokeWidth: 1.25,
            dash: '4 3',
          },
        ),
      ]
    }),
    countWords(list, drawn, { x: middle, y: end + type.small + 1 }, width, drawing),
  )
}

function countWords(
  { length, end }: HeapList,
  drawn: number,
  at: { readonly x: number; readonly y: number },
  width: number,
  { colours, layout }: HeapDrawing,
): Drawn {
  const { type } = layout
  const style = { size: type.small, anchor: 'middle' } as const
  if (length === 0) {
    const words = textWidth('empty', type.small) <= width + GAP - 2 ? 'empty' : '–'
    return text('count', at, words, { ...style, fill: colours.ghost })
  }
  if (end === 'cycle') return text('count', at, 'cycle', { ...style, fill: colours.bad })
  return length > drawn && text('count', at, formatCount(length), { ...style, fill: colours.muted })
}
