/** The arrows between the parts: the one on which the machine is now is marked, those still to come are left out. */
import { connector, nowConnector } from '../primitives/connectors'
import { group } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import { resultOf } from './checks'
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
} from './routes'
import type { Route } from './routes'
import type { Station } from './stations'

const ROUTES: readonly (readonly [string, Station, (drawing: DispatchDrawing) => Route])[] = [
  ['to.gate', 'gate', gateRoute],
  ['to.code', 'code', codeRoute],
  ['to.stack', 'stack', stackRoute],
  ['to.frame', 'push-0', frameRoute],
  ['to.handler', 'handler', handlerRoute],
  ['to.return', 'return', returnRoute],
  ['to.exception', 'fault', faultRoute],
]

/** No word of a frame was stored, but the processor went to store them. */
const wasFrameTried = (drawing: DispatchDrawing): boolean =>
  drawing.progress.has('fault') && resultOf(drawing, 'frame-push') === 'failed'

/** Those that were passed before, so that the marked one lies on top. */
export function connectors(drawing: DispatchDrawing): Drawn {
  const { colours, progress, layout } = drawing
  const routes = ROUTES.filter(([, station]) => station !== 'stack' || hasIst(drawing))
  const isBehind = (station: Station) =>
    progress.has(station) || (station === 'push-0' && wasFrameTried(drawing))
  const behind = routes.filter(([, station]) => isBehind(station) && progress.now !== station)
  const marked = routes.filter(([, station]) => progress.now === station)
  return group(
    'way',
    behind.map(([key, , route]) => connector(key, route(drawing), { stroke: colours.ink })),
    marked.map(([key, , route]) =>
      nowConnector(key, route(drawing), colours, { scale: layout.nowScale }),
    ),
  )
}
