/** How much of the way is the interrupt's handler: a bracket over its stations, from its first instruction to its IRETQ. */
import { formatCount } from '../../../shared/format'
import { decimal, group, path, text } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { ExecutorDrawing } from './drawing'
import { arrivalOf, type Slot } from './stations'

export interface Place {
  readonly slot: Slot
  readonly at: Point
}

/** So far goes the bracket beyond the last station at least. */
const BEYOND = 10
const MOST_OF_LEG = 0.36

/** Where it begins and ends on the line of stations; nothing while the handler runs. */
function spanOf({ executor, layout }: ExecutorDrawing, places: readonly Place[]) {
  const duration = executor.chain?.handlerDuration
  const first = places.find(({ slot }) => slot.kind === 'interrupt')
  const begin = first?.slot.station?.instant
  if (duration === undefined || !first || begin === undefined) return undefined
  const end = begin + duration
  const reached = places.flatMap(({ slot, at }) => {
    const instant = arrivalOf(slot)?.instant
    return instant === undefined ? [] : [{ instant, x: at.x }]
  })
  const before = reached.filter(({ instant }) => instant <= end).at(-1)
  if (!before) return undefined
  const { radius } = layout.chain
  const left = first.at.x - radius
  const after = reached.find(({ instant }) => instant > end)
  const part = after ? (end - before.instant) / (after.instant - before.instant) : 0
  // Legs are not to scale, but so much of the next one is the handler's; it ends before what is said of that leg.
  const beyond = after ? Math.min(part, MOST_OF_LEG) * (after.x - before.x) : 0
  const right = before.x + Math.max(radius + (end > before.instant ? BEYOND : 0), beyond)
  return { left, right, duration }
}

type Span = NonNullable<ReturnType<typeof spanOf>>

/** Where what stands on the same line has room beside longer words. */
const WIDE = 900

/** The words over the bracket, in its middle; a short one is told in fewer. */
function labelOf({ layout }: ExecutorDrawing, { left, right, duration }: Span) {
  const { type, width: page } = layout
  const count = formatCount(duration)
  const room = Math.max(right - left + 50, 130)
  const ways = [
    ...(page < WIDE ? [] : [`inside the interrupt handler: ${count} instructions`]),
    `interrupt handler: ${count} instructions`,
    `interrupt handler: ${count}`,
  ]
  const words = ways.find((one) => textWidth(one, type.small, 600) <= room) ?? `handler: ${count}`
  const width = textWidth(words, type.small, 600)
  const x = Math.max((left + right) / 2, layout.margin + width / 2)
  return { words, x, left: x - width / 2 }
}

/** Where its words begin; what else stands on their line ends before. */
export function handlerLabelLeft(
  drawing: ExecutorDrawing,
  places: readonly Place[],
): number | undefined {
  const span = spanOf(drawing, places)
  return span && labelOf(drawing, span).left
}

export function handlerSpan(drawing: ExecutorDrawing, places: readonly Place[]): Group | undefined {
  const { colours, layout } = drawing
  const span = spanOf(drawing, places)
  if (!span) return undefined
  const { handlerY: y } = layout.chain
  const { words, x } = labelOf(drawing, span)
  const drop = layout.density === 'laptop' ? 5 : 8
  const top = y + 6
  const [left, right] = [decimal(span.left), decimal(span.right)]
  return group(
    'chain.handler',
    path(
      'bracket',
      `M${left} ${decimal(top + drop)}V${decimal(top)}H${right}V${decimal(top + drop)}`,
      { stroke: colours.muted, strokeWidth: 1.5 },
    ),
    text('label', { x, y }, words, {
      size: layout.type.small,
      weight: 600,
      anchor: 'middle',
      fill: colours.muted,
    }),
  )
}
