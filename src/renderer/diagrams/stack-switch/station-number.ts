/** The number of a station in a circle, of several in a row in a pill: the order of reading, as the steps are counted. */
import { circle, group, rect, text } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { StackSwitchDrawing } from './drawing'
import { isSwitch } from './facts'
import { numberOf } from './stations'

const RADIUS = { laptop: 9, figure: 12, projector: 13 } as const

export const numberRadius = ({ layout }: StackSwitchDrawing): number => RADIUS[layout.density]

const sizeOf = ({ layout }: StackSwitchDrawing): number =>
  layout.density === 'laptop' ? layout.type.min : Math.max(14, layout.type.min)

export function numberWidth(drawing: StackSwitchDrawing, number: string): number {
  const radius = numberRadius(drawing)
  return Math.max(2 * radius, textWidth(number, sizeOf(drawing), 600) + radius)
}

/** The numbers of the lines stand in the middle of it: it is as wide as that of a push, where one is told. */
export function numberColumn(drawing: StackSwitchDrawing): number {
  const { progress, model } = drawing
  const isTold = model.story?.kind === 'delivery' && !isSwitch(model.story)
  return numberWidth(drawing, isTold ? numberOf(progress, 'push') : '')
}

export function stationNumber(
  drawing: StackSwitchDrawing,
  key: string,
  centre: Point,
  number: string,
  isNow: boolean,
): Group {
  const { colours } = drawing
  const radius = numberRadius(drawing)
  const size = sizeOf(drawing)
  const width = numberWidth(drawing, number)
  const paint = {
    fill: isNow ? colours.now.fill : colours.paper,
    stroke: isNow ? colours.now.line : colours.ink,
    strokeWidth: isNow ? 2.5 : 1.5,
  }
  const box = { x: centre.x - width / 2, y: centre.y - radius, width, height: 2 * radius }
  return group(
    key,
    width > 2 * radius
      ? rect('disc', box, { ...paint, radius })
      : circle('disc', centre, radius, paint),
    text('number', { x: centre.x, y: centre.y + size * 0.36 }, number, {
      size,
      weight: 600,
      anchor: 'middle',
      fill: isNow ? colours.now.text : colours.ink,
    }),
  )
}
