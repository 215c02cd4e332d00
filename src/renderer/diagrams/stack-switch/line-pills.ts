/** Where the pills of a story's lines stand, and what is in them. */
import { pillHeight, pillWidth, type PillKind } from '../primitives/pills'
import type { ChainLine } from './chain-lines'
import type { StackSwitchDrawing } from './drawing'

/** The middle of the pills: they stand one above the other. */
export const pillX = ({ layout }: StackSwitchDrawing): number =>
  layout.chain.x + layout.chain.width - (layout.density === 'laptop' ? 24 : 32)

export const pillSize = ({ layout }: StackSwitchDrawing): number =>
  layout.density === 'laptop' ? 13 : 17

export const secondSize = ({ layout }: StackSwitchDrawing): number => layout.type.min

/** What stands in the pill of a line: what is delivered next, or the last thing that was raised. */
export function pillOf({
  result,
  second,
}: ChainLine): { kind: PillKind; label: string } | undefined {
  return result ?? (second === undefined ? undefined : { kind: 'exception', label: second })
}

/** Half of what the pill of a line takes. */
export function halfPill(drawing: StackSwitchDrawing, line: ChainLine): number {
  const pill = pillOf(line)
  return pill ? pillWidth(pill.kind, pill.label, pillSize(drawing)) / 2 : 0
}

export const halfPillHeight = (drawing: StackSwitchDrawing): number =>
  pillHeight(pillSize(drawing)) / 2

/** Where the pills of a line begin; the words may go on to the gate where there are none. */
export function outcomeLeft(drawing: StackSwitchDrawing, line: ChainLine): number {
  const { layout } = drawing
  if (line.kind === 'push') return layout.gate.x + layout.gate.width
  const pill = pillX(drawing) - halfPill(drawing, line)
  return (secondX(drawing, line)?.left ?? pill) - 8
}

/** The small pill of what an attempt raised, between the words and what comes of it. */
export function secondX(drawing: StackSwitchDrawing, line: ChainLine) {
  if (!line.second || !line.result || !drawing.layout.hasSecondPills) return undefined
  const width = pillWidth('exception', line.second, secondSize(drawing))
  const right = pillX(drawing) - Math.max(halfPill(drawing, line), 24) - 26
  return { left: right - width, right, centre: right - width / 2 }
}
