/** Where the parts of a delivery's story stand, and the ways between them. */
import type { DeliveryStep, DeliveryStory, StackField } from '../../../shared/models/stack-switch'
import type { Box } from '../primitives/shapes'
import type { Point } from '../scene'
import { touchRoute } from './chain'
import { chainLines, type ChainLine } from './chain-lines'
import { columnGeometry, type ColumnGeometry } from './column-geometry'
import type { StackSwitchDrawing } from './drawing'
import { chosenField, isSwitch, lastStep, stackOf } from './facts'
import { gateBox } from './gate'
import { halfPill, halfPillHeight, pillX } from './line-pills'
import { wordsLeft, wordsWidth } from './line-words'
import { numberColumn, numberRadius } from './station-number'
import { taskStateGeometry, type TaskStateGeometry } from './task-state'

export interface DeliveryGeometry {
  readonly story: DeliveryStory
  readonly last: DeliveryStep | undefined
  readonly lines: readonly ChainLine[]
  /** The line whose exception or interrupt is delivered, or was the last to be tried. */
  readonly lastLine: ChainLine | undefined
  readonly left: ColumnGeometry | undefined
  /** The stack that the frame went to, or one that would have had room for it. */
  readonly right: ColumnGeometry | undefined
  readonly gate: Box
  readonly chosen: StackField | undefined
  readonly taskState: TaskStateGeometry | undefined
  readonly end: Box
}

export function deliveryGeometry(
  drawing: StackSwitchDrawing,
  story: DeliveryStory,
): DeliveryGeometry {
  const { model, layout, rsp } = drawing
  const lines = chainLines(drawing, story)
  const lastLine = lines.filter(({ kind }) => kind !== 'push').at(-1)
  const from = stackOf(model, story.from)
  const switched = isSwitch(story)
  const other = stackOf(model, switched ? story.to : story.counterfactual?.stack)
  const pointer = rsp.stack === story.from ? rsp.address : story.rspBefore
  const y = lastLine?.y ?? layout.chain.y
  const chosen = chosenField(story)
  const isShutdown = story.end === 'shutdown'
  const hasOther = other !== undefined && other.key !== story.from
  return {
    story,
    last: lastStep(story),
    lines,
    lastLine,
    left: from && columnGeometry(drawing, from, layout.left, pointer),
    right: hasOther
      ? columnGeometry(
          drawing,
          other,
          layout.right,
          rsp.stack === other.key ? rsp.address : undefined,
          layout.density === 'laptop',
        )
      : undefined,
    gate: gateBox(drawing, y),
    chosen,
    taskState: hasOther ? taskStateGeometry(drawing, chosen ?? other.fields[0]) : undefined,
    end: isShutdown
      ? shutdownBox(drawing, lastLine, hasOther)
      : switched
        ? layout.handler
        : isBelowPush(drawing)
          ? plainEnd(drawing, y)
          : { ...layout.handler, y: y - layout.handler.height / 2 },
  }
}

/** Whether the rows of the story leave room for the handler below the push. */
export const isBelowPush = ({ layout }: StackSwitchDrawing): boolean =>
  layout.chain.pitch !== undefined

/** Below the push, in the column of the words. */
function plainEnd(drawing: StackSwitchDrawing, y: number): Box {
  const { chain, handler } = drawing.layout
  const middle = y + 2 * (chain.pitch ?? 0)
  return { ...handler, x: wordsLeft(drawing), y: middle - handler.height / 2 }
}

/** An arrow that has room for the number of its station. */
const NUMBERED_WAY = 40

/** Beside the last line, or in the window below the stack that would have helped: nothing comes after it. */
function shutdownBox(
  drawing: StackSwitchDrawing,
  lastLine: ChainLine | undefined,
  hasOther: boolean,
): Box {
  const { chain, gate, width, margin, handler, density } = drawing.layout
  const isLaptop = density === 'laptop'
  const isBelow = hasOther && isLaptop
  const y = lastLine?.y ?? chain.y
  // Beside the line an arrow leads there, with a number on it.
  const behind = lastLine && isLaptop && !isBelow ? pillX(drawing) + halfPill(drawing, lastLine) : 0
  const x = Math.max(gate.x + (isLaptop ? 14 : 0), behind + NUMBERED_WAY)
  return {
    x,
    y: isBelow ? handler.y : y - handler.height / 2,
    // Beside the line it ends before the stack that would have helped.
    width: Math.min(width - margin - x, density === 'figure' && hasOther ? 200 : 268),
    height: handler.height,
  }
}

/** Out of the last pill, into the gate. */
export function gateRoute(
  drawing: StackSwitchDrawing,
  { lastLine, gate, story, end }: DeliveryGeometry,
): readonly Point[] {
  const y = lastLine?.y ?? 0
  const x = pillX(drawing)
  const start = { x: x + (lastLine ? halfPill(drawing, lastLine) : 0), y }
  if (story.end !== 'shutdown') return [start, { x: gate.x - 3, y }]
  const middle = end.y + end.height / 2
  if (Math.abs(middle - y) < 2) return [start, { x: end.x - 3, y }]
  return [
    { x, y: y + halfPillHeight(drawing) },
    { x, y: middle },
    { x: end.x - 3, y: middle },
  ]
}

/** Where the way to the TSS leaves the gate: in the window it passes beside the table of pairs. */
export const gateExit = ({ layout }: StackSwitchDrawing, gate: Box): number =>
  gate.x + (layout.density === 'laptop' ? gate.width - 6 : gate.width / 2)

/** Out of the gate to the field of the TSS. */
export function fieldRoute(
  drawing: StackSwitchDrawing,
  { gate, chosen, taskState }: DeliveryGeometry,
): readonly Point[] | undefined {
  const row = taskState?.rows.find(({ pointer }) => pointer.field === chosen)
  if (!row || !taskState) return undefined
  const x = gateExit(drawing, gate)
  const y = row.box.y + row.box.height / 2
  const left = row.box.x
  if (drawing.layout.density === 'laptop')
    return [
      { x, y: gate.y },
      { x, y },
      { x: left - 4, y },
    ]
  const middle = (gate.y + taskState.box.y + taskState.box.height) / 2
  return [
    { x, y: gate.y },
    { x, y: middle },
    { x: left - 26, y: middle },
    { x: left - 26, y },
    { x: left - 4, y },
  ]
}

/** Out of the field to the top of the stack. */
export function stackRoute(
  { layout }: StackSwitchDrawing,
  { chosen, taskState, right }: DeliveryGeometry,
): readonly Point[] | undefined {
  const row = taskState?.rows.find(({ pointer }) => pointer.field === chosen)
  if (!row || !right) return undefined
  const start = { x: row.box.x + row.box.width + 1, y: row.box.y + row.box.height / 2 }
  const top = right.box.y
  if (layout.density === 'laptop') {
    const edge = right.box.x + right.box.width
    const bend = edge + 15
    return [start, { x: bend, y: start.y }, { x: bend, y: top }, { x: edge + 2, y: top }]
  }
  const bend = right.box.x - 26
  return [start, { x: bend, y: start.y }, { x: bend, y: top }, { x: right.box.x - 3, y: top }]
}

/** Out of the gate, down and back to the words of the push on the stack in use. */
export function pushRoute(
  drawing: StackSwitchDrawing,
  { gate, lines }: DeliveryGeometry,
): readonly Point[] | undefined {
  const line = lines.find(({ kind }) => kind === 'push')
  if (!line) return undefined
  const x = gate.x + gate.width / 2
  return [
    { x, y: gate.y + gate.height },
    { x, y: line.y },
    { x: wordsLeft(drawing) + wordsWidth(drawing, line) + 10, y: line.y },
  ]
}

/** Out of the gate, which says where the handler is, to the handler; on the stack in use from the push above it. */
export function handlerRoute(
  drawing: StackSwitchDrawing,
  { end, gate, lines }: DeliveryGeometry,
): readonly Point[] {
  const y = end.y + end.height / 2
  const push = lines.find(({ kind }) => kind === 'push')
  if (push && isBelowPush(drawing)) {
    const radius = numberRadius(drawing)
    const x = drawing.layout.chain.x + numberColumn(drawing) / 2
    return [
      { x, y: push.y + radius },
      { x, y: y - radius - 3 },
    ]
  }
  const stop = { x: end.x - 3, y }
  const isBeside = y < gate.y + gate.height - 6
  if (isBeside) return [{ x: gate.x + gate.width, y }, stop]
  const x = gate.x + gate.width / 2
  return [{ x, y: gate.y + gate.height }, { x, y }, stop]
}

/** How the marker comes to the station where the story is now. */
export function deliveryArrival(
  drawing: StackSwitchDrawing,
  geometry: DeliveryGeometry,
): readonly Point[] | undefined {
  const { now } = drawing.progress
  const { lines, left, right } = geometry
  switch (now?.kind) {
    case 'cause':
    case 'attempt': {
      const line = lines.find(
        ({ kind, index }) => kind === now.kind && (!('index' in now) || index === now.index),
      )
      return line && left && touchRoute(drawing, line, lines, left)
    }
    case 'gate':
    case 'shutdown':
      return gateRoute(drawing, geometry)
    case 'stack':
      return [...(fieldRoute(drawing, geometry) ?? []), ...(stackRoute(drawing, geometry) ?? [])]
    case 'push': {
      const column = right ?? left
      const cells = column?.rows.filter(({ row }) => row.content.kind === 'word') ?? []
      const cell = cells[now.index]?.box
      if (!cell) return undefined
      const x = cell.x + cell.width
      const y = cell.y + cell.height / 2
      return [
        { x: x + 10, y: cell.y },
        { x: x + 10, y },
        { x, y },
      ]
    }
    case 'handler':
      return handlerRoute(drawing, geometry)
    default:
      return undefined
  }
}
