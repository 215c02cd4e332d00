/** The whole IDT as a diagram: a map of all 256 gates, and where those that are present lead. */
import { formatCount } from '../../../shared/format'
import type { IdtTable } from '../../../shared/models/idt-table'
import type { Diagram, DiagramOptions } from '../diagram'
import { prose, wrapProse } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Scene } from '../scene'
import { tableDrawing, type TableDrawing } from './table-drawing'
import { tableList } from './table-list'
import { tableMap } from './table-map'
import { gateDetailOf, tableSubtitle, tableText, tableTitle } from './table-words'

export function idtTableDiagram(table: IdtTable, options: DiagramOptions): Scene {
  const drawing = tableDrawing(table, options)
  const { colours, width, height } = drawing
  const { title, summary } = tableText(table)
  return {
    name: 'idt-dispatch',
    width,
    height,
    title,
    description: summary,
    background: colours.paper,
    shapes: [heading(drawing), tableMap(drawing), tableList(drawing), footer(drawing)],
  }
}

function heading({ table, colours, type, density, margin, width }: TableDrawing) {
  const isWindow = density === 'laptop'
  const y = isWindow ? 24 : 52
  const style = { size: isWindow ? type.body : type.small, fill: colours.muted }
  return group(
    'heading',
    text('title', { x: margin, y }, tableTitle(table), {
      size: isWindow ? type.heading : type.title,
      weight: 600,
      fill: colours.ink,
    }),
    prose(
      'subtitle',
      { x: margin, y: y + (isWindow ? 21 : 28) },
      wrapProse(tableSubtitle(table), width - 2 * margin, style)[0] ?? '',
      style,
    ),
  )
}

function footer({ table, colours, type, margin, width, height }: TableDrawing) {
  const y = height - 14
  const style = { size: type.small, fill: colours.muted }
  return group(
    'footer',
    text(
      'legend',
      { x: margin, y },
      'solid: present · dashed: not · a digit: its IST · u: DPL 3',
      style,
    ),
    text('moment', { x: width - margin, y }, `instr ${formatCount(table.instant)}`, {
      ...style,
      anchor: 'end',
    }),
  )
}

const GATE = /^gates\.(\d+)$/

export const diagramOfIdtTable = (table: IdtTable): Diagram => ({
  id: 'whole table',
  reason: 'chosen',
  steps: 0,
  fileName: `idt-${table.instant}`,
  draw: (options) => idtTableDiagram(table, options),
  text: () => tableText(table),
  detail(key) {
    const vector = GATE.exec(key)?.[1]
    return vector === undefined ? undefined : gateDetailOf(table, Number(vector))
  },
})
