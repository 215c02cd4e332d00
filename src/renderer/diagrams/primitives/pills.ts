/** The event pills: each kind has a shape of its own, so that it shows without colour. */
import type { Group, Point } from '../scene'
import { radius, strokes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { textWidth } from '../tokens/text-metrics'
import { decimal, group, path, text } from './shapes'

/** An exception, an interrupt of the hardware, an INT n or SYSCALL. */
export type PillKind = 'exception' | 'irq' | 'syscall'

export interface PillStyle {
  readonly size: number
}

const PADDING: Readonly<Record<PillKind, number>> = {
  exception: 9,
  irq: 9,
  syscall: 14,
}
const POINT = 10
const NOTCH = 8

export const pillHeight = (size: number): number => size + 11

export const pillWidth = (kind: PillKind, label: string, size: number): number =>
  textWidth(label, size, 600, 'mono') + 2 * PADDING[kind]

export const exceptionPillWidth = (label: string, size: number): number =>
  pillWidth('exception', label, size)

/** A pill around a name, centred on a point. */
export function eventPill(
  key: string,
  kind: PillKind,
  centre: Point,
  label: string,
  { size }: PillStyle,
  colours: Palette,
): Group {
  const { ink } = colours.event[kind]
  const outline = OUTLINES[kind](centre, pillWidth(kind, label, size), pillHeight(size))
  const shift = kind === 'syscall' ? 1 : 0
  return group(
    key,
    path('outline', outline, { fill: ink, stroke: ink, strokeWidth: strokes.line }),
    text('name', { x: centre.x + shift, y: centre.y + size * 0.36 }, label, {
      size,
      weight: 600,
      font: 'mono',
      anchor: 'middle',
      fill: colours.onSolid,
    }),
  )
}

/** A chamfered octagon around `#PF` and its like. */
export const exceptionPill = (
  key: string,
  centre: Point,
  label: string,
  size: number,
  colours: Palette,
): Group => eventPill(key, 'exception', centre, label, { size }, colours)

type Outline = (centre: Point, width: number, height: number) => string

const octagon: Outline = ({ x, y }, width, height) => {
  const cut = radius.chamfer
  const across = decimal(width - 2 * cut)
  const down = decimal(height - 2 * cut)
  return (
    `M${decimal(x - width / 2 + cut)} ${decimal(y - height / 2)}h${across}` +
    `l${cut} ${cut}v${down}l-${cut} ${cut}h-${across}l-${cut} -${cut}v-${down}z`
  )
}

const stadium: Outline = ({ x, y }, width, height) => {
  const bend = decimal(height / 2)
  const across = decimal(width - height)
  return (
    `M${decimal(x - width / 2 + height / 2)} ${decimal(y - height / 2)}h${across}` +
    `a${bend} ${bend} 0 0 1 0 ${decimal(height)}h-${across}a${bend} ${bend} 0 0 1 0 -${decimal(height)}z`
  )
}

/** Points to where the flow goes. */
const arrowhead: Outline = ({ x, y }, width, height) => {
  const half = decimal(height / 2)
  const across = decimal(width - POINT)
  return (
    `M${decimal(x - width / 2)} ${decimal(y - height / 2)}h${across}` +
    `l${POINT} ${half}l-${POINT} ${half}h-${across}l${NOTCH} -${half}z`
  )
}

const OUTLINES: Readonly<Record<PillKind, Outline>> = {
  exception: octagon,
  irq: stadium,
  syscall: arrowhead,
}
