/** Numbers in reading order beside the stations, and the name of what comes back: where there is room for them. */
import { prose } from '../primitives/prose'
import { circle, group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Point } from '../scene'
import { deviceBox } from './devices'
import type { PathDrawing } from './drawing'
import { causeWords, chipName, deviceName, inputOf } from './facts'
import { centreOf, chipBox, rightOf, rowY } from './layout'
import { endRoute, gateRoute } from './routes'
import type { StationKind } from './stations'

const NUMBERS: Readonly<Partial<Record<StationKind, number>>> = {
  request: 1,
  cascade: 2,
  intr: 3,
  inta: 4,
  gate: 5,
  handler: 6,
  eoi: 7,
}

export function waypoints(drawing: PathDrawing): Drawn {
  const { path, layout } = drawing
  if (!path || layout.density === 'laptop') return undefined
  const { stationRadius: radius } = layout
  const master = chipBox(layout, 'master')
  const own = chipBox(layout, chipName(path.line))
  const [from, to] = gateRoute(drawing)
  const device = deviceBox(drawing, path.line)
  const places: readonly (readonly [StationKind, Point])[] = [
    ['request', { x: device.x - 6, y: centreOf(device).y }],
    ['cascade', { x: rightOf(own) + 3, y: own.y - 4 }],
    ['intr', { x: rightOf(master) + radius + 3, y: rowY(layout, 'master', 'irr') }],
    ['inta', { x: layout.processor.x - radius - 3, y: rowY(layout, 'master', 'imr') }],
    ['gate', { x: ((from?.x ?? 0) + (to?.x ?? 0)) / 2 - 4, y: (from?.y ?? 0) - radius - 8 }],
    ['handler', { x: rightOf(layout.handler) - radius - 10, y: layout.handler.y + radius + 10 }],
  ]
  return group(
    'waypoints',
    places.map(([kind, at]) => disc(drawing, kind, at)),
    cause(drawing),
    endMark(drawing),
  )
}

function disc(drawing: PathDrawing, kind: StationKind, at: Point): Drawn {
  const { colours, layout, progress } = drawing
  const { stationRadius: radius, type } = layout
  const isNow = progress.now?.kind === kind
  const isPassed = progress.has(kind) || (kind === 'cascade' && progress.has('request'))
  const ink = isPassed ? colours.ink : colours.ghost
  const size = type.small
  return [
    circle(`disc-${kind}`, at, radius, {
      fill: isNow ? colours.now.fill : colours.paper,
      stroke: isNow ? colours.now.line : ink,
      strokeWidth: isNow ? 2.5 : 1.5,
    }),
    text(`number-${kind}`, { x: at.x, y: at.y + size * 0.36 }, String(NUMBERS[kind] ?? ''), {
      size,
      weight: 600,
      anchor: 'middle',
      fill: isNow ? colours.now.text : ink,
    }),
  ]
}

/** What the device did, below its chip's other devices. */
function cause(drawing: PathDrawing): Drawn {
  const { path, colours, layout, progress } = drawing
  const words = path && causeWords(path)
  if (!path || words === undefined || !progress.has('request')) return undefined
  const y = chipBox(layout, 'master').y + chipBox(layout, 'master').height + layout.type.small * 0.4
  return prose(
    'cause',
    { x: layout.devices.x + 2, y: y + 6 },
    `${deviceName(path.line)}: ${words}`,
    {
      size: layout.type.small,
      fill: colours.muted,
    },
  )
}

/** On the way of the EOI, with what it does. */
function endMark(drawing: PathDrawing): Drawn {
  const { path, colours, layout, progress } = drawing
  const last = progress.stations
    .slice(0, progress.passed)
    .flatMap((station) => (station.kind === 'eoi' ? [station.end] : []))
    .at(-1)
  if (!path || !last) return undefined
  const [from, lane] = endRoute(drawing, last.controller)
  if (!from || !lane) return undefined
  const x = (from.x + lane.x) / 2
  const bit = last.controller === chipName(path.line) ? inputOf(path.line) : 2
  // Below the lower of two ways, or above the only one.
  const labelY =
    path.line >= 8
      ? from.y + layout.stationRadius + layout.type.small + 2
      : from.y - layout.stationRadius - 7
  const words = `EOI: ISR bit ${bit} of the ${last.controller} 1 to 0`
  return [
    disc(drawing, 'eoi', { x, y: from.y }),
    text('eoi', { x, y: labelY }, words, {
      size: layout.type.small,
      weight: 600,
      anchor: 'middle',
      fill: colours.ink,
    }),
  ]
}
