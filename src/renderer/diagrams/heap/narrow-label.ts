/** The sizes of blocks that are too narrow to hold them: below the strip, where nothing else is drawn. */
import { formatCount } from '../../../shared/format'
import { group, line, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import { textWidth } from '../tokens/text-metrics'
import { stripX, type HeapDrawing } from './drawing'
import { PADDING } from './stretch-label'
import type { Stretch } from './view-window'

/** More of them would not be told apart. */
const MOST = 4
const LEADER = 4
/** Between a size and what else is below the strip. */
const GAP = 6

export function narrowLabels(
  drawing: HeapDrawing,
  isOfRequest: (stretch: Stretch) => boolean,
): Drawn {
  const { heap, colours, layout, window } = drawing
  const { strip, type } = layout
  // Below the strip of a bump allocator stands its mark.
  if (heap.allocator.design === 'bump') return undefined
  const labels = window.stretches
    .filter((stretch) => stretch.kind === 'used' && !isOfRequest(stretch))
    .map((stretch) => ({ stretch, ...edges(drawing, stretch) }))
    .map(({ stretch, left, right }) => {
      const size = formatCount(stretch.wholeSize)
      const half = textWidth(size, type.small) / 2
      return { stretch, size, half, room: right - left - PADDING, x: (left + right) / 2 }
    })
    .filter(({ half, room }) => 2 * half > room)
  if (labels.length > MOST) return undefined
  // Lists, and what the request took, are told of below what is free, lost, or the block itself.
  const taken = window.stretches
    .filter((one) => one.kind === 'free' || one.kind === 'lost' || isOfRequest(one))
    .map((one) => edges(drawing, one))
  const bottom = strip.y + strip.height
  return labels
    .filter(({ x, half }, index) => {
      const [from, to] = [x - half - GAP, x + half + GAP]
      const before = labels[index - 1]
      return (
        from >= strip.x &&
        (!before || before.x + before.half < from) &&
        taken.every(({ left, right }) => right <= from || left >= to)
      )
    })
    .map(({ stretch, size, x }) =>
      group(
        `narrow-${stretch.offset.toString(16)}`,
        line('leader', { x, y: bottom }, { x, y: bottom + LEADER }, colours.muted),
        text('size', { x, y: bottom + LEADER + type.small * 0.86 }, size, {
          size: type.small,
          anchor: 'middle',
          fill: colours.muted,
        }),
      ),
    )
}

const edges = (drawing: HeapDrawing, { offset, size }: Stretch) => ({
  left: stripX(drawing, offset),
  right: stripX(drawing, offset + size),
})
