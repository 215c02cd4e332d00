/** What every part of the drawing of the screen is given. */
import { COLUMNS, ROWS } from '../../../shared/code-page-437'
import type { ScreenCells } from '../../../shared/models/screen-cells'
import { placeOfByte } from '../../../shared/models/screen-cells'
import { CELL_BYTES } from '../../../shared/vga-text'
import type { DiagramOptions } from '../diagram'
import type { Box } from '../primitives/shapes'
import { palettes, type Palette } from '../tokens/tokens'
import { screenCellsLayout, type ScreenCellsLayout } from './layout'
import { bytesUnderWay, progressOf, type Progress } from './stations'

export interface ScreenCellsDrawing {
  readonly model: ScreenCells
  readonly colours: Palette
  readonly layout: ScreenCellsLayout
  readonly progress: Progress
  /** The screen's bytes as they are told: what has not arrived yet is what it was. */
  readonly cells: Uint8Array
  /** The same for the bytes around the cell that is looked at. */
  readonly near: Uint8Array
  readonly firstRow: number
  /** The store that is told is the last of all, and the reader looks at nothing else. */
  readonly isNow: boolean
}

export function screenCellsDrawing(
  model: ScreenCells,
  { theme, density, step, size }: DiagramOptions,
): ScreenCellsDrawing {
  const layout = screenCellsLayout(density, size)
  const progress = progressOf(model, step)
  const underWay = bytesUnderWay(model.selected, progress)
  const { focus, start } = model
  const cells = Uint8Array.from(model.cells)
  const near = Uint8Array.from(focus.near)
  for (const [offset, byte] of underWay) {
    const place = placeOfByte(offset, start)
    if (place)
      cells[(place.row * COLUMNS + place.column) * CELL_BYTES + (offset % CELL_BYTES)] = byte
    near[offset - focus.nearOffset] = byte
  }
  const row = focus.place?.row ?? model.cursor.row
  const last = model.recent.at(-1)?.sequence
  return {
    model,
    colours: palettes[theme],
    layout,
    progress,
    cells,
    near,
    firstRow: Math.max(0, Math.min(row - Math.floor(layout.map.rows / 2), ROWS - layout.map.rows)),
    isNow: !model.isCellChosen && last !== undefined && model.selected?.sequence === last,
  }
}

/** Where a cell of the screen is drawn; nothing for a row that is left out. */
export function cellBox(
  { layout, firstRow }: Pick<ScreenCellsDrawing, 'layout' | 'firstRow'>,
  { row, column }: { readonly row: number; readonly column: number },
): Box | undefined {
  const { map } = layout
  if (row < firstRow || row >= firstRow + map.rows) return undefined
  return {
    x: map.x + column * map.columnPitch,
    y: map.y + (row - firstRow) * map.rowPitch,
    width: map.columnPitch,
    height: map.rowPitch,
  }
}
