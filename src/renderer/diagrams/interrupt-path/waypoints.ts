/** The number of each step in a circle beside what it is about, and the name of what comes back. */
import type { RequestWait } from '../../../shared/models/interrupt-path'
import { circle, group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { cascadeName, cascadeNameEnd } from './connectors'
import { deviceBox } from './devices'
import type { PathDrawing } from './drawing'
import { chipName, inputOf } from './facts'
import { returnRow } from './handler'
import { centreOf, chipBox, rightOf, type ChipKey } from './layout'
import { isOfProcessor } from './processor'
import { endRoute, gateRoute, intaRoute, intrRoute, type Route } from './routes'
import type { Station } from './stations'

export function waypoints(drawing: PathDrawing): Drawn {
  const { path, progress } = drawing
  if (!path) return undefined
  return group(
    'waypoints',
    discs(drawing),
    progress.stations
      .slice(0, progress.passed)
      .map((station) => station.kind === 'eoi' && endName(drawing, station.end.controller)),
  )
}

const discs = (drawing: PathDrawing): readonly Drawn[] =>
  drawing.progress.stations.map((station, index) =>
    disc(drawing, index, placeOf(drawing, station, index)),
  )

function disc({ colours, layout, progress }: PathDrawing, index: number, at: Point): Drawn {
  const { stationRadius: radius, type } = layout
  const isNow = index === progress.passed - 1
  const ink = index < progress.passed ? colours.ink : colours.ghost
  const size = type.small
  return [
    circle(`disc-${index + 1}`, at, radius, {
      fill: isNow ? colours.now.fill : colours.paper,
      stroke: isNow ? colours.now.line : ink,
      strokeWidth: isNow ? 2.5 : 1.5,
    }),
    text(`number-${index + 1}`, { x: at.x, y: at.y + size * 0.36 }, String(index + 1), {
      size,
      weight: 600,
      anchor: 'middle',
      fill: isNow ? colours.now.text : ink,
    }),
  ]
}

/** The middle of a step's circle. */
function placeOf(drawing: PathDrawing, station: Station, index: number): Point {
  const { path, layout } = drawing
  const { stationRadius: radius, handler, processor, isWide } = layout
  const line = path?.line ?? 0
  const inset = isWide ? 10 : 5
  switch (station.kind) {
    case 'request': {
      const device = deviceBox(drawing, line)
      return { x: rightOf(device) + radius + 3, y: centreOf(device).y }
    }
    case 'cascade': {
      const { x, y } = cascadeNameEnd(drawing)
      const width = textWidth(cascadeName(drawing), layout.type.small)
      return { x: x - width - radius - 6, y }
    }
    case 'wait':
      return cornerPlace(drawing, station.wait, index)
    case 'intr':
      return {
        x: rightOf(chipBox(layout, 'master')) + radius + 3,
        y: intrRoute(drawing)[0]?.y ?? 0,
      }
    case 'inta':
      return { x: processor.x - radius - 3, y: intaRoute(drawing)[0]?.y ?? 0 }
    case 'gate':
      return besideGateRoute(drawing)
    case 'handler':
      return { x: rightOf(handler) - radius - inset, y: handler.y + radius + inset }
    case 'eoi':
      return endPlace(drawing, station.end.controller)
    case 'return':
      return { x: rightOf(handler) - radius - inset, y: centreOf(returnRow(drawing)).y }
  }
}

/** What holds the request back. */
function holderOf({ path }: PathDrawing, { reasons }: RequestWait): ChipKey | 'processor' {
  const [reason] = reasons
  if (reason === undefined || isOfProcessor(reason)) return 'processor'
  return reason.startsWith('cascade') ? 'master' : chipName(path?.line ?? 0)
}

/** At the upper right corner of what holds it back, one after the other where several stand there. */
function cornerPlace(drawing: PathDrawing, wait: RequestWait, index: number): Point {
  const { layout, progress } = drawing
  const { stationRadius: radius } = layout
  const holder = holderOf(drawing, wait)
  const isThere = (other: Station) =>
    other.kind === 'wait' && holderOf(drawing, other.wait) === holder
  const pitch = 2 * radius + 4
  const before = progress.stations.slice(0, index).filter(isThere).length
  const behind = progress.stations.slice(index + 1).filter(isThere).length
  const box = holder === 'processor' ? layout.processor : chipBox(layout, holder)
  const x = rightOf(box) + 3
  // Above the slave it is told what a bit of the master holds back.
  return holder === 'slave'
    ? { x, y: box.y + radius + 6 + before * pitch }
    : { x: x - behind * pitch, y: box.y - 2 }
}

/** Above an arrow to the right; below one that is too short to stand beside, in the gate that it leads to. */
function besideGateRoute(drawing: PathDrawing): Point {
  const { isWide, stationRadius: radius, gate } = drawing.layout
  if (!isWide) return { x: rightOf(gate) - radius - 5, y: centreOf(gate).y }
  const [from, to] = gateRoute(drawing)
  return { x: ((from?.x ?? 0) + (to?.x ?? 0)) / 2 - 4, y: (from?.y ?? 0) - radius - 8 }
}

/** On the way of an EOI: where it leaves the handler, in a window on its last stretch. */
function endPlace(drawing: PathDrawing, controller: ChipKey): Point {
  const { path, layout } = drawing
  const [from, lane, bend] = endRoute(drawing, controller)
  if (!from || !lane || !bend) return { x: 0, y: 0 }
  if (layout.density !== 'laptop') {
    // Two ways run close together: their circles stand side by side.
    const aside = path && path.line >= 8 ? (controller === 'slave' ? 0.3 : 0.6) : 0.5
    return { x: from.x + (lane.x - from.x) * aside, y: from.y }
  }
  if (controller === 'master') return { x: lane.x, y: (lane.y + bend.y) / 2 }
  return { x: (rightOf(chipBox(layout, 'slave')) + lane.x) / 2 + 5, y: bend.y }
}

/** What it does; in a window the name alone. */
function endName(drawing: PathDrawing, controller: ChipKey): Drawn {
  const { path, colours, layout } = drawing
  if (!path) return undefined
  const route = endRoute(drawing, controller)
  const [from, lane] = route
  if (!from || !lane) return undefined
  const { small: size } = layout.type
  const style = { size, weight: 600, fill: colours.ink } as const
  if (layout.density === 'laptop') return windowEndName(drawing, controller, route, style)
  const bit = controller === chipName(path.line) ? inputOf(path.line) : 2
  // Above the only way, or the upper of two; below the lower.
  const isBelow = path.line >= 8 && controller === 'master'
  const y = isBelow ? from.y + layout.stationRadius + size + 2 : from.y - layout.stationRadius - 5
  const words = `EOI: ISR bit ${bit} of the ${controller} 1 to 0`
  const x = (from.x + lane.x) / 2
  return text(`eoi-${controller}`, { x, y }, words, { ...style, anchor: 'middle' })
}

/** Beside the way up to the master, or below the way into the slave. */
function windowEndName(
  drawing: PathDrawing,
  controller: ChipKey,
  [, lane, bend]: Route,
  style: { readonly size: number; readonly weight: 600; readonly fill: string },
): Drawn {
  const { stationRadius: radius } = drawing.layout
  if (!lane || !bend) return undefined
  const { size } = style
  if (controller === 'slave') {
    const right = rightOf(chipBox(drawing.layout, 'slave'))
    const at = { x: (right + lane.x) / 2 + 3, y: bend.y + size + 2 + radius }
    return text('eoi-slave', at, 'EOI', { ...style, anchor: 'middle' })
  }
  const y = (lane.y + bend.y) / 2 + size * 0.36
  return text('eoi-master', { x: lane.x + radius + 5, y }, 'EOI', style)
}
