/** The arrows between the parts: the one on which the machine is now is marked, those still to come are grey. */
import { CASCADE_LINE, isSlaveLine } from '../../../shared/interrupt-lines'
import { connector, nowConnector } from '../primitives/connectors'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Arrival, Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { inputOfPath } from './chip'
import type { PathDrawing } from './drawing'
import { bottomOf, chipBox, rightOf } from './layout'
import { cascadeRoute, intaRoute, intrRoute, routeTo, vectorRoute } from './routes'
import type { Route } from './routes'
import type { Station } from './stations'

/** How the marker comes to the present station. */
export function arrivalOf(drawing: PathDrawing): Arrival | undefined {
  const { now } = drawing.progress
  const route = now && routeTo(drawing, now)
  const { fill, line: stroke } = drawing.colours.now
  return route && { route, fill, stroke }
}

const keyOf = (station: Station): string =>
  station.kind === 'eoi' ? `to.eoi-${station.end.controller}` : `to.${station.kind}`

export function connectors(drawing: PathDrawing): Drawn {
  const { colours, layout, progress } = drawing
  const passed = progress.stations.slice(0, progress.passed)
  const { now } = progress
  const arrows = passed.flatMap((station) => {
    const route = station.kind === 'request' ? undefined : routeTo(drawing, station)
    return route && station !== now ? [[keyOf(station), route] as const] : []
  })
  const marked = now && routeTo(drawing, now)
  return group(
    'way',
    bus(drawing),
    arrows.map(([key, route]) => connector(key, route, { stroke: strokeOf(drawing, key) })),
    now && marked && nowConnector(keyOf(now), marked, colours, { scale: layout.nowScale }),
    labels(drawing),
  )
}

/** The request itself is an interrupt's; what answers it is data. */
const strokeOf = ({ colours }: PathDrawing, key: string): string =>
  key === 'to.intr' || key === 'to.cascade' ? colours.event.irq.ink : colours.ink

/** The wires are there before anything runs on them. */
function bus(drawing: PathDrawing): Drawn {
  const { progress, colours } = drawing
  const idle = (key: string, route: Route) =>
    connector(key, route, { stroke: colours.line, strokeWidth: 1.25 })
  const isTaken = progress.has('inta')
  return [
    !progress.has('cascade') && idle('idle.cascade', cascadeRoute(drawing)),
    !progress.has('intr') && idle('idle.intr', intrRoute(drawing)),
    !isTaken && idle('idle.inta', intaRoute(drawing)),
    isTaken
      ? connector('vector', vectorRoute(drawing), { stroke: colours.ink })
      : idle('idle.vector', vectorRoute(drawing)),
  ]
}

export const cascadeName = ({ layout }: PathDrawing): string =>
  layout.chip.cellWidth <= 20 ? 'slave asks' : 'slave asks at input 2'

/** Left of its wire. */
export function cascadeNameEnd(drawing: PathDrawing): Point {
  const { layout } = drawing
  const master = chipBox(layout, 'master')
  const x = (cascadeRoute(drawing)[0]?.x ?? 0) - 8
  return { x, y: (bottomOf(master) + chipBox(layout, 'slave').y) / 2 }
}

/** Names above their wires. */
function labels(drawing: PathDrawing): Drawn {
  const { path, progress, colours, layout } = drawing
  const { type } = layout
  const chip = chipBox(layout, 'master')
  const left = rightOf(chip)
  const middle = (left + layout.processor.x) / 2
  const room = layout.processor.x - left
  // The number of a step stands at the beginning of its wire.
  const isStep = progress.stations.some(({ kind }) => kind === 'intr')
  const shift = isStep ? layout.stationRadius + 3 : 0
  const label = (key: string, y: number, words: string, isReached: boolean, aside = 0) =>
    text(key, { x: middle + aside, y: y - 5 }, words, {
      size: type.small,
      anchor: 'middle',
      fill: isReached ? colours.ink : colours.muted,
    })
  const vector = progress.has('inta') ? path?.acknowledged?.vector : undefined
  const named = `vector ${vector}`
  const words =
    vector === undefined
      ? 'vector'
      : textWidth(named, type.small) <= room - 4
        ? named
        : String(vector)
  // The way of an EOI to a bit further left runs where the name stands.
  const isClear = !progress.has('eoi') || (inputOfPath(drawing, 'master') ?? 0) <= CASCADE_LINE
  const cascade = cascadeNameEnd(drawing)
  return [
    label('intr', intrRoute(drawing)[0]?.y ?? 0, 'INTR', progress.has('intr'), shift),
    label('inta', intaRoute(drawing)[0]?.y ?? 0, 'INTA', progress.has('inta'), -shift),
    label('vector-name', vectorRoute(drawing)[0]?.y ?? 0, words, vector !== undefined),
    isClear &&
      text('cascade', { x: cascade.x, y: cascade.y + type.small * 0.36 }, cascadeName(drawing), {
        size: type.small,
        anchor: 'end',
        fill:
          path && isSlaveLine(path.line) && progress.has('cascade') ? colours.ink : colours.muted,
      }),
  ]
}
