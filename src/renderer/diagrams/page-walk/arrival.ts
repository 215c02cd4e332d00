/** How the marker comes to the station where the machine is now. */
import type { Arrival, Point } from '../scene'
import type { PageWalkDrawing } from './drawing'
import { isUnpaged } from './facts'
import { faultRoute } from './fault-panel'
import { columnLeft } from './layout'
import { chosenCentre } from './table-rows'
import { pointerRoute } from './tables'

export function arrivalOf(drawing: PageWalkDrawing): Arrival | undefined {
  const route = routeOf(drawing)
  const { fill, line: stroke } = drawing.colours.now
  return route && { route, fill, stroke }
}

function routeOf(drawing: PageWalkDrawing): readonly Point[] | undefined {
  const { columns, progress } = drawing
  const { now } = progress
  if (now === 'fault') return faultRoute(drawing)
  const column = columns.find(({ field }) => field === (now === 'frame' ? 'offset' : now))
  if (!column || isUnpaged(drawing.walk)) return undefined
  // Along the pointer to the head of the table, then down its left edge to the row.
  const head = pointerRoute(drawing, column)
  const x = columnLeft(drawing.layout, column.position) + 9
  const y = chosenCentre(drawing, column)
  const headY = head.at(-1)?.y ?? y
  return [...head, { x, y: headY }, { x, y }, { x: x + 12, y }]
}
