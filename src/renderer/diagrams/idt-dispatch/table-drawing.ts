/** What every part of the drawing of the whole IDT is given, and where map and list stand. */
import type { IdtTable } from '../../../shared/models/idt-table'
import type { DiagramOptions, Size } from '../diagram'
import { palettes, typeScales } from '../tokens/tokens'
import type { Density, Palette, TypeScale } from '../tokens/tokens'

export interface TableDrawing extends Size {
  readonly table: IdtTable
  readonly colours: Palette
  readonly type: TypeScale
  readonly density: Density
  readonly margin: number
  /** Where map and list begin. */
  readonly top: number
  readonly bottom: number
  readonly cellWidth: number
  readonly cellHeight: number
}

/** Room for the number of a row or column. */
export const NUMBER_ROOM = 22
const LEAST: Size = { width: 660, height: 470 }

export function tableDrawing(
  table: IdtTable,
  { theme, density, size = LEAST }: DiagramOptions,
): TableDrawing {
  const isWindow = density === 'laptop'
  const width = isWindow ? Math.max(size.width, LEAST.width) : 1280
  const height = isWindow ? Math.max(size.height, LEAST.height) : 720
  const margin = isWindow ? 16 : 40
  const top = isWindow ? 60 : 108
  const bottom = height - (isWindow ? 34 : 46)
  const mapWidth = Math.min((width - 2 * margin) * 0.5, 560)
  return {
    table,
    colours: palettes[theme],
    type: typeScales[density],
    density,
    width,
    height,
    margin,
    top,
    bottom,
    cellWidth: Math.floor((mapWidth - NUMBER_ROOM - 6) / 16),
    cellHeight: Math.min(30, Math.floor((bottom - top - NUMBER_ROOM) / 16)),
  }
}
