/** The screen as text in one ink: its colours are told beside it, and what is written in black on black shows as well. */
import { COLUMNS, ROWS } from '../../../shared/code-page-437'
import { CELL_BYTES } from '../../../shared/vga-text'
import {
  decimal,
  group,
  path,
  rect,
  text,
  type Box,
  type Drawn,
  type TextStyle,
} from '../primitives/shapes'
import type { Group } from '../scene'
import { strokes } from '../tokens/tokens'
import { cellBox, type ScreenCellsDrawing } from './drawing'
import { printable } from './facts'

const BASELINE = 0.74

export function screenMap(drawing: ScreenCellsDrawing): Group {
  const { layout, colours, firstRow } = drawing
  const { map } = layout
  const rows = Array.from({ length: map.rows }, (_, index) => firstRow + index)
  return group(
    'screen',
    rect('frame', map.frame, {
      fill: colours.surface,
      stroke: colours.line,
      strokeWidth: strokes.line,
    }),
    ruler(drawing),
    focus(drawing),
    rows.map((row) => rowNumber(drawing, row)),
    rows.map((row) => rowText(drawing, row)),
    squares(drawing, rows),
    cursor(drawing),
    rowsShown(drawing),
  )
}

/** A low window shows the rows around the one that is looked at, and says so. */
function rowsShown({ layout, colours, firstRow }: ScreenCellsDrawing): Drawn {
  const { map, type } = layout
  if (map.rows === ROWS) return undefined
  const at = {
    x: map.frame.x + map.frame.width,
    y: map.frame.y + map.frame.height + type.small + 4,
  }
  const words = `rows ${firstRow} to ${firstRow + map.rows - 1} of ${ROWS}`
  return text('rows-shown', at, words, { size: type.small, anchor: 'end', fill: colours.muted })
}

const EVERY = 10

function ruler({ layout, colours }: ScreenCellsDrawing): Drawn {
  const { map, type } = layout
  return Array.from({ length: COLUMNS / EVERY }, (_, index) => {
    const column = index * EVERY
    const at = { x: map.x + (column + 0.5) * map.columnPitch, y: map.rulerY }
    return text(`column-${column}`, at, String(column), {
      size: type.small,
      anchor: 'middle',
      fill: colours.muted,
    })
  })
}

function rowNumber({ layout, colours, model, firstRow }: ScreenCellsDrawing, row: number): Drawn {
  const { map, type } = layout
  const isFocused = model.focus.place?.row === row
  if (row % 5 !== 0 && !isFocused) return undefined
  const y = map.y + (row - firstRow + BASELINE) * map.rowPitch
  return text(`row-number-${row}`, { x: map.numbersX, y }, String(row), {
    size: type.small,
    weight: isFocused ? 600 : 400,
    anchor: 'end',
    fill: isFocused ? colours.ink : colours.muted,
  })
}

/** Pieces of a row without blanks, each with the column that it begins at. The cell that is looked at stands alone. */
function piecesOf(
  { cells, model }: ScreenCellsDrawing,
  row: number,
): [column: number, text: string][] {
  const pieces: [number, string][] = []
  const { place } = model.focus
  let isOpen = false
  for (let column = 0; column < COLUMNS; column++) {
    const character = printable(cells[(row * COLUMNS + column) * CELL_BYTES] ?? 0)
    const isFocused = place?.row === row && place.column === column
    const last = pieces.at(-1)
    if (character === undefined || isFocused) isOpen = false
    else if (isOpen && last) last[1] += character
    else {
      pieces.push([column, character])
      isOpen = true
    }
  }
  return pieces
}

/** One text for each side of the cell that is looked at; blanks are gaps, which every viewer keeps. */
function rowText(drawing: ScreenCellsDrawing, row: number): Drawn {
  const { layout, colours, model, firstRow } = drawing
  const { map } = layout
  const y = map.y + (row - firstRow + BASELINE) * map.rowPitch
  const style = { ...characterStyle(drawing), fill: colours.ink }
  const { place } = model.focus
  const split = place?.row === row ? place.column : COLUMNS
  const pieces = piecesOf(drawing, row)
  return [
    pieces.filter(([column]) => column < split),
    pieces.filter(([column]) => column > split),
  ].map((side, index) => {
    const [first] = side
    if (!first) return undefined
    let end = first[0]
    const runs = side.map(([column, words]) => {
      const gap = (column - end) * map.columnPitch
      end = column + words.length
      return { text: words, ...(gap > 0 && { gap }) }
    })
    return text(`row-${row}.${index}`, { x: map.x + first[0] * map.columnPitch, y }, runs, style)
  })
}

const characterStyle = ({ layout }: ScreenCellsDrawing): Omit<TextStyle, 'fill'> => ({
  size: layout.map.columnPitch / 0.6,
  font: 'mono',
})

/** What is no printable ASCII is a square, as kernels that know no other characters show it. */
function squares(drawing: ScreenCellsDrawing, rows: readonly number[]): Drawn {
  const { cells, colours } = drawing
  const data = rows.flatMap((row) =>
    Array.from({ length: COLUMNS }, (_, column) => {
      const code = cells[(row * COLUMNS + column) * CELL_BYTES] ?? 0
      const box = cellBox(drawing, { row, column })
      if (!box || code === 0 || code === 0x20 || code === 0xff || printable(code)) return ''
      const side = box.width * 0.6
      const [x, y] = [box.x + (box.width - side) / 2, box.y + (box.height - side) / 2]
      return `M${decimal(x)} ${decimal(y)}h${decimal(side)}v${decimal(side)}h-${decimal(side)}z`
    }),
  )
  const all = data.join('')
  return all !== '' && path('squares', all, { fill: colours.muted })
}

/** An underline, as the adapter shows it. */
function cursor(drawing: ScreenCellsDrawing): Drawn {
  const { model, colours } = drawing
  const box = model.cursor.isVisible ? cellBox(drawing, model.cursor) : undefined
  if (!box) return undefined
  const y = box.y + box.height - 1
  return path('cursor', `M${decimal(box.x)} ${decimal(y)}h${decimal(box.width)}`, {
    stroke: colours.ink,
    strokeWidth: strokes.now,
  })
}

/** Its edge leaves the character free. */
const around = ({ x, y, width, height }: Box): Box => ({
  x: x - strokes.strong / 2,
  y: y - 0.5,
  width: width + strokes.strong,
  height: height + 1,
})

function focus(drawing: ScreenCellsDrawing): Drawn {
  const { model, colours, cells, isNow } = drawing
  const { place } = model.focus
  const box = place && cellBox(drawing, place)
  if (!box) return undefined
  const character = printable(cells[(place.row * COLUMNS + place.column) * CELL_BYTES] ?? 0)
  const at = { x: box.x, y: box.y + BASELINE * box.height }
  return group(
    'focus',
    rect('box', around(box), {
      ...(isNow
        ? { fill: colours.now.fill, stroke: colours.now.line }
        : { fill: colours.paper, stroke: colours.ink }),
      strokeWidth: strokes.strong,
    }),
    character !== undefined &&
      text('character', at, character, {
        ...characterStyle(drawing),
        weight: 600,
        fill: isNow ? colours.now.text : colours.ink,
      }),
  )
}
