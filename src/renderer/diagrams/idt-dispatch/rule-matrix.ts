/** What two exceptions become, as the manual's table, with the cell that applied marked. */
import type { FailedPair } from '../../../shared/models/idt-dispatch'
import { FAULT_CLASSES, faultClass, ruleOfClasses } from '../../../shared/x86/double-fault'
import type { FaultClass } from '../../../shared/x86/double-fault'
import { explained } from '../glossary'
import { nowBox } from '../primitives/marks'
import { wrapProse } from '../primitives/prose'
import { group, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { DispatchDrawing } from './drawing'

const NAMES: Readonly<Record<FaultClass, string>> = {
  benign: 'benign',
  contributory: 'contributory',
  'page-fault': 'page fault',
}
const SHORT_NAMES: Readonly<Record<FaultClass, string>> = {
  benign: 'benign',
  contributory: 'contrib.',
  'page-fault': '#PF',
}

export interface MatrixPlace {
  readonly x: number
  readonly y: number
  readonly width: number
}

const rowHeightOf = ({ layout }: DispatchDrawing): number => Math.round(layout.type.small * 1.5)

/** With its row of names. */
export const matrixHeight = (drawing: DispatchDrawing): number =>
  rowHeightOf(drawing) * (FAULT_CLASSES.length + 1)

/** What the classes mean, below the rule where there is room for it. */
export function classNotes(drawing: DispatchDrawing, top: number): Drawn {
  const { colours, layout } = drawing
  const { handler, height, type, key, footerBaseline } = layout
  const size = type.small
  const pitch = Math.round(size * 1.2)
  const style = { size, fill: colours.muted }
  const whole = explained('contributory')
  const contributory =
    textWidth(whole, size) <= handler.width
      ? whole
      : whole.replace(NAMES.contributory, SHORT_NAMES.contributory)
  const bottom = (key?.y ?? footerBaseline ?? height) - size * 0.8 - 3
  if (layout.density === 'projector') return undefined
  const lines = [
    [contributory, explained('benign'), explained('served')],
    [contributory, explained('benign')],
  ]
    .map((notes) => notes.flatMap((note) => wrapProse(note, handler.width, style)))
    .find(({ length }) => top + length * pitch <= bottom)
  return lines?.map((content, index) =>
    text(`class-${index}`, { x: handler.x, y: top + size * 1.3 + index * pitch }, content, style),
  )
}

/** Rows are the first exception, columns the second. SDM Vol. 3A, "Conditions for Generating a Double Fault". */
export function ruleMatrix(
  drawing: DispatchDrawing,
  { first, second }: FailedPair,
  { x, y, width }: MatrixPlace,
): Group {
  const { colours, layout } = drawing
  const size = layout.type.small
  const rowHeight = rowHeightOf(drawing)
  const labels = textWidth('contributory', size) + 12
  const column = (width - labels) / FAULT_CLASSES.length
  const row = faultClass(first.vector, first.source === 'exception')
  const chosen = faultClass(second.vector, true)
  const centre = (index: number) => x + labels + (index + 0.5) * column
  const baseline = (line: number) => y + line * rowHeight + rowHeight / 2 + size * 0.36
  const style = { size, fill: colours.muted } as const
  const cells = FAULT_CLASSES.flatMap((one, line) =>
    FAULT_CLASSES.map((other, index) => ({ one, other, line, index })),
  )
  const isMarked = (one: FaultClass, other: FaultClass) => one === row && other === chosen
  const inOrder = [
    ...cells.filter(({ one, other }) => !isMarked(one, other)),
    ...cells.filter(({ one, other }) => isMarked(one, other)),
  ]
  return group(
    'rule',
    text('corner', { x, y: baseline(0) }, 'first, then', style),
    FAULT_CLASSES.map((name, index) =>
      text(`column-${name}`, { x: centre(index), y: baseline(0) }, SHORT_NAMES[name], {
        ...style,
        anchor: 'middle',
        weight: name === chosen ? 600 : 400,
        fill: name === chosen ? colours.ink : colours.muted,
      }),
    ),
    FAULT_CLASSES.map((name, line) =>
      text(`row-${name}`, { x, y: baseline(line + 1) }, NAMES[name], {
        ...style,
        weight: name === row ? 600 : 400,
        fill: name === row ? colours.ink : colours.muted,
      }),
    ),
    inOrder.map(({ one, other, line, index }) => {
      const box = {
        x: x + labels + index * column,
        y: y + (line + 1) * rowHeight,
        width: column,
        height: rowHeight,
      }
      const isNow = isMarked(one, other)
      const isDouble = ruleOfClasses(one, other) === 'double-fault'
      return group(
        `rule.${one}.${other}`,
        isNow
          ? nowBox('box', box, colours)
          : rect('box', box, { fill: colours.paper, stroke: colours.line, strokeWidth: 1 }),
        text('rule', { x: centre(index), y: baseline(line + 1) }, isDouble ? '#DF' : 'served', {
          size,
          anchor: 'middle',
          weight: isNow ? 600 : 400,
          font: isDouble ? 'mono' : 'sans',
          fill: isNow ? colours.now.text : isDouble ? colours.event.exception.ink : colours.muted,
        }),
      )
    }),
  )
}
