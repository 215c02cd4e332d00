/** A way along straight lines, and where on it a traveller is. */
import type { Point } from '../scene'

const distance = (from: Point, to: Point): number => Math.hypot(to.x - from.x, to.y - from.y)

/** The point after a share of the way, 0 to 1. */
export function pointAlong(route: readonly Point[], share: number): Point {
  const [start] = route
  if (!start) throw new RangeError('a route needs a point')
  const lengths = route.slice(1).map((point, index) => distance(route[index] ?? start, point))
  let left = share * lengths.reduce((sum, length) => sum + length, 0)
  for (const [index, length] of lengths.entries()) {
    const from = route[index] ?? start
    const to = route[index + 1] ?? start
    if (left <= length && length > 0) {
      const part = left / length
      return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
    }
    left -= length
  }
  return route.at(-1) ?? start
}
