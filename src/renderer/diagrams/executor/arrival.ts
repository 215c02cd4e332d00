/** How the marker comes to the station where the tale is. */
import type { Arrival } from '../scene'
import { chainRoute } from './chain'
import type { ExecutorDrawing } from './drawing'

export function arrivalOf(drawing: ExecutorDrawing): Arrival | undefined {
  const route = chainRoute(drawing)
  const { fill, line: stroke } = drawing.colours.now
  return route && { route, fill, stroke }
}
