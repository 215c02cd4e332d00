/**
 * Lines between things: orthogonal, with rounded bends, and a head drawn as a polygon.
 *
 * No `<marker>`: slide programs and LaTeX drop it.
 */
import type { Group, Point } from '../scene'
import { arrow as head, radius, strokes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { decimal, group, path } from './shapes'

const at = (x: number, y: number): string => `${decimal(x)} ${decimal(y)}`

/** Without points at which nothing happens: there a line has no direction. */
const distinct = (points: readonly Point[]): readonly Point[] =>
  points.filter((point, index) => {
    const before = points[index - 1]
    return before?.x !== point.x || before.y !== point.y
  })

/** Path data of a polyline whose bends are rounded by at most `bend`. */
export function roundedPolyline(route: readonly Point[], bend: number = radius.bend): string {
  const points = distinct(route)
  return points
    .map((point, index) => {
      const before = points[index - 1]
      const after = points[index + 1]
      if (!before) return `M${at(point.x, point.y)}`
      if (!after) return `L${at(point.x, point.y)}`
      const arriving = Math.hypot(point.x - before.x, point.y - before.y)
      const leaving = Math.hypot(after.x - point.x, after.y - point.y)
      const reach = Math.min(bend, arriving / 2, leaving / 2)
      const from = towards(point, before, reach / arriving)
      const to = towards(point, after, reach / leaving)
      return `L${at(from.x, from.y)}Q${at(point.x, point.y)} ${at(to.x, to.y)}`
    })
    .join('')
}

const towards = (from: Point, to: Point, share: number): Point => ({
  x: from.x + (to.x - from.x) * share,
  y: from.y + (to.y - from.y) * share,
})

interface Head {
  readonly length: number
  readonly width: number
}

/** The line without the part that its head covers, and the head as a triangle. */
function withHead(points: readonly Point[], size: Head) {
  const tip = points.at(-1)
  const before = points.at(-2)
  if (!tip || !before) throw new RangeError('a connector needs two points')
  const length = Math.hypot(tip.x - before.x, tip.y - before.y)
  const unit = { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length }
  const foot = { x: tip.x - unit.x * size.length, y: tip.y - unit.y * size.length }
  const half = size.width / 2
  const triangle =
    `M${at(tip.x, tip.y)}L${at(foot.x - unit.y * half, foot.y + unit.x * half)}` +
    `L${at(foot.x + unit.y * half, foot.y - unit.x * half)}Z`
  // One pixel of overlap keeps the seam between line and head from showing.
  const end = { x: foot.x + unit.x, y: foot.y + unit.y }
  return { shaft: [...points.slice(0, -1), end], triangle }
}

export interface ConnectorStyle {
  readonly stroke: string
  readonly strokeWidth?: number
  readonly dash?: string
  readonly bend?: number
}

/** An arrow from the first point to the last. */
export function connector(key: string, points: readonly Point[], style: ConnectorStyle): Group {
  const { stroke, strokeWidth = 1.75, bend, dash } = style
  const { shaft, triangle } = withHead(points, { length: head.headLength, width: head.headWidth })
  return group(
    key,
    path('shaft', roundedPolyline(shaft, bend), { stroke, strokeWidth, ...(dash ? { dash } : {}) }),
    path('head', triangle, { fill: stroke }),
  )
}

/** The arrow on which the machine is right now: a halo of the marker colour under a heavy line. */
export function nowConnector(
  key: string,
  points: readonly Point[],
  colours: Palette,
  { scale = 1, bend }: { readonly scale?: number; readonly bend?: number } = {},
): Group {
  const { shaft, triangle } = withHead(points, {
    length: head.headNowLength * scale,
    width: head.headNowWidth * scale,
  })
  const data = roundedPolyline(shaft, bend)
  return group(
    key,
    path('halo', data, { stroke: colours.now.fill, strokeWidth: strokes.halo * scale }),
    path('shaft', data, { stroke: colours.now.line, strokeWidth: strokes.now * scale }),
    path('head', triangle, { fill: colours.now.line }),
  )
}
