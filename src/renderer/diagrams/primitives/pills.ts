/** The event pills: an octagon for an exception, so that its kind shows without colour. */
import type { Group, Point } from '../scene'
import { radius, strokes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { textWidth } from '../tokens/text-metrics'
import { decimal, group, path, text } from './shapes'

const PADDING = 9

export const exceptionPillWidth = (label: string, size: number): number =>
  textWidth(label, size, 600, 'mono') + 2 * PADDING

/** A chamfered octagon around `#PF` and its like, centred on a point. */
export function exceptionPill(
  key: string,
  centre: Point,
  label: string,
  size: number,
  colours: Palette,
): Group {
  const width = exceptionPillWidth(label, size)
  const height = size + 11
  const cut = radius.chamfer
  const across = decimal(width - 2 * cut)
  const down = decimal(height - 2 * cut)
  const outline =
    `M${decimal(centre.x - width / 2 + cut)} ${decimal(centre.y - height / 2)}h${across}` +
    `l${cut} ${cut}v${down}l-${cut} ${cut}h-${across}l-${cut} -${cut}v-${down}z`
  const { ink } = colours.event.exception
  return group(
    key,
    path('outline', outline, { fill: ink, stroke: ink, strokeWidth: strokes.line }),
    text('name', { x: centre.x, y: centre.y + size * 0.36 }, label, {
      size,
      weight: 600,
      font: 'mono',
      anchor: 'middle',
      fill: colours.onSolid,
    }),
  )
}
