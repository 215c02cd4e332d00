/** The head of a station: the number of its step in a circle, and its name. */
import { prose } from '../primitives/prose'
import { circle, group, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { DispatchDrawing } from './drawing'
import type { Numbered, Part } from './stations'

const GAP = 10

const numberSize = ({ layout }: DispatchDrawing): number =>
  Math.max(layout.type.min, layout.headSize - 2)

/** Of one step a circle, of several as wide as their numbers; what has no number takes no room. */
export function discWidth(drawing: DispatchDrawing, what: Numbered): number {
  const number = drawing.progress.numberOf(what)
  if (number === undefined) return 0
  const { stationRadius: radius } = drawing.layout
  return Math.max(2 * radius, textWidth(number, numberSize(drawing), 600) + radius)
}

/** Where the name begins, measured from the circle's left edge. */
export function headNameX(drawing: DispatchDrawing, what: Numbered, x: number): number {
  const width = discWidth(drawing, what)
  return width === 0 ? x : x + width + GAP
}

export interface DiscState {
  readonly isNow: boolean
  readonly isReached: boolean
}

/** `at` is the circle's left edge and centre line. */
export function stationDisc(
  drawing: DispatchDrawing,
  what: Numbered,
  at: Point,
  { isNow, isReached }: DiscState,
): Drawn {
  const { colours, layout, progress } = drawing
  const { stationRadius: radius } = layout
  const number = progress.numberOf(what)
  if (number === undefined) return undefined
  const width = discWidth(drawing, what)
  const ink = isReached ? colours.ink : colours.ghost
  const size = numberSize(drawing)
  const centre = { x: at.x + width / 2, y: at.y }
  const paint = {
    fill: isNow ? colours.now.fill : colours.paper,
    stroke: isNow ? colours.now.line : ink,
    strokeWidth: isNow ? 2.5 : 1.5,
  }
  const box = { x: at.x, y: at.y - radius, width, height: 2 * radius }
  return [
    width > 2 * radius
      ? rect('disc', box, { ...paint, radius })
      : circle('disc', centre, radius, paint),
    text('number', { x: centre.x, y: at.y + size * 0.36 }, number, {
      size,
      weight: 600,
      anchor: 'middle',
      fill: isNow ? colours.now.text : ink,
    }),
  ]
}

/** `at` is the circle's left edge and centre line. */
export function stationHead(drawing: DispatchDrawing, part: Part, at: Point, name?: string): Group {
  const { colours, layout, progress } = drawing
  const { headSize } = layout
  const state = progress.stateOf(part)
  const isNow = state === 'now'
  const isReached = isNow || state === 'passed'
  return group(
    `${part}.head`,
    stationDisc(drawing, part, at, { isNow, isReached }),
    name !== undefined &&
      prose('name', { x: headNameX(drawing, part, at.x), y: at.y + headSize * 0.36 }, name, {
        size: headSize,
        weight: 600,
        fill: isReached ? colours.ink : colours.ghost,
      }),
  )
}
