/** How the marker comes to the station where the machine is now. */
import type { Arrival } from '../scene'
import type { DispatchDrawing } from './drawing'
import {
  codeRoute,
  faultRoute,
  frameRoute,
  gateRoute,
  handlerRoute,
  hasIst,
  returnRoute,
  stackRoute,
  wordRoute,
} from './routes'
import type { Route } from './routes'

export function arrivalOf(drawing: DispatchDrawing): Arrival | undefined {
  const route = routeOf(drawing)
  const { fill, line: stroke } = drawing.colours.now
  return route && { route, fill, stroke }
}

function routeOf(drawing: DispatchDrawing): Route | undefined {
  const { now } = drawing.progress
  switch (now) {
    case undefined:
    case 'vector':
      return undefined
    case 'gate':
      return gateRoute(drawing)
    case 'code':
      return codeRoute(drawing)
    case 'stack':
      return hasIst(drawing) ? stackRoute(drawing) : undefined
    case 'push-0':
      return frameRoute(drawing)
    case 'handler':
      return handlerRoute(drawing)
    case 'return':
      return returnRoute(drawing)
    case 'fault':
      return faultRoute(drawing)
    default:
      return wordRoute(drawing, Number(now.slice('push-'.length)))
  }
}
