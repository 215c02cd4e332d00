/** The rows of a view whose time goes on from left to right: a name on the left, and a rule below. */
import type { Group, Path } from '../scene'
import { fitText } from '../tokens/text-metrics'
import type { Palette, TypeScale } from '../tokens/tokens'
import { group, line, text } from './shapes'

export interface LaneLabel {
  readonly key: string
  readonly x: number
  readonly top: number
  readonly height: number
  readonly name: string
  /** What the name stands for; left out where the row is too low for it. */
  readonly remark: string
  readonly width?: number
}

export function laneLabel(
  { key, x, top, height, name, remark, width = 128 }: LaneLabel,
  type: TypeScale,
  colours: Palette,
): Group {
  const middle = top + height / 2
  const hasRemark = remark !== '' && height >= type.body + type.small + 8
  const y = hasRemark ? middle - 1 : middle + type.body * 0.36
  return group(
    key,
    text('name', { x, y }, fitText(name, width, type.body, 600), {
      size: type.body,
      weight: 600,
      fill: colours.ink,
    }),
    hasRemark &&
      text('remark', { x, y: middle + type.small + 2 }, fitText(remark, width, type.small), {
        size: type.small,
        fill: colours.muted,
      }),
  )
}

export const laneRule = (
  key: string,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  colours: Palette,
): Path => line(key, { x, y }, { x: x + width, y }, colours.hair)
