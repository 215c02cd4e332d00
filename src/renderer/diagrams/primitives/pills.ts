/**
 * The event pills: each kind has a shape of its own, so that it shows without colour.
 *
 * A kind is drawn alike wherever it stands: filled, and a return open.
 */
import type { Group, Point } from '../scene'
import { radius, strokes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { textWidth } from '../tokens/text-metrics'
import { decimal, group, path, text } from './shapes'

/** An exception, an interrupt of the hardware, an INT n or SYSCALL, an IRETQ or SYSRET. */
export type PillKind = 'exception' | 'irq' | 'syscall' | 'return'

export interface PillStyle {
  readonly size: number
}

const PADDING: Readonly<Record<PillKind, number>> = {
  exception: 9,
  irq: 9,
  syscall: 14,
  return: 14,
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
  const isFilled = kind !== 'return'
  const fill = isFilled ? ink : colours.paper
  const outline = OUTLINES[kind](centre, pillWidth(kind, label, size), pillHeight(size))
  const shift = { exception: 0, irq: 0, syscall: 1, return: -1 }[kind]
  return group(
    key,
    path('outline', outline, { fill, stroke: ink, strokeWidth: strokes.line }),
    text('name', { x: centre.x + shift, y: centre.y + size * 0.36 }, label, {
      size,
      weight: 600,
      font: 'mono',
      anchor: 'middle',
      fill: isFilled ? colours.onSolid : ink,
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

/** Points to where the flow goes: `direction` 1 for right, -1 for left. */
const arrowhead =
  (direction: 1 | -1): Outline =>
  ({ x, y }, width, height) => {
    const along = (length: number) => decimal(direction * length)
    const half = decimal(height / 2)
    const back = along(-(width - POINT))
    return (
      `M${decimal(x - (direction * width) / 2)} ${decimal(y - height / 2)}h${along(width - POINT)}` +
      `l${along(POINT)} ${half}l${along(-POINT)} ${half}h${back}l${along(NOTCH)} -${half}z`
    )
  }

const OUTLINES: Readonly<Record<PillKind, Outline>> = {
  exception: octagon,
  irq: stadium,
  syscall: arrowhead(1),
  return: arrowhead(-1),
}
