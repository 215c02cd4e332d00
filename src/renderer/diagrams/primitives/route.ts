/** A way along straight lines: where on it a traveller is, and what lies behind. */
import type { Point } from '../scene'

const distance = (from: Point, to: Point): number => Math.hypot(to.x - from.x, to.y - from.y)

/** The way from its start to the point after a share of it, 0 to 1. */
export function routeUntil(route: readonly Point[], share: number): readonly Point[] {
  const [start] = route
  if (!start) throw new RangeError('a route needs a point')
  const lengths = route.slice(1).map((point, index) => distance(route[index] ?? start, point))
  let left = share * lengths.reduce((sum, length) => sum + length, 0)
  const behind: Point[] = [start]
  for (const [index, length] of lengths.entries()) {
    const from = route[index] ?? start
    const to = route[index + 1] ?? start
    if (left <= length && length > 0) {
      const part = left / length
      behind.push({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part })
      return behind
    }
    behind.push(to)
    left -= length
  }
  return behind
}
