/** What two exceptions become, as the manual's table, with the cell that applied marked. */
import type { FailedPair } from '../../../shared/models/idt-dispatch'
import { FAULT_CLASSES, faultClass, ruleOfClasses } from '../../../shared/x86/double-fault'
import type { FaultClass } from '../../../shared/x86/double-fault'
import { nowBox } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
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

/** Rows are the first exception, columns the second. SDM Vol. 3A, "Conditions for Generating a Double Fault". */
export function ruleMatrix(
  { colours, layout }: DispatchDrawing,
  { first, second }: FailedPair,
  { x, y, width }: MatrixPlace,
): Group {
  const size = layout.type.small
  const rowHeight = Math.round(size * 1.7)
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
        text('rule', { x: centre(index), y: baseline(line + 1) }, isDouble ? '#DF' : 'serial', {
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
