/** A queue as the ring that it is: slots clockwise from the top, in the order of their addresses. */
import type { QueueContents } from '../../../shared/models/executor'
import { connector } from '../primitives/connectors'
import { decimal, group, line, path, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { ExecutorDrawing } from './drawing'
import { itemLabel, takenWords } from './ready-queue'

const INNER = 0.587
/** What is free beside the ring's column. */
const RING_MARGIN = 30

export function queueRing(drawing: ExecutorDrawing, ready: QueueContents): Group {
  const { colours, layout } = drawing
  const { type, ringRadius: radius } = layout
  const { x, y, width } = layout.ready
  const reach = layout.density === 'laptop' ? 22 : 34
  const centre = { x: x + width / 2, y: y + reach + radius + 14 }
  const slots = Array.from({ length: ready.capacity }, (_, slot) => slot)
  const words = takenWords(drawing, ready, width + RING_MARGIN)
  return group(
    'ready.ring',
    slots.map((slot) => slotShape(drawing, ready, slot, centre)),
    text('count', { x: centre.x, y: centre.y - 2 }, `${ready.length} ready`, {
      size: type.small,
      weight: 600,
      font: 'mono',
      anchor: 'middle',
      fill: colours.ink,
    }),
    text('capacity', { x: centre.x, y: centre.y + type.small + 2 }, `of ${ready.capacity}`, {
      size: type.small,
      anchor: 'middle',
      fill: colours.muted,
    }),
    ready.length > 0 && pointer(drawing, ready.head, centre, 'pop', reach, ready.capacity),
    ready.length < ready.capacity &&
      pointer(
        drawing,
        (ready.head + ready.length) % ready.capacity,
        centre,
        'push',
        reach,
        ready.capacity,
      ),
    words !== '' &&
      text('taken', { x: centre.x, y: centre.y + radius + reach + type.small + 12 }, words, {
        size: type.small,
        anchor: 'middle',
        fill: colours.muted,
      }),
  )
}

const angleOf = (slot: number, capacity: number): number =>
  (slot / capacity) * 2 * Math.PI - Math.PI / 2

const on = (centre: Point, radius: number, angle: number): Point => ({
  x: centre.x + radius * Math.cos(angle),
  y: centre.y + radius * Math.sin(angle),
})

function slotShape(
  drawing: ExecutorDrawing,
  ready: QueueContents,
  slot: number,
  centre: Point,
): Group {
  const { colours, layout } = drawing
  const { capacity, head, length } = ready
  const outer = layout.ringRadius
  const inner = outer * INNER
  const [from, to] = [angleOf(slot, capacity), angleOf(slot + 1, capacity)]
  const at = ({ x, y }: Point) => `${decimal(x)} ${decimal(y)}`
  const data =
    `M${at(on(centre, inner, from))}L${at(on(centre, outer, from))}` +
    `A${outer} ${outer} 0 0 1 ${at(on(centre, outer, to))}L${at(on(centre, inner, to))}` +
    `A${decimal(inner)} ${decimal(inner)} 0 0 0 ${at(on(centre, inner, from))}Z`
  const place = (slot - head + capacity) % capacity
  const item = place < length ? ready.items[place] : undefined
  const isTaken = place === capacity - 1 && ready.taken !== undefined && length < capacity
  const middle = on(centre, (outer + inner) / 2, (from + to) / 2)
  return group(
    `ready.slot-${slot}`,
    path('slot', data, {
      fill: item ? colours.event.irq.tint : colours.paper,
      stroke: colours.line,
      strokeWidth: 1.25,
    }),
    item && label(drawing, itemLabel(drawing, item), middle, true),
    isTaken &&
      ready.taken?.task !== undefined &&
      struck(drawing, itemLabel(drawing, ready.taken), middle),
  )
}

function label(drawing: ExecutorDrawing, words: string, at: Point, isIn: boolean): Drawn {
  const { colours, layout } = drawing
  const size = layout.type.value
  return text('item', { x: at.x, y: at.y + size * 0.36 }, words, {
    size,
    weight: isIn ? 600 : 400,
    font: 'mono',
    anchor: 'middle',
    fill: isIn ? colours.task.ready : colours.ghost,
  })
}

/** No longer in the queue, though its number still lies there. */
function struck(drawing: ExecutorDrawing, words: string, at: Point): Drawn {
  const { colours, layout } = drawing
  const half = textWidth(words, layout.type.value, 400, 'mono') / 2 + 3
  return [
    label(drawing, words, at, false),
    line('strike', { x: at.x - half, y: at.y }, { x: at.x + half, y: at.y }, colours.ghost, 1.25),
  ]
}

function pointer(
  { colours, layout }: ExecutorDrawing,
  slot: number,
  centre: Point,
  words: 'pop' | 'push',
  reach: number,
  capacity: number,
): Group {
  const angle = angleOf(slot + 0.5, capacity)
  const isPop = words === 'pop'
  // An item goes in where the next one comes out when the ring is empty; the words then stand apart.
  const [near, far] = [layout.ringRadius + 4, layout.ringRadius + reach - 4]
  const start = on(centre, far, angle)
  const end = on(centre, near, angle)
  const size = layout.type.small
  const at = on(centre, far + size * 1.05, angle)
  const stroke = isPop ? colours.ink : colours.muted
  return group(
    `ready.${words}`,
    connector(`ready.${words}.arrow`, isPop ? [end, start] : [start, end], {
      stroke,
      strokeWidth: isPop ? 1.75 : 1.25,
    }),
    text('words', { x: at.x + Math.cos(angle) * 10, y: at.y + size * 0.36 }, words, {
      size,
      anchor: 'middle',
      fill: stroke,
    }),
  )
}
