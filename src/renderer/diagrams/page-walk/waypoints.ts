/** Numbered circles at the stations: the order of reading, where nothing may move to tell it. */
import { circle, group, text } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import type { PageWalkDrawing } from './drawing'
import { faultNote, faultRoute } from './fault-panel'
import { columnLeft, gutterX, headY } from './layout'
import type { Station } from './stations'
import { chosenCentre } from './table-rows'

export function waypoints(drawing: PageWalkDrawing): Group {
  const { colours, layout, progress } = drawing
  const radius = layout.density === 'laptop' ? 8 : 12
  const size = layout.density === 'laptop' ? layout.type.min : 14
  return group(
    'waypoints',
    progress.stations.slice(0, progress.passed).map((station, index) => {
      const centre = waypointAt(drawing, station)
      const isNow = station === progress.now
      const ink = isNow ? colours.now.text : colours.ink
      return group(
        `waypoint-${index + 1}`,
        circle('disc', centre, radius, {
          fill: isNow ? colours.now.fill : colours.paper,
          stroke: isNow ? colours.now.line : colours.ink,
          strokeWidth: isNow ? 2.5 : 1.5,
        }),
        text('number', { x: centre.x, y: centre.y + size * 0.36 }, String(index + 1), {
          size,
          weight: 600,
          anchor: 'middle',
          fill: ink,
        }),
      )
    }),
  )
}

/** In the gap to the right of the station, where its pointer leaves. */
function waypointAt(drawing: PageWalkDrawing, station: Station): Point {
  const { layout, columns } = drawing
  if (station === 'cr3') {
    return { x: columnLeft(layout, 0) + layout.columnWidth, y: headY(layout) - 14 }
  }
  if (station === 'fault') {
    const end = faultRoute(drawing).at(-1)
    const side = faultNote(drawing).isLeft ? 1 : -1
    return { x: (end?.x ?? 0) + side * 44, y: (end?.y ?? 0) + 17 }
  }
  const field = station === 'frame' || station === 'tlb' ? 'offset' : station
  const column = columns.find((candidate) => candidate.field === field)
  if (!column) return { x: gutterX(layout, 0), y: headY(layout) }
  const rightmost = layout.width - 12
  const x = Math.min(gutterX(layout, column.position), rightmost)
  return { x, y: chosenCentre(drawing, column) }
}
