/** The ways of the arrows, which the marker travels as well: from the pin to the handler, and back to the ISR. */
import { CASCADE_LINE } from '../../../shared/interrupt-lines'
import type { Point } from '../scene'
import { inputOfPath } from './chip'
import { linePoints } from './devices'
import type { PathDrawing } from './drawing'
import { gateRow } from './gate'
import { endBox } from './handler'
import { bottomOf, cellBox, centreOf, chipBox, rightOf, rowY, type ChipKey } from './layout'
import type { Station } from './stations'

export type Route = readonly Point[]

/** Arrows end this far from what they point at. */
const CLEARANCE = 3

export const lineRoute = (drawing: PathDrawing): Route =>
  drawing.path ? linePoints(drawing, drawing.path.line) : []

/** From the slave's INT output up to the master's input 2. */
export function cascadeRoute({ layout }: PathDrawing): Route {
  const { x } = centreOf(cellBox(layout, 'master', 'isr', CASCADE_LINE))
  return [
    { x, y: chipBox(layout, 'slave').y },
    { x, y: bottomOf(chipBox(layout, 'master')) + CLEARANCE },
  ]
}

/** INTR, INTA and the vector run one below the other between the master and the processor, each with room for its name. */
function between(
  { layout }: PathDrawing,
  share: 0 | 1 | 2,
): { left: number; right: number; y: number } {
  const box = chipBox(layout, 'master')
  const y = box.y + box.height * (0.25 + 0.28 * share)
  return { left: rightOf(box), right: layout.processor.x, y }
}

export function intrRoute(drawing: PathDrawing): Route {
  const { left, right, y } = between(drawing, 0)
  return [
    { x: left, y },
    { x: right - CLEARANCE, y },
  ]
}

export function intaRoute(drawing: PathDrawing): Route {
  const { left, right, y } = between(drawing, 1)
  return [
    { x: right, y },
    { x: left + CLEARANCE, y },
  ]
}

export function vectorRoute(drawing: PathDrawing): Route {
  const { left, right, y } = between(drawing, 2)
  return [
    { x: left, y },
    { x: right - CLEARANCE, y },
  ]
}

export function gateRoute(drawing: PathDrawing): Route {
  const { layout } = drawing
  const row = gateRow(drawing)
  if (layout.isWide) {
    const y = row.y + row.height / 2
    return [
      { x: rightOf(layout.processor), y },
      { x: row.x - CLEARANCE, y },
    ]
  }
  const x = row.x + row.width / 2
  return [
    { x, y: bottomOf(layout.processor) },
    { x, y: row.y - CLEARANCE },
  ]
}

export function handlerRoute({ layout }: PathDrawing): Route {
  const { gate, handler } = layout
  const x = gate.x + gate.width / 2
  return [
    { x, y: bottomOf(gate) },
    { x, y: handler.y - CLEARANCE },
  ]
}

/** From the write in the handler to the bit that it clears: from below in the master, from the right in the slave. */
export function endRoute(drawing: PathDrawing, controller: ChipKey): Route {
  const { layout } = drawing
  const from = centreOf(endBox(drawing, controller)).y
  const chip = chipBox(layout, controller)
  const lane = laneX(drawing, controller)
  const start = [
    { x: layout.handler.x, y: from },
    { x: lane, y: from },
  ]
  if (controller === 'slave') {
    const y = rowY(layout, 'slave', 'isr')
    return [...start, { x: lane, y }, { x: rightOf(chip) + CLEARANCE, y }]
  }
  const input = inputOfPath(drawing, 'master') ?? 0
  const { x } = centreOf(cellBox(layout, 'master', 'isr', input))
  const y = bottomOf(chip) + (chipBox(layout, 'slave').y - bottomOf(chip)) * 0.5
  return [...start, { x: lane, y }, { x, y }, { x, y: bottomOf(chip) + CLEARANCE - 2 }]
}

/** Where no arrow between chip and processor is. */
function laneX({ layout }: PathDrawing, controller: ChipKey): number {
  const left = rightOf(chipBox(layout, 'master'))
  const right = layout.processor.x
  return left + (right - left) * (controller === 'slave' ? 0.7 : 0.4)
}

/** The way to a station, where there is one. */
export function routeTo(drawing: PathDrawing, station: Station): Route | undefined {
  switch (station.kind) {
    case 'request':
      return lineRoute(drawing)
    case 'cascade':
      return cascadeRoute(drawing)
    case 'intr':
      return intrRoute(drawing)
    case 'inta':
      return intaRoute(drawing)
    case 'gate':
      return gateRoute(drawing)
    case 'handler':
      return handlerRoute(drawing)
    case 'eoi':
      return endRoute(drawing, station.end.controller)
    case 'wait':
    case 'return':
      return undefined
  }
}
