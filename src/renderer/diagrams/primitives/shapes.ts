/** Short ways to write the five kinds of shape. */
import type { Anchor, Circle, Group, Paint, Path, Point, Rect, Run, Shape, Text } from '../scene'
import type { FontFamily, FontWeight } from '../tokens/text-metrics'

/** What a group may be given: shapes, lists of them, and nothing where something is not drawn. */
export type Drawn = Shape | undefined | false | readonly Drawn[]

/** One list is filled, however deep the lists are: every group of every drawing is made here. */
function flatten(drawn: readonly Drawn[], into: Shape[] = []): Shape[] {
  for (const item of drawn) {
    if (item === undefined || item === false) continue
    if ('kind' in item) into.push(item)
    else flatten(item, into)
  }
  return into
}

export const group = (key: string, ...children: readonly Drawn[]): Group => ({
  kind: 'group',
  key,
  children: flatten(children),
})

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const rect = (key: string, box: Box, paint: Paint & { readonly radius?: number }): Rect => ({
  kind: 'rect',
  key,
  x: box.x,
  y: box.y,
  width: box.width,
  height: box.height,
  ...paint,
})

export const path = (key: string, data: string, paint: Paint): Path => ({
  kind: 'path',
  key,
  data,
  ...paint,
})

export const circle = (key: string, centre: Point, radius: number, paint: Paint): Circle => ({
  kind: 'circle',
  key,
  x: centre.x,
  y: centre.y,
  radius,
  ...paint,
})

export interface TextStyle {
  readonly size: number
  readonly fill: string
  readonly weight?: FontWeight
  readonly font?: FontFamily
  readonly anchor?: Anchor
}

/** A line of text in one style, or runs that each change something of it. */
export type TextContent = string | readonly (Partial<Run> & { readonly text: string })[]

export function text(key: string, at: Point, content: TextContent, style: TextStyle): Text {
  const { size, fill, weight = 400, font = 'sans' } = style
  const runs =
    typeof content === 'string'
      ? [{ text: content, size, weight, font, fill }]
      : content.map((run) => ({ size, weight, font, fill, ...run }))
  return { kind: 'text', key, x: at.x, y: at.y, anchor: style.anchor ?? 'start', runs }
}

/** A straight line, for rules and axes. */
export const line = (key: string, from: Point, to: Point, stroke: string, strokeWidth = 1): Path =>
  path(key, `M${decimal(from.x)} ${decimal(from.y)}L${decimal(to.x)} ${decimal(to.y)}`, {
    stroke,
    strokeWidth,
  })

/** A number as drawings write it: at most two decimals, so that equal drawings are equal texts. */
export const decimal = (value: number): string => String(Math.round(value * 100) / 100 + 0)
