/** Where the gates that are present lead: neighbours that say the same in one row, as many rows as there is room for. */
import { prose } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { fitName } from '../primitives/fit-name'
import { NUMBER_ROOM, type TableDrawing } from './table-drawing'
import { gateKind, handlerName, presentRuns, runName, type GateRun } from './table-words'

const COLUMN_GAP = 24

export function tableList(drawing: TableDrawing): Group {
  const { table, colours, type, margin, top, bottom, width, cellWidth } = drawing
  const left = margin + NUMBER_ROOM + 16 * cellWidth + COLUMN_GAP
  const pitch = type.small + 5
  const runs = presentRuns(table)
  const rows = Math.floor((bottom - top - 6) / pitch)
  const room = width - margin - left
  const columns = runs.length > rows && room > 560 ? 2 : 1
  const columnWidth = Math.min((room - (columns - 1) * COLUMN_GAP) / columns, type.small * 26)
  const most = rows * columns
  const isCut = runs.length > most
  const shown = isCut ? runs.slice(0, most - 1) : runs
  const place = (index: number) => ({
    x: left + Math.floor(index / rows) * (columnWidth + COLUMN_GAP),
    y: top + ((index % rows) + 1) * pitch - 3,
  })
  return group(
    'handlers',
    shown.map((run, index) => row(drawing, run, { ...place(index), width: columnWidth })),
    isCut &&
      text('rest', place(most - 1), `and ${runs.length - shown.length} more: point at a gate`, {
        size: type.small,
        fill: colours.muted,
      }),
    runs.length === 0 &&
      prose('none', place(0), 'Whatever the processor wants to deliver fails.', {
        size: type.small,
        fill: colours.muted,
      }),
  )
}

function row(
  { colours, type }: TableDrawing,
  run: GateRun,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): Group {
  const { gate, first } = run
  const size = type.small
  const name = size * 5
  const kind = gateKind(gate)
  const kindRoom = kind === '' ? 0 : textWidth(kind, size) + 8
  const { exception, irq } = colours.event
  return group(
    `handlers.${first}`,
    text('vector', { x, y }, runName(run), {
      size,
      weight: 600,
      fill: first < 32 ? exception.ink : irq.ink,
    }),
    text(
      'symbol',
      { x: x + name, y },
      fitName(handlerName(gate), width - name - kindRoom - 6, size, 400),
      { size, font: 'mono', fill: colours.ink },
    ),
    kind !== '' &&
      text('kind', { x: x + width, y }, kind, {
        size,
        anchor: 'end',
        fill: colours.muted,
      }),
  )
}
