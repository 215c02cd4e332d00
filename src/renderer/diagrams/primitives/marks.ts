/** Small marks that mean one thing everywhere: now, changed, present, passed, failed, left out. */
import type { Path, Point, Rect, Shape } from '../scene'
import { strokes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { decimal, path, rect, text } from './shapes'
import type { Box } from './shapes'

const at = (x: number, y: number): string => `${decimal(x)} ${decimal(y)}`

/** The one accent: this object is where the machine is at this instant. */
export const nowBox = (key: string, box: Box, colours: Palette, radius = 0): Rect =>
  rect(key, box, {
    fill: colours.now.fill,
    stroke: colours.now.line,
    strokeWidth: strokes.now,
    ...(radius ? { radius } : {}),
  })

const FLAG_WIDTH = 20

/** A frame for what the last step changed, with a delta flag on its left edge. */
export function changedFrame(box: Box, colours: Palette): Shape[] {
  const centre = { x: box.x - FLAG_WIDTH / 2, y: box.y + box.height / 2 }
  return [
    rect('changed', box, {
      fill: colours.changed.tint,
      stroke: colours.changed.ink,
      strokeWidth: strokes.line,
    }),
    rect(
      'flag',
      { x: box.x - FLAG_WIDTH, y: box.y, width: FLAG_WIDTH, height: box.height },
      { fill: colours.changed.ink },
    ),
    path('delta', `M${at(centre.x, centre.y - 6)}l6 11h-12z`, { fill: colours.paper }),
  ]
}

/** Entries that are left out, as three drawn dots: not every font has a vertical ellipsis. */
export function verticalDots(key: string, centre: Point, fill: string): Path {
  const dot = (y: number) => `M${at(centre.x - 1.4, y)}a1.4 1.4 0 1 0 2.8 0a1.4 1.4 0 1 0 -2.8 0`
  return path(key, [-6, 0, 6].map((offset) => dot(centre.y + offset)).join(''), { fill })
}

/** P = 1 is a filled square, P = 0 a dashed hollow one. */
export const presentSquare = (
  key: string,
  centre: Point,
  isPresent: boolean,
  colours: Palette,
): Rect =>
  isPresent
    ? rect(key, { x: centre.x - 5, y: centre.y - 5, width: 10, height: 10 }, { fill: colours.line })
    : rect(
        key,
        { x: centre.x - 4.5, y: centre.y - 4.5, width: 9, height: 9 },
        { stroke: colours.line, strokeWidth: 1.2, dash: '2 2' },
      )

/** Lines at 45 degrees, cut to the box: explicit, because importers drop patterns. */
export function hatch(key: string, box: Box, stroke: string, gap = 7, strokeWidth = 0.8): Path {
  const { x, y, width, height } = box
  let data = ''
  for (let sum = gap; sum < width + height; sum += gap) {
    const left = Math.max(0, sum - height)
    const right = Math.min(width, sum)
    data += `M${at(x + left, y + sum - left)}L${at(x + right, y + sum - right)}`
  }
  return path(key, data, { stroke, strokeWidth })
}

/** A check mark: the processor tested this, and it held. */
export const checkMark = (key: string, left: Point, stroke: string): Path =>
  path(key, `M${at(left.x, left.y - 5)}l4 4l8 -9`, { stroke, strokeWidth: 2.5, roundCaps: true })

/** A cross: the processor tested this, and it did not hold. */
export const crossMark = (key: string, left: Point, stroke: string): Path =>
  path(key, `M${at(left.x, left.y - 10)}l9 9m0 -9l-9 9`, {
    stroke,
    strokeWidth: 2.5,
    roundCaps: true,
  })

/** A one-bit field: set, clear, or ignored by the processor. */
export type BitValue = 0 | 1 | 'ignored'

/** A set bit is solid, a clear one a plain zero, an ignored one an en dash. */
export function bitCell(
  centre: Point,
  value: BitValue,
  { fill, size, side }: { readonly fill: string; readonly size: number; readonly side: number },
  colours: Palette,
): Shape[] {
  const baseline = { x: centre.x, y: centre.y + size * 0.36 }
  const style = { size, font: 'mono', anchor: 'middle' } as const
  if (value === 0) return [text('bit', baseline, '0', { ...style, fill: colours.ink })]
  if (value === 'ignored') return [text('bit', baseline, '–', { ...style, fill: colours.ghost })]
  const square = { x: centre.x - side / 2, y: centre.y - side / 2, width: side, height: side }
  return [
    rect('set', square, { fill }),
    text('bit', baseline, '1', { ...style, weight: 600, fill: colours.onSolid }),
  ]
}
