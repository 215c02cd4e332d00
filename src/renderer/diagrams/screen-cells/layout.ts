/** Where things stand in the three densities. All lengths are pixels of the drawing. */
import { COLUMNS, ROWS } from '../../../shared/code-page-437'
import type { Size } from '../diagram'
import { frameLayout, type FrameLayout } from '../primitives/figure-frame'
import type { Box } from '../primitives/shapes'
import type { Density } from '../tokens/tokens'

/** The screen as text: its frame, and the cells in it. */
export interface ScreenMap {
  readonly frame: Box
  readonly x: number
  readonly y: number
  readonly columnPitch: number
  readonly rowPitch: number
  /** Right edge of the row numbers. */
  readonly numbersX: number
  readonly rulerY: number
  /** Rows that there is room for. */
  readonly rows: number
}

/** A part below or beside the screen: `y` is the baseline of its heading. */
export interface Panel {
  readonly x: number
  readonly y: number
  readonly width: number
}

export interface ScreenCellsLayout extends FrameLayout {
  readonly map: ScreenMap
  readonly lens: Panel
  /** Cells on either side of the one that is looked at. */
  readonly beside: number
  readonly cellWidth: number
  readonly rowHeight: number
  readonly bits: Panel
  readonly bitWidth: number
  readonly writer: Panel
  readonly lineHeight: number
  /** Lines for the writer. */
  readonly lines: number
}

const MONO_ADVANCE = 0.6
const PADDING = 6

interface MapPlan {
  readonly fontSize: number
  readonly gutter: number
  readonly rulerHeight: number
  readonly least: number
  readonly most: number
}

function mapIn({ x, y, height }: Omit<Box, 'width'>, plan: MapPlan): ScreenMap {
  const columnPitch = plan.fontSize * MONO_ADVANCE
  const room = height - plan.rulerHeight - 2 * PADDING
  const rowPitch = Math.max(plan.least, Math.min(plan.most, Math.floor(room / ROWS)))
  const rows = Math.min(ROWS, Math.floor(room / rowPitch))
  const frame = {
    x: x + plan.gutter,
    y: y + plan.rulerHeight,
    width: COLUMNS * columnPitch + 2 * PADDING,
    height: rows * rowPitch + 2 * PADDING,
  }
  return {
    frame,
    x: frame.x + PADDING,
    y: frame.y + PADDING,
    columnPitch,
    rowPitch,
    numbersX: frame.x - 6,
    rulerY: frame.y - 5,
    rows,
  }
}

/** The parts stand one below the other, right of the screen. */
function beside(
  frame: FrameLayout,
  plan: MapPlan & {
    readonly bitWidth: number
    readonly rowHeight: number
    readonly cellWidth: number
    readonly beside: number
    readonly lines: number
  },
): ScreenCellsLayout {
  const { body, type } = frame
  const map = mapIn(body, plan)
  const x = map.frame.x + map.frame.width + 32
  const panel = (y: number): Panel => ({ x, y, width: body.x + body.width - x })
  const lens = panel(body.y + type.body)
  const bits = panel(lens.y + Math.round(plan.rowHeight * 3.3) + 44)
  const lineHeight = type.body + 6
  return {
    ...frame,
    map,
    lens,
    bits,
    beside: plan.beside,
    cellWidth: plan.cellWidth,
    rowHeight: plan.rowHeight,
    bitWidth: plan.bitWidth,
    writer: panel(bits.y + plan.rowHeight + 56 + 4 * lineHeight),
    lineHeight,
    lines: plan.lines,
  }
}

const LOWER_HEIGHT = 168

/** The narrowest window that has room for the parts beside the screen. */
const WIDE = 922

/** Else they stand below. */
function inWindow(frame: FrameLayout): ScreenCellsLayout {
  const { body, type } = frame
  const plan = { fontSize: type.small, gutter: 26, rulerHeight: 16, least: 14, most: 18 }
  if (frame.width >= WIDE)
    return beside(frame, {
      ...plan,
      ...{ bitWidth: 14, rowHeight: 22, cellWidth: 48, beside: 2, lines: 6 },
    })
  const isWide = body.width > 760
  const map = mapIn({ ...body, height: body.height - LOWER_HEIGHT }, plan)
  const y = map.frame.y + map.frame.height + 18
  const cellWidth = isWide ? 46 : 44
  const shown = isWide ? 7 : 5
  const left = { x: body.x, y, width: shown * cellWidth }
  const bitsX = left.x + left.width + 28
  return {
    ...frame,
    map,
    lens: left,
    bits: { x: bitsX, y, width: body.x + body.width - bitsX },
    beside: (shown - 1) / 2,
    cellWidth,
    rowHeight: 20,
    bitWidth: 20,
    writer: { x: body.x, y: y + 135, width: body.width },
    lineHeight: 17,
    lines: 2,
  }
}

export function screenCellsLayout(density: Density, size?: Size): ScreenCellsLayout {
  const frame = frameLayout(density, size)
  switch (density) {
    case 'laptop':
      return inWindow(frame)
    case 'figure':
      return beside(frame, {
        ...{ fontSize: 14, gutter: 28, rulerHeight: 20, least: 17, most: 21 },
        ...{ bitWidth: 26, rowHeight: 26, cellWidth: 60, beside: 3, lines: 4 },
      })
    case 'projector':
      return beside(frame, {
        ...{ fontSize: 16, gutter: 32, rulerHeight: 22, least: 18, most: 20 },
        ...{ bitWidth: 20, rowHeight: 30, cellWidth: 66, beside: 2, lines: 5 },
      })
  }
}
