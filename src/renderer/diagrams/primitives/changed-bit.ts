/** A bit that a step has changed: the old value, a drawn arrow, the new value. */
import type { Point, Shape } from '../scene'
import { decimal, path, text } from './shapes'

export interface ChangedBit {
  readonly from: '0' | '1'
  readonly to: '0' | '1'
  /** What the new value is called in the scene. */
  readonly id: string
  /** From the middle to the middle of each digit. */
  readonly reach: number
  readonly size: number
  readonly ink: string
}

export function changedBit({ x, y }: Point, bit: ChangedBit): Shape[] {
  const { size, ink, reach } = bit
  const baseline = y + size * 0.36
  const style = { size, font: 'mono', anchor: 'middle', fill: ink } as const
  return [
    text('old', { x: x - reach, y: baseline }, bit.from, style),
    path('becomes', `M${decimal(x - 4)} ${decimal(y)}h7m-3 -3l3 3l-3 3`, {
      stroke: ink,
      strokeWidth: 1.25,
      roundCaps: true,
    }),
    text(bit.id, { x: x + reach, y: baseline }, bit.to, { ...style, weight: 600 }),
  ]
}
