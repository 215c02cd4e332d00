/** When what the diagram shows happened, while the machine stands elsewhere: two moments are on screen then. */
import { decimal, group, line, path, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import { strokes } from '../tokens/tokens'
import { textWidth } from '../tokens/text-metrics'
import type { Span } from './bookmarks'
import type { TimelineDrawing } from './drawing'
import { laneBottom } from './layout'

const NAME = 'diagram'
const REACH = 5
const GAP = 4
/** So close to the playhead the two are the same to the eye. */
const NEAREST = 8

/** Where it stands on the axis; nowhere when the range does not show it, or the machine stands there. */
function placeOf({ model, shown, drawn }: TimelineDrawing): number | undefined {
  if (drawn === undefined || drawn < model.from || drawn > model.to) return undefined
  const x = shown.x(drawn)
  return Math.abs(x - shown.x(model.now)) < NEAREST ? undefined : x
}

/** What the sign takes of the axis, with its name where nothing else is in the way. */
export function drawnSpans(drawing: TimelineDrawing, taken: readonly Span[]): readonly Span[] {
  const x = placeOf(drawing)
  if (x === undefined) return []
  const sign = { left: x - REACH, right: x + REACH }
  const named = {
    left: sign.left,
    right: sign.right + GAP + textWidth(NAME, drawing.type.small),
  }
  const hasRoom =
    named.right <= drawing.layout.right &&
    taken.every(({ left, right }) => right < named.left || left - GAP > named.right)
  return [hasRoom ? named : sign]
}

/** A thin line through all lanes below a hollow triangle. */
export function drawnMark(drawing: TimelineDrawing, [span]: readonly Span[]): Drawn {
  const x = placeOf(drawing)
  if (x === undefined || !span) return undefined
  const { layout, colours, type } = drawing
  const tip = layout.laneTop - 2
  return group(
    'drawn',
    line('line', { x, y: tip }, { x, y: laneBottom(layout) }, colours.ink),
    path('sign', `M${decimal(x)} ${decimal(tip)}l-${REACH} -8h${2 * REACH}z`, {
      fill: colours.surface,
      stroke: colours.ink,
      strokeWidth: strokes.line,
    }),
    span.right > x + REACH &&
      text('name', { x: x + REACH + GAP, y: tip - 1 }, NAME, {
        size: type.small,
        fill: colours.muted,
      }),
  )
}
