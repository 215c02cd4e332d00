/**
 * The boxes that the shapes of a picture fill, for what may stand only where nothing else does.
 *
 * Of a path it knows the straight stretches between absolute points, which is what arrows are made of; a path that is drawn
 * in relative steps is small, and stands beside a text or within a box.
 */
import type { Point, Shape } from '../scene'
import { runsWidth } from './prose'
import type { Box } from './shapes'

/** Height of capitals above the baseline, and depth of `g` below it, in em. */
export const ASCENT = 0.75
export const DESCENT = 0.25

/** Of a shape alone: a group fills nothing but what its shapes fill. */
export function boxesOf(shape: Shape): readonly Box[] {
  switch (shape.kind) {
    case 'rect':
      return [shape]
    case 'circle': {
      const { x, y, radius } = shape
      return [{ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }]
    }
    case 'text': {
      const width = runsWidth(shape.runs)
      const size = Math.max(...shape.runs.map((run) => run.size))
      const x = shape.x - { start: 0, middle: width / 2, end: width }[shape.anchor]
      return [{ x, y: shape.y - size * ASCENT, width, height: size * (ASCENT + DESCENT) }]
    }
    case 'path':
      return stretchesOf(shape.data)
    case 'group':
      return []
  }
}

/** From each absolute point to the next. */
function stretchesOf(data: string): readonly Box[] {
  if (!/^[MLQZ\d\s.-]*$/.test(data)) return []
  const numbers = data.match(/-?[\d.]+/g)?.map(Number) ?? []
  const points = numbers.flatMap((x, index): Point[] => {
    const y = numbers[index + 1]
    return index % 2 === 0 && y !== undefined ? [{ x, y }] : []
  })
  return points.slice(1).map((point, index) => {
    const before = points[index] ?? point
    return {
      x: Math.min(before.x, point.x),
      y: Math.min(before.y, point.y),
      width: Math.abs(before.x - point.x),
      height: Math.abs(before.y - point.y),
    }
  })
}
