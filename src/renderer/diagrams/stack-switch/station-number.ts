/** A numbered circle: the order of reading. */
import { circle, group, text } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import type { StackSwitchDrawing } from './drawing'

const RADIUS = { laptop: 9, figure: 12, projector: 13 } as const

export const numberRadius = ({ layout }: StackSwitchDrawing): number => RADIUS[layout.density]

export function stationNumber(
  drawing: StackSwitchDrawing,
  key: string,
  centre: Point,
  number: number,
  isNow: boolean,
): Group {
  const { colours, layout } = drawing
  const size = layout.density === 'laptop' ? layout.type.min : 14
  return group(
    key,
    circle('disc', centre, numberRadius(drawing), {
      fill: isNow ? colours.now.fill : colours.paper,
      stroke: isNow ? colours.now.line : colours.ink,
      strokeWidth: isNow ? 2.5 : 1.5,
    }),
    text('number', { x: centre.x, y: centre.y + size * 0.36 }, String(number), {
      size,
      weight: 600,
      anchor: 'middle',
      fill: isNow ? colours.now.text : colours.ink,
    }),
  )
}
