/** A queue of many slots: all of them as a strip with the used part marked, and the items enlarged below it. */
import { formatCount } from '../../../shared/format'
import type { QueueContents } from '../../../shared/models/executor'
import { group, line, path, rect, text } from '../primitives/shapes'
import { decimal } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import type { ExecutorDrawing } from './drawing'
import { itemLabel, takenWords } from './ready-queue'

const STRIP_HEIGHT = 14
const FAN_HEIGHT = 16
const SMALLEST_MARK = 3
/** Slots that are enlarged: the last that was taken out, the items, and the next free one. */
const ENLARGED = 5

export function queueStrip(drawing: ExecutorDrawing, ready: QueueContents): Group {
  const { colours, layout } = drawing
  const { type } = layout
  const { x, y, width } = layout.ready
  const top = y + 14
  const { capacity, head } = ready
  const slotWidth = width / capacity
  const markWidth = Math.max(SMALLEST_MARK, slotWidth)
  const used = usedParts(ready).map(([from, count], index) =>
    rect(
      `used-${index}`,
      {
        x: x + from * slotWidth,
        y: top,
        width: Math.min(Math.max(SMALLEST_MARK, count * slotWidth), width - from * slotWidth),
        height: STRIP_HEIGHT,
      },
      { fill: colours.task.ready },
    ),
  )
  const headX = Math.min(x + head * slotWidth, x + width - markWidth)
  const cellsTop = top + STRIP_HEIGHT + FAN_HEIGHT
  const lines = [
    countWords(ready, width, type.small),
    takenWords(drawing, ready) || leftWords(drawing, ready),
  ]
  return group(
    'ready.strip',
    rect(
      'slots',
      { x, y: top, width, height: STRIP_HEIGHT },
      {
        fill: colours.paper,
        stroke: colours.line,
        strokeWidth: 1.25,
      },
    ),
    used,
    path('head', `M${decimal(headX)} ${decimal(top - 5)}v${STRIP_HEIGHT + 10}`, {
      stroke: colours.ink,
      strokeWidth: 1.5,
    }),
    fan(drawing, ready, top + STRIP_HEIGHT),
    cells(drawing, ready, cellsTop),
    lines.map((line, index) =>
      text(
        `line-${index + 1}`,
        { x, y: cellsTop + layout.cellHeight + (index + 1) * (type.small + 5) + 1 },
        line,
        { size: type.small, fill: colours.muted },
      ),
    ),
  )
}

/** From the slots that are enlarged, the one before the next and those from it on, unless they go on at the beginning. */
function fan({ colours, layout }: ExecutorDrawing, { capacity, head }: QueueContents, top: number) {
  const { x, width } = layout.ready
  const first = head - 1
  if (first < 0 || first + ENLARGED > capacity) return undefined
  const edge = (slot: number) => decimal(x + (width * slot) / capacity)
  const bottom = decimal(top + FAN_HEIGHT)
  return path(
    'fan',
    `M${edge(first)} ${decimal(top)}L${decimal(x)} ${bottom}` +
      `M${edge(first + ENLARGED)} ${decimal(top)}L${decimal(x + width)} ${bottom}`,
    { stroke: colours.line, strokeWidth: 1 },
  )
}

/** Never wider than the queue; of an empty one, where the next item goes in. */
function countWords({ length, capacity, head }: QueueContents, room: number, size: number): string {
  const count = `${formatCount(length)} of ${formatCount(capacity)} ready`
  const words = [
    `${count}, next ${length > 0 ? 'out' : 'in'}: slot ${formatCount(head)}`,
    `${count}, slot ${formatCount(head)}`,
  ]
  return words.find((one) => textWidth(one, size) <= room) ?? fitText(count, room, size)
}

/** What was popped before lies in its slot until another is pushed there. */
function leftWords(drawing: ExecutorDrawing, { taken }: QueueContents): string {
  return taken?.task === undefined ? '' : `${itemLabel(drawing, taken)} was popped before`
}

/** One stretch of slots, or two where it goes on at the beginning. */
function usedParts({
  head,
  length,
  capacity,
}: QueueContents): readonly (readonly [number, number])[] {
  if (length === 0) return []
  const first = Math.min(length, capacity - head)
  return first < length
    ? [
        [head, first],
        [0, length - first],
      ]
    : [[head, first]]
}

function cells(drawing: ExecutorDrawing, ready: QueueContents, top: number): Group {
  const { colours, layout } = drawing
  const { x, width } = layout.ready
  const cellWidth = width / ENLARGED
  const shownItems = ready.items.slice(0, ENLARGED - 2)
  const places: (QueueContents['items'][number] | undefined)[] = [
    ready.taken?.task === undefined ? undefined : ready.taken,
    ...shownItems,
  ]
  return group(
    'ready.cells',
    Array.from({ length: ENLARGED }, (_, index) => {
      const item = places[index]
      const isTaken = index === 0
      const box = { x: x + index * cellWidth, y: top, width: cellWidth, height: layout.cellHeight }
      const isMore = index === ENLARGED - 1 && ready.length > shownItems.length
      return group(
        `ready.cell-${index}`,
        rect('cell', box, {
          fill: item && !isTaken ? colours.event.irq.tint : colours.paper,
          stroke: colours.line,
          strokeWidth: 1.25,
        }),
        item && cellItem(drawing, itemLabel(drawing, item), box, isTaken),
        isMore &&
          text(
            'more',
            { x: box.x + cellWidth / 2, y: box.y + box.height / 2 + layout.type.small * 0.36 },
            `+${formatCount(ready.length - shownItems.length)}`,
            { size: layout.type.small, font: 'mono', anchor: 'middle', fill: colours.muted },
          ),
      )
    }),
  )
}

function cellItem(
  { colours, layout }: ExecutorDrawing,
  words: string,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  isTaken: boolean,
): Drawn {
  const size = layout.type.value
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const half = textWidth(words, size, 400, 'mono') / 2 + 3
  return [
    text('item', { x: centre.x, y: centre.y + size * 0.36 }, words, {
      size,
      weight: isTaken ? 400 : 600,
      font: 'mono',
      anchor: 'middle',
      fill: isTaken ? colours.ghost : colours.task.ready,
    }),
    isTaken &&
      line(
        'strike',
        { x: centre.x - half, y: centre.y },
        { x: centre.x + half, y: centre.y },
        colours.ghost,
        1.25,
      ),
  ]
}
