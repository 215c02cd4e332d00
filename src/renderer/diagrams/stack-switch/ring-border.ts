/** The border that a delivery crosses when it changes the privilege: what lies left of it ran at one CPL, the rest at another. */
import { decimal, group, path, text } from '../primitives/shapes'
import type { Group } from '../scene'
import { strokes } from '../tokens/tokens'
import type { DeliveryGeometry } from './delivery-geometry'
import type { StackSwitchDrawing } from './drawing'
import { halfPillHeight, pillX } from './line-pills'

/** Between the border and the event that passes through it. */
const CLEARANCE = 7

export function ringBorder(
  drawing: StackSwitchDrawing,
  { story, lastLine }: DeliveryGeometry,
): Group | undefined {
  const { colours, layout } = drawing
  const { cplBefore, cplAfter } = story
  if (!lastLine || story.end === 'shutdown' || cplBefore === cplAfter) return undefined
  const { matrix, band, type, density, left } = layout
  const x = pillX(drawing)
  const top = matrix.y + 4
  const labelY = top + type.small
  const bottom = band ? band.y - 18 : left.y + left.height
  const half = halfPillHeight(drawing) + CLEARANCE
  const isWide = density !== 'laptop'
  const style = { size: type.small, weight: 600, fill: colours.muted } as const
  return group(
    'ring-border',
    path(
      'line',
      `M${decimal(x)} ${decimal(top)}V${decimal(lastLine.y - half)}M${decimal(x)} ${decimal(lastLine.y + half)}V${decimal(bottom)}`,
      { stroke: colours.line, strokeWidth: 1.5, dash: strokes.ghostDash },
    ),
    text('before', { x: x - 8, y: labelY }, ringWords(cplBefore, isWide), {
      ...style,
      anchor: 'end',
    }),
    text('after', { x: x + 8, y: labelY }, ringWords(cplAfter, isWide), style),
  )
}

const RINGS: Readonly<Record<number, string>> = { 0: 'kernel', 3: 'user code' }

function ringWords(cpl: number, isWide: boolean): string {
  const name = RINGS[cpl]
  return isWide && name !== undefined ? `CPL ${cpl}: ${name}` : `CPL ${cpl}`
}
