/** Numbers in reading order beside the stations, and the name of what comes back: where there is room for them. */
import { circle, group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Point } from '../scene'
import { deviceBox } from './devices'
import type { PathDrawing } from './drawing'
import { chipName, inputOf } from './facts'
import { centreOf, chipBox, rightOf, type ChipKey } from './layout'
import { endRoute, gateRoute, intaRoute, intrRoute } from './routes'
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
  if (!path) return undefined
  if (!layout.hasNumbers) return group('waypoints', endMark(drawing))
  const { stationRadius: radius } = layout
  const master = chipBox(layout, 'master')
  const own = chipBox(layout, chipName(path.line))
  const [from, to] = gateRoute(drawing)
  const device = deviceBox(drawing, path.line)
  const gateMiddle = {
    x: ((from?.x ?? 0) + (to?.x ?? 0)) / 2,
    y: ((from?.y ?? 0) + (to?.y ?? 0)) / 2,
  }
  // Above an arrow to the right, beside one that goes down.
  const gatePlace = layout.isWide
    ? { x: gateMiddle.x - 4, y: gateMiddle.y - radius - 8 }
    : { x: gateMiddle.x + radius + 8, y: gateMiddle.y }
  const inset = layout.isWide ? 10 : 5
  const places: readonly (readonly [StationKind, Point])[] = [
    ['request', { x: device.x - 6, y: centreOf(device).y }],
    ['cascade', { x: rightOf(own) + 3, y: own.y - 4 }],
    ['intr', { x: rightOf(master) + radius + 3, y: intrRoute(drawing)[0]?.y ?? 0 }],
    ['inta', { x: layout.processor.x - radius - 3, y: intaRoute(drawing)[0]?.y ?? 0 }],
    ['gate', gatePlace],
    [
      'handler',
      { x: rightOf(layout.handler) - radius - inset, y: layout.handler.y + radius + inset },
    ],
  ]
  return group(
    'waypoints',
    places.map(([kind, at]) => disc(drawing, kind, at)),
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

/** On the way of the EOI, with what it does; in a window the name alone. */
function endMark(drawing: PathDrawing): Drawn {
  const { path, colours, layout, progress } = drawing
  const last = progress.stations
    .slice(0, progress.passed)
    .flatMap((station) => (station.kind === 'eoi' ? [station.end] : []))
    .at(-1)
  if (!path || !last) return undefined
  const route = endRoute(drawing, last.controller)
  const [from, lane, bend] = route
  if (!from || !lane || !bend) return undefined
  if (layout.density === 'laptop') return windowEndMark(drawing, last.controller, lane, bend)
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

/** Beside the way up to the master, or below the way into the slave. */
function windowEndMark(drawing: PathDrawing, controller: ChipKey, lane: Point, bend: Point): Drawn {
  const { colours, layout } = drawing
  const { stationRadius: radius, hasNumbers } = layout
  const { small: size } = layout.type
  const style = { size, weight: 600, fill: colours.ink } as const
  if (controller === 'slave') {
    const right = rightOf(chipBox(layout, 'slave'))
    const at = { x: (right + lane.x) / 2 + 3, y: bend.y + size + 2 }
    return text('eoi', at, 'EOI', { ...style, anchor: 'middle' })
  }
  const middle = { x: lane.x, y: (lane.y + bend.y) / 2 }
  return [
    hasNumbers && disc(drawing, 'eoi', middle),
    text(
      'eoi',
      { x: middle.x + (hasNumbers ? radius : 0) + 5, y: middle.y + size * 0.36 },
      'EOI',
      style,
    ),
  ]
}
