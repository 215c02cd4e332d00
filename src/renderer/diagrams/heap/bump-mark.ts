/** What a bump allocator has in the place of a list: the mark, and where it stands in memory. */
import { formatHex } from '../../../shared/format'
import { connector } from '../primitives/connectors'
import { prose, wrapProse } from '../primitives/prose'
import { rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import { textWidth } from '../tokens/text-metrics'
import { stripX, type HeapDrawing } from './drawing'
import { offsetOf } from './facts'
import { listNote } from './words'

/** A box with the mark's value, and an arrow to where it stands. */
export function bumpMark(drawing: HeapDrawing): Drawn {
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
