/** The queue between an interrupt handler and the task that reads: the oldest byte is on the left. */
import { formatCount, formatShortHex } from '../../../shared/format'
import type { QueueContents } from '../../../shared/models/executor'
import { prose, wrapProse } from '../primitives/prose'
import { group, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { ExecutorDrawing } from './drawing'
import { fittingName, shownInput } from './facts'

/** More slots than these are told by their number. */
const MOST_CELLS = 8

export function inputQueue(drawing: ExecutorDrawing): Group {
  const { executor, colours, layout, progress } = drawing
  const { x, y, width } = layout.input
  const { type } = layout
  const queue = shownInput(executor, progress.moment)
  const title = 'Input queue'
  const room = width - textWidth(title, layout.headingSize, 600) - 12
  return group(
    'input',
    text('heading', { x, y }, title, {
      size: layout.headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    queue &&
      text('name', { x: x + width, y }, fittingName(queue.name, room, type.small), {
        size: type.small,
        font: 'mono',
        anchor: 'end',
        fill: colours.muted,
      }),
    queue ? [cells(drawing, queue), note(drawing, queue)] : absence(drawing),
  )
}

function cells({ colours, layout }: ExecutorDrawing, queue: QueueContents): Drawn {
  const { x, y, width } = layout.input
  const { type, cellHeight } = layout
  const isCut = queue.capacity > MOST_CELLS
  const count = isCut ? 5 : queue.capacity
  const cellWidth = width / Math.max(count, 4)
  return Array.from({ length: count }, (_, index) => {
    const item = queue.items[index]
    const box = { x: x + index * cellWidth, y: y + 10, width: cellWidth, height: cellHeight }
    const size = Math.min(type.value, type.small + 1)
    const hex = item && formatShortHex(item.value)
    const isNarrow = hex !== undefined && textWidth(hex, size, 600, 'mono') > cellWidth - 4
    const label = item && (isNarrow ? item.value.toString(16).padStart(2, '0') : hex)
    return group(
      `input.cell-${index}`,
      rect('cell', box, {
        fill: item ? colours.event.irq.tint : colours.paper,
        stroke: colours.line,
        strokeWidth: 1.25,
      }),
      label !== undefined &&
        text('byte', { x: box.x + cellWidth / 2, y: box.y + cellHeight / 2 + size * 0.36 }, label, {
          size,
          weight: 600,
          font: 'mono',
          anchor: 'middle',
          fill: colours.ink,
        }),
    )
  })
}

function note({ colours, layout }: ExecutorDrawing, queue: QueueContents): Drawn {
  const { x, y, width } = layout.input
  const { type, cellHeight } = layout
  const dropped = queue.dropped ?? 0
  const line = y + 10 + cellHeight + type.small + 7
  const count = `${formatCount(queue.length)} of ${formatCount(queue.capacity)} bytes`
  const lost = `${formatCount(dropped)} dropped`
  const room = width - (dropped > 0 ? textWidth(lost, type.small, 600) + 12 : 0)
  const full = `${count}, the oldest at the left`
  const used = textWidth(full, type.small) <= room ? full : count
  return [
    text('used', { x, y: line }, used, { size: type.small, fill: colours.muted }),
    dropped > 0 &&
      text('dropped', { x: x + width, y: line }, lost, {
        size: type.small,
        weight: 600,
        anchor: 'end',
        fill: colours.bad,
      }),
  ]
}

function absence({ executor, colours, layout }: ExecutorDrawing): Drawn {
  const { x, y, width } = layout.input
  const style = { size: layout.type.small, fill: colours.muted }
  const words = executor.gaps.includes('no-types')
    ? 'Not known: this image has no types.'
    : 'No queue of bytes was recognised.'
  return wrapProse(words, width, style).map((one, index) =>
    prose(`absent-${index + 1}`, { x, y: y + 24 + index * (style.size + 6) }, one, style),
  )
}
