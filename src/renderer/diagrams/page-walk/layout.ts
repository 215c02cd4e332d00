/** Where things stand in the three densities. All lengths are pixels of the drawing. */
import type { Size } from '../diagram'
import type { KeyPlace } from '../primitives/picture-key'
import { typeScales } from '../tokens/tokens'
import type { Density, TypeScale } from '../tokens/tokens'

export interface PageWalkLayout extends Size {
  readonly density: Density
  readonly margin: number
  readonly type: TypeScale
  readonly columnWidth: number
  readonly columnGap: number
  readonly fieldTop: number
  readonly fieldHeight: number
  readonly fieldDigits: 'all' | 'short' | 'none'
  readonly hasLongNames: boolean
  /** Baseline of the line that names both addresses. */
  readonly addressBaseline: number
  readonly tableTop: number
  readonly headerHeight: number
  readonly headingSize: number
  readonly rowHeight: number
  readonly chosenHeight: number
  readonly slots: 5 | 7
  /** In narrow columns the index and the address of an entry stand on two lines. */
  readonly hasTwoLineRows: boolean
  /** Where abbreviations are spelt out; in a hall they are spoken. */
  readonly key?: KeyPlace
  /** How much of the full-size accent fits between two columns. */
  readonly nowScale: number
}

const COLUMNS = 6

const columnWidthFor = (width: number, margin: number, gap: number): number =>
  (width - 2 * margin - (COLUMNS - 1) * gap) / COLUMNS

const figure = (): PageWalkLayout => ({
  density: 'figure',
  width: 1280,
  height: 720,
  margin: 40,
  type: typeScales.figure,
  columnWidth: 176,
  columnGap: 28.8,
  addressBaseline: 116,
  fieldTop: 152,
  fieldHeight: 54,
  fieldDigits: 'all',
  hasLongNames: true,
  tableTop: 286,
  headerHeight: 54,
  headingSize: 16,
  rowHeight: 22,
  chosenHeight: 34,
  slots: 7,
  hasTwoLineRows: false,
  key: { x: 40, y: 681, width: 1200, lines: 1, size: typeScales.figure.small },
  nowScale: 1,
})

const projector = (): PageWalkLayout => ({
  density: 'projector',
  width: 1280,
  height: 720,
  margin: 48,
  type: { ...typeScales.projector, value: 16 },
  columnWidth: columnWidthFor(1280, 48, 23.2),
  columnGap: 23.2,
  addressBaseline: 50,
  fieldTop: 118,
  fieldHeight: 56,
  fieldDigits: 'none',
  hasLongNames: true,
  tableTop: 290,
  headerHeight: 66,
  headingSize: 22,
  rowHeight: 38,
  chosenHeight: 52,
  slots: 5,
  hasTwoLineRows: false,
  nowScale: 1,
})

export const LAPTOP_SIZE: Size = { width: 828, height: 690 }

/** The narrowest and lowest drawing in which nothing collides: that of a 1280 × 720 window. */
export const SMALLEST_LAPTOP_SIZE: Size = { width: 660, height: 500 }

/** From this height on there is room for a key in laptop density. */
const HIGH = 726

/** Whether a drawing in laptop density has room for the TLB and a footer below the entries. */
export const isRoomy = ({ height }: Size): boolean => height >= 660

function laptop(wanted: Size): PageWalkLayout {
  const width = Math.max(wanted.width, SMALLEST_LAPTOP_SIZE.width)
  const height = Math.max(wanted.height, SMALLEST_LAPTOP_SIZE.height)
  const hasRoom = isRoomy({ width, height })
  const gap = width >= 780 ? 20.8 : 16
  const fieldTop = hasRoom ? 112 : 98
  const fieldHeight = hasRoom ? 46 : 42
  const headerHeight = 42
  return {
    density: 'laptop',
    width,
    height,
    margin: 16,
    type: typeScales.laptop,
    columnWidth: columnWidthFor(width, 16, gap),
    columnGap: gap,
    addressBaseline: hasRoom ? 78 : 69,
    fieldTop,
    fieldHeight,
    fieldDigits: 'short',
    hasLongNames: false,
    tableTop: fieldTop + fieldHeight + headerHeight + (hasRoom ? 26 : 12),
    headerHeight,
    headingSize: 14,
    rowHeight: hasRoom ? 24 : 18,
    chosenHeight: 40,
    slots: 7,
    hasTwoLineRows: true,
    ...(height >= HIGH && {
      key: { x: 16, y: height - 48, width: width - 32, lines: 2, size: typeScales.laptop.small },
    }),
    nowScale: 0.72,
  }
}

/** `size` is what the window has for a drawing in laptop density; the others have one size. */
export function pageWalkLayout(density: Density, size: Size = LAPTOP_SIZE): PageWalkLayout {
  switch (density) {
    case 'figure':
      return figure()
    case 'projector':
      return projector()
    case 'laptop':
      return laptop(size)
  }
}

/** The left edge of a column. */
export const columnLeft = (layout: PageWalkLayout, position: number): number =>
  layout.margin + position * (layout.columnWidth + layout.columnGap)

/** Height of every table: one chosen row and the others. */
export const tableHeight = (layout: PageWalkLayout): number =>
  (layout.slots - 1) * layout.rowHeight + layout.chosenHeight

export const tableBottom = (layout: PageWalkLayout): number => layout.tableTop + tableHeight(layout)

/** The vertical line in the gap to the right of a column, on which pointers run. */
export const gutterX = (layout: PageWalkLayout, position: number): number =>
  columnLeft(layout, position) + layout.columnWidth + layout.columnGap * 0.45

/** The height at which a pointer arrives at the head of a table. */
export const headY = (layout: PageWalkLayout): number => layout.tableTop - layout.headerHeight + 14
