/** The head of a station: its number in a circle, and its name. */
import { prose } from '../primitives/prose'
import { circle, group, text } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import type { DispatchDrawing } from './drawing'
import { PARTS } from './stations'
import type { Part } from './stations'

const GAP = 10

/** Where the name begins, measured from the circle's left edge. */
export const headNameX = ({ layout }: DispatchDrawing, x: number): number =>
  x + 2 * layout.stationRadius + GAP

/** `at` is the circle's left edge and centre line. */
export function stationHead(drawing: DispatchDrawing, part: Part, at: Point, name?: string): Group {
  const { colours, layout, progress } = drawing
  const { stationRadius: radius, headSize, type } = layout
  const state = progress.stateOf(part)
  const isNow = state === 'now'
  const isReached = isNow || state === 'passed'
  const ink = isReached ? colours.ink : colours.ghost
  const size = Math.max(type.min, headSize - 2)
  return group(
    `${part}.head`,
    circle('disc', { x: at.x + radius, y: at.y }, radius, {
      fill: isNow ? colours.now.fill : colours.paper,
      stroke: isNow ? colours.now.line : ink,
      strokeWidth: isNow ? 2.5 : 1.5,
    }),
    text('number', { x: at.x + radius, y: at.y + size * 0.36 }, String(PARTS.indexOf(part) + 1), {
      size,
      weight: 600,
      anchor: 'middle',
      fill: isNow ? colours.now.text : ink,
    }),
    name !== undefined &&
      prose('name', { x: headNameX(drawing, at.x), y: at.y + headSize * 0.36 }, name, {
        size: headSize,
        weight: 600,
        fill: ink,
      }),
  )
}
