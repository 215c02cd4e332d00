/** The ways of the arrows, which the marker travels as well: from part to part, and to the exception. */
import { textWidth } from '../tokens/text-metrics'
import type { Point } from '../scene'
import { checkEnd } from './check-ends'
import { codeTitle } from './code-segment'
import type { DispatchDrawing } from './drawing'
import { failurePill } from './failure'
import { frameEdge, wordBox } from './frame'
import { istX, offsetStart, selectorX } from './gate'
import { handlerBox, outerX, returnBox } from './handler'
import { chosenRow, entryBox } from './layout'
import { askedFirst, STACK_TITLE, takenBox } from './stack-choice'
import { failedCheckOf, PART_OF_CHECK } from './stations'
import type { Part } from './stations'
import { headNameX } from './station-head'

export type Route = readonly Point[]

/** Arrows end this far from what they point at. */
const CLEARANCE = 3

/** From the row of the IDT to the bytes of the gate. */
export function gateRoute({ layout }: DispatchDrawing): Route {
  const row = chosenRow(layout)
  const { gate, idt } = layout
  const from = row.y + row.height / 2
  const to = gate.top + gate.height / 2
  const right = idt.x + idt.width
  const gutter = (right + gate.x) / 2
  return [
    { x: right, y: from },
    { x: gutter, y: from },
    { x: gutter, y: to },
    { x: gate.x - CLEARANCE, y: to },
  ]
}

/** Below the names of the fields. */
const fieldsBottom = ({ layout }: DispatchDrawing): number => layout.gate.labelBaseline + 6

/** Past the name of a station in the lower row. */
const afterName = (drawing: DispatchDrawing, part: Part, x: number, name: string): number =>
  headNameX(drawing, part, x) + textWidth(name, drawing.layout.headSize, 600) + 14

/** From the selector down to the entry that it picks. */
export function codeRoute(drawing: DispatchDrawing): Route {
  const { layout } = drawing
  const from = selectorX(layout)
  const lane = layout.lanes.selector
  const { code } = layout
  const name = afterName(drawing, 'code', code.x, codeTitle(drawing))
  const to = Math.min(name + (layout.isStacked ? 20 : 40), code.x + code.width - 12)
  return [
    { x: from, y: fieldsBottom(drawing) },
    { x: from, y: lane },
    { x: to, y: lane },
    { x: to, y: entryBox(layout).y - CLEARANCE },
  ]
}

const LANE_OF_IST = 0.36
const LANE_OF_FRAME = 0.64

/** In the gap between two columns of the lower row. */
const gutterX = (left: number, right: number, share: number): number =>
  left + (right - left) * share

/** Gates of 8 bytes have no IST field. */
export const hasIst = ({ dispatch }: DispatchDrawing): boolean => dispatch.gateBytes === 16

/** From the IST field to the choice of the stack. */
export function stackRoute(drawing: DispatchDrawing): Route {
  const { layout } = drawing
  const { stack, frame, lanes } = layout
  const from = istX(layout)
  const start = { x: from, y: fieldsBottom(drawing) }
  if (!layout.isStacked) {
    const to = afterName(drawing, 'stack', stack.x, STACK_TITLE) + 16
    return [
      start,
      { x: from, y: lanes.ist },
      { x: to, y: lanes.ist },
      { x: to, y: stack.head + 12 },
    ]
  }
  const right = stack.x + stack.width
  const gutter = gutterX(right, frame.x, LANE_OF_IST)
  const to = askedFirst(drawing)
  return [
    start,
    { x: from, y: lanes.ist },
    { x: gutter, y: lanes.ist },
    { x: gutter, y: to },
    { x: right + CLEARANCE, y: to },
  ]
}

/** From the choice of the stack to where its first word is pushed; straight where they stand side by side. */
export function frameRoute(drawing: DispatchDrawing): Route {
  const { layout } = drawing
  const box = takenBox(drawing)
  const first = wordBox(drawing, 0)
  const right = box.x + box.width
  const from = box.y + box.height / 2
  const middle = first.y + first.height / 2
  const to = Math.abs(from - middle) <= first.height / 4 ? from : middle
  const gutter = gutterX(right, layout.frame.x, LANE_OF_FRAME)
  return [
    { x: right, y: from },
    { x: gutter, y: from },
    { x: gutter, y: to },
    { x: layout.frame.x - CLEARANCE, y: to },
  ]
}

/** From one word of the frame to the next. */
export function wordRoute(drawing: DispatchDrawing, index: number): Route {
  const from = wordBox(drawing, index - 1)
  const to = wordBox(drawing, index)
  const x = from.x + from.width / 2
  return [
    { x, y: from.y + from.height / 2 },
    { x, y: to.y + to.height / 2 },
  ]
}

/** From the gathered offset to the handler. */
export function handlerRoute(drawing: DispatchDrawing): Route {
  const { layout } = drawing
  const x = outerX(drawing)
  return [
    { x: offsetStart(drawing), y: layout.gate.offsetLine },
    { x, y: layout.gate.offsetLine },
    { x, y: handlerBox(drawing).y - CLEARANCE },
  ]
}

/** From the handler to its IRETQ. */
export function returnRoute(drawing: DispatchDrawing): Route {
  const x = outerX(drawing)
  const handler = handlerBox(drawing)
  return [
    { x, y: handler.y + handler.height },
    { x, y: returnBox(drawing).y - CLEARANCE + 2 },
  ]
}

/** From the check that failed to the exception that it raised. */
export function faultRoute(drawing: DispatchDrawing): Route {
  const { dispatch, layout } = drawing
  const failed = failedCheckOf(dispatch)
  if (!failed) return []
  const { centre, top } = failurePill(drawing)
  const lane = layout.lanes.failure
  const tail = [
    { x: centre.x, y: lane },
    { x: centre.x, y: top - CLEARANCE },
  ]
  const part = PART_OF_CHECK[failed]
  if (failed === 'handler-canonical') return [...overTheTop(drawing), ...tail]
  if (part === 'frame') {
    const edge = frameEdge(drawing)
    const gutter = gutterX(edge.x, layout.handler.x, 0.5)
    return [edge, { x: gutter, y: edge.y }, { x: gutter, y: lane }, ...tail]
  }
  if (part === 'stack') {
    const box = takenBox(drawing)
    const right = box.x + box.width
    const gutter = gutterX(right, layout.frame.x, LANE_OF_FRAME)
    const y = box.y + box.height / 2
    return [{ x: right, y }, { x: gutter, y }, { x: gutter, y: lane }, ...tail]
  }
  const start = checkEnd(drawing, failed)
  if (part === 'code') {
    const right = layout.code.x + layout.code.width
    const gutter = gutterX(right, layout.isStacked ? layout.frame.x : layout.stack.x, 0.5)
    return [
      start,
      { x: Math.max(gutter, start.x + 6), y: start.y },
      { x: Math.max(gutter, start.x + 6), y: lane },
      ...tail,
    ]
  }
  if (part === 'vector') {
    const gutter = Math.max((layout.idt.x + layout.idt.width + layout.gate.x) / 2, start.x + 8)
    return [start, { x: gutter, y: start.y }, { x: gutter, y: lane }, ...tail]
  }
  const x = Math.max(outerX(drawing), start.x + 10)
  return [start, { x, y: start.y }, { x, y: lane }, ...tail]
}

/** From the gathered offset, which leads nowhere, down the outer edge. */
function overTheTop(drawing: DispatchDrawing): Route {
  const { layout } = drawing
  const x = outerX(drawing)
  return [
    { x: offsetStart(drawing), y: layout.gate.offsetLine },
    { x, y: layout.gate.offsetLine },
    { x, y: layout.lanes.failure },
  ]
}
