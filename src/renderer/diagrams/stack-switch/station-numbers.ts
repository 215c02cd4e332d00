/** The numbers of what comes after the lines of a delivery: the gate, the stack pointer, the frame, and how it ends. */
import { group } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Point } from '../scene'
import { nameY } from './column'
import type { DeliveryGeometry } from './delivery-geometry'
import { fieldRoute, gateRoute, handlerRoute, isBelowPush, stackRoute } from './delivery-geometry'
import type { StackSwitchDrawing } from './drawing'
import { isSwitch } from './facts'
import { gateNumberPlace } from './gate'
import { numberColumn, numberRadius, numberWidth, stationNumber } from './station-number'
import { numberOf, type Station } from './stations'

export function stationNumbers(drawing: StackSwitchDrawing, geometry: DeliveryGeometry): Drawn {
  const { progress } = drawing
  const number = (kind: Station['kind'], at: Point | undefined): Drawn =>
    progress.has(kind) &&
    at &&
    stationNumber(drawing, `${kind}.number`, at, numberOf(progress, kind), progress.isNow(kind))
  return group(
    'numbers',
    number('gate', gatePlace(drawing, geometry)),
    number('stack', stackPlace(drawing, geometry)),
    isSwitch(geometry.story) && number('push', framePlace(drawing, geometry)),
    number('handler', endPlace(drawing, geometry)),
    number('shutdown', endPlace(drawing, geometry)),
  )
}

const ROOM_ON_WAY = 36

/** On the way into the gate, or at the gate. */
function gatePlace(drawing: StackSwitchDrawing, geometry: DeliveryGeometry): Point | undefined {
  const { gate } = geometry
  const radius = numberRadius(drawing)
  const [from, to] = gateRoute(drawing, geometry)
  if (!from || !to) return undefined
  return to.x - from.x >= ROOM_ON_WAY
    ? { x: (from.x + to.x) / 2 - 4, y: from.y }
    : gateNumberPlace(drawing.layout.type, gate, radius)
}

/** On the way that has room beside it: in the window to the TSS, else from there to the stack. */
function stackPlace(drawing: StackSwitchDrawing, geometry: DeliveryGeometry): Point | undefined {
  const isWindow = drawing.layout.density === 'laptop'
  const route = isWindow ? fieldRoute(drawing, geometry) : stackRoute(drawing, geometry)
  const [from, to] = (isWindow ? route : route?.slice(1)) ?? []
  if (!from || !to) return undefined
  const middle = (from.y + to.y) / 2
  const top = geometry.taskState?.box.y ?? middle
  return { x: from.x, y: isWindow ? middle : Math.min(middle, top - numberRadius(drawing) - 4) }
}

/** Beside the name of the stack that the frame went to. */
function framePlace(drawing: StackSwitchDrawing, { right }: DeliveryGeometry): Point | undefined {
  if (!right) return undefined
  const { x, width } = right.box
  const half = numberWidth(drawing, numberOf(drawing.progress, 'push')) / 2
  return { x: x + width - half, y: nameY(drawing, right) - drawing.layout.headingSize * 0.36 }
}

/** Left of the handler below a push; on the way to how it ends, or at the corner of that. */
function endPlace(drawing: StackSwitchDrawing, geometry: DeliveryGeometry): Point {
  const { end, story } = geometry
  const y = end.y + end.height / 2
  const corner = { x: end.x + 1, y: end.y }
  if (isBelowPush(drawing) && story.end !== 'shutdown')
    return { x: drawing.layout.chain.x + numberColumn(drawing) / 2, y }
  const way = (story.end === 'shutdown' ? gateRoute : handlerRoute)(drawing, geometry)
  const [start, stop] = way.slice(-2)
  const gap = (stop?.x ?? 0) - (start?.x ?? 0)
  return gap >= ROOM_ON_WAY ? { x: (start?.x ?? 0) + gap / 2 - 6, y } : corner
}
