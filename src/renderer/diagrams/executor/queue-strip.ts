/** A queue of many slots: all of them as a bar with the used part marked, and below it some slots large, with their numbers. */
import { formatCount } from '../../../shared/format'
import type { QueueContents } from '../../../shared/models/executor'
import { group, line, path, rect, text } from '../primitives/shapes'
import { decimal } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { taskOf } from './drawing'
import type { ExecutorDrawing } from './drawing'
import { numberOf } from './facts'
import { bottomOf } from './layout'
import { itemLabel, takenWords } from './ready-queue'

const STRIP_HEIGHT = 9
const FAN_HEIGHT = 11
const SMALLEST_MARK = 3
/** Slots that are enlarged at most: the last that was taken out, the items, and the next free one. */
const ENLARGED = 5

/** How many are, and the first of them; of a full queue none was taken out. */
function enlarged({ capacity, head, length }: QueueContents) {
  const count = Math.min(ENLARGED, capacity)
  const hasTaken = length < capacity
  const first = hasTaken ? (head - 1 + capacity) % capacity : head
  return { count, hasTaken, first }
}

export function queueStrip(drawing: ExecutorDrawing, ready: QueueContents): Group {
  const { colours, layout } = drawing
  const { type } = layout
  const { x, y, width } = layout.ready
  const top = y + (layout.density === 'laptop' ? 14 : 18)
  const { capacity } = ready
  const strip = stripOf(drawing, ready)
  const slotWidth = strip.width / capacity
  const used = usedParts(ready).map(([from, count], index) =>
    rect(
      `used-${index}`,
      {
        x: strip.x + from * slotWidth,
        y: top,
        width: Math.min(Math.max(SMALLEST_MARK, count * slotWidth), strip.width - from * slotWidth),
        height: STRIP_HEIGHT,
      },
      { fill: colours.task.ready },
    ),
  )
  const cellsTop = top + STRIP_HEIGHT + FAN_HEIGHT
  const hasRoomForTaken =
    cellsTop + layout.cellHeight + 3 * (type.small + 4) + 4 <= bottomOf(layout.ready)
  const lines = [
    countWords(ready, width, type.small),
    // Where there is no room for it, the key has the line through what was taken out.
    ...(hasRoomForTaken
      ? [takenWords(drawing, ready, width) || leftWords(drawing, ready, width)]
      : []),
  ]
  return group(
    'ready.strip',
    text('all', { x, y: top + STRIP_HEIGHT - 3 }, allWords(ready), {
      size: type.small,
      fill: colours.muted,
    }),
    rect(
      'slots',
      { ...strip, y: top, height: STRIP_HEIGHT },
      {
        fill: colours.paper,
        stroke: colours.line,
        strokeWidth: 1.25,
      },
    ),
    used,
    fan(drawing, ready, top + STRIP_HEIGHT),
    cells(drawing, ready, cellsTop),
    lines.map((line, index) =>
      text(
        `line-${index + 1}`,
        { x, y: cellsTop + layout.cellHeight + (index + 2) * (type.small + 4) + 2 },
        line,
        { size: type.small, fill: colours.muted },
      ),
    ),
  )
}

const allWords = ({ capacity }: QueueContents): string => `all ${formatCount(capacity)} slots`

/** What the words before it leave of the width. */
function stripOf({ layout: { ready, type } }: ExecutorDrawing, contents: QueueContents) {
  const used = textWidth(allWords(contents), type.small) + 8
  return { x: ready.x + used, width: ready.width - used }
}

/** From the slots that are enlarged, unless they go on at the beginning. */
function fan(drawing: ExecutorDrawing, ready: QueueContents, top: number) {
  const { colours, layout } = drawing
  const { x, width } = layout.ready
  const strip = stripOf(drawing, ready)
  const { capacity } = ready
  const { count, first } = enlarged(ready)
  if (first + count > capacity) return undefined
  const edge = (slot: number) => decimal(strip.x + (strip.width * slot) / capacity)
  const bottom = decimal(top + FAN_HEIGHT)
  return path(
    'fan',
    `M${edge(first)} ${decimal(top)}L${decimal(x)} ${bottom}` +
      `M${edge(first + count)} ${decimal(top)}L${decimal(x + width)} ${bottom}`,
    { stroke: colours.line, strokeWidth: 1 },
  )
}

/** Never wider than the queue; of an empty one, where the next item goes in. */
function countWords({ length, capacity, head }: QueueContents, room: number, size: number): string {
  const count = `${formatCount(length)} of ${formatCount(capacity)} slots used`
  const slot = formatCount(head)
  const words =
    length > 0
      ? [`${count}; next out: slot ${slot}`, `${count}, from ${slot} on`]
      : [`${count}; the next goes in at slot ${slot}`, `${count}; next in: slot ${slot}`]
  return words.find((one) => textWidth(one, size) <= room) ?? fitText(count, room, size)
}

/** What was popped before lies in its slot until another is pushed there. */
function leftWords(
  { layout, ...drawing }: ExecutorDrawing,
  { taken }: QueueContents,
  room: number,
) {
  const task = taskOf(drawing, taken?.task)
  if (!task) return ''
  const words = [
    `struck out: task ${numberOf(task)} was popped before`,
    `struck out: task ${numberOf(task)}, popped`,
  ]
  return words.find((one) => textWidth(one, layout.type.small) <= room) ?? ''
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
  const { count, hasTaken, first } = enlarged(ready)
  const cellWidth = width / count
  const before = hasTaken ? [ready.taken?.task === undefined ? undefined : ready.taken] : []
  const isMore = ready.length > count - before.length
  const shownItems = ready.items.slice(0, count - before.length - (isMore ? 1 : 0))
  const places: (QueueContents['items'][number] | undefined)[] = [...before, ...shownItems]
  const named = (slot: number) => `slot ${formatCount(slot)}`
  const isNamed = textWidth(named(ready.capacity - 1), layout.type.small) <= cellWidth - 2
  const slotWords = isNamed ? named : formatCount
  return group(
    'ready.cells',
    Array.from({ length: count }, (_, index) => {
      const item = places[index]
      const isTaken = hasTaken && index === 0
      const box = { x: x + index * cellWidth, y: top, width: cellWidth, height: layout.cellHeight }
      const isRest = isMore && index === count - 1
      return group(
        `ready.cell-${index}`,
        rect('cell', box, {
          fill: item && !isTaken ? colours.event.irq.tint : colours.paper,
          stroke: colours.line,
          strokeWidth: 1.25,
        }),
        below(drawing, isRest ? 'more' : slotWords((first + index) % ready.capacity), box),
        item && cellItem(drawing, itemLabel(drawing, item), box, isTaken),
        isRest &&
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

/** Below its cell. */
const below = ({ colours, layout: { type } }: ExecutorDrawing, words: string, box: Box): Drawn =>
  text('number', { x: box.x + box.width / 2, y: box.y + box.height + type.small + 2 }, words, {
    size: type.small,
    anchor: 'middle',
    fill: colours.muted,
  })

function cellItem(
  { colours, layout }: ExecutorDrawing,
  words: string,
  box: Box,
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
