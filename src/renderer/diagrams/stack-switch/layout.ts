/** Where things stand in the three densities. All lengths are pixels of the drawing. */
import type { Size } from '../diagram'
import type { KeyPlace } from '../primitives/picture-key'
import type { Box } from '../primitives/shapes'
import { typeScales } from '../tokens/tokens'
import type { Density, TypeScale } from '../tokens/tokens'

export interface StackSwitchLayout extends Size {
  readonly density: Density
  readonly margin: number
  readonly type: TypeScale
  readonly titleBaseline: number
  /** The stack that RSP was on, and the one that it went to. Their headings stand above. */
  readonly left: Box
  readonly right: Box
  /** What happened, line by line: from the number at its left edge to the pill at its right. */
  readonly chain: Box & {
    /** From line to line where they are few; else they share the height. */
    readonly pitch?: number
  }
  readonly matrix: Box
  readonly gate: { readonly width: number; readonly height: number; readonly x: number }
  readonly taskState: {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly rowHeight: number
    readonly rows: 1 | 3
  }
  readonly handler: Box
  /** What did not happen, or all stacks; absent where there is no room for it. */
  readonly band: Box | undefined
  /** Where abbreviations are spelt out; in a hall they are spoken. */
  readonly key: KeyPlace | undefined
  readonly footerBaseline: number
  readonly rowHeight: number
  readonly freeHeight: number
  readonly guardHeight: number
  /** Size of the names of stacks and tables. */
  readonly headingSize: number
  /** How much of the full-size accent fits. */
  readonly nowScale: number
  readonly hasLongNames: boolean
  readonly hasSecondPills: boolean
}

const figure = (): StackSwitchLayout => ({
  density: 'figure',
  width: 1280,
  height: 720,
  margin: 40,
  type: typeScales.figure,
  titleBaseline: 52,
  left: { x: 40, y: 136, width: 210, height: 330 },
  right: { x: 960, y: 158, width: 172, height: 236 },
  chain: { x: 376, y: 296, width: 328, height: 158 },
  matrix: { x: 376, y: 106, width: 332, height: 156 },
  gate: { x: 744, width: 132, height: 92 },
  taskState: { x: 744, y: 196, width: 172, rowHeight: 28, rows: 3 },
  handler: { x: 960, y: 412, width: 280, height: 54 },
  band: { x: 40, y: 502, width: 1200, height: 136 },
  key: { x: 40, y: 662, width: 1200, lines: 2, size: typeScales.figure.small },
  footerBaseline: 700,
  rowHeight: 30,
  freeHeight: 28,
  guardHeight: 44,
  headingSize: 16,
  nowScale: 1,
  hasLongNames: true,
  hasSecondPills: true,
})

const projector = (): StackSwitchLayout => ({
  ...figure(),
  density: 'projector',
  margin: 48,
  type: { ...typeScales.projector, body: 17, value: 16 },
  titleBaseline: 50,
  left: { x: 48, y: 124, width: 204, height: 410 },
  right: { x: 936, y: 152, width: 180, height: 280 },
  chain: { x: 378, y: 310, width: 322, height: 200 },
  matrix: { x: 378, y: 92, width: 318, height: 176 },
  gate: { x: 734, width: 132, height: 96 },
  taskState: { x: 727, y: 176, width: 170, rowHeight: 32, rows: 3 },
  handler: { x: 936, y: 458, width: 296, height: 60 },
  band: undefined,
  key: undefined,
  footerBaseline: 692,
  rowHeight: 36,
  freeHeight: 34,
  guardHeight: 52,
  headingSize: 20,
  hasSecondPills: false,
})

export const LAPTOP_SIZE: Size = { width: 828, height: 690 }

/** The narrowest and lowest drawing in which nothing collides. */
export const SMALLEST_LAPTOP_SIZE: Size = { width: 660, height: 470 }

/** From here on the parts have room around them. */
export const ROOMY = { width: 780, height: 620 }
/** From this height on there is room for a key. */
const KEY_HEIGHT = 716
const KEY_ROOM = 38
/** Below it the parts move together. */
const LOW = 500

function laptop(wanted: Size): StackSwitchLayout {
  const width = Math.max(wanted.width, SMALLEST_LAPTOP_SIZE.width)
  const height = Math.max(wanted.height, SMALLEST_LAPTOP_SIZE.height)
  const isWide = width >= ROOMY.width
  const isHigh = height >= ROOMY.height
  const hasKey = height >= KEY_HEIGHT
  const byHeight = (high: number, medium: number, low: number) =>
    isHigh ? high : height < LOW ? low : medium
  const margin = 16
  const leftWidth = isWide ? 164 : 128
  const rightWidth = isWide ? 160 : 128
  // Beside it runs the way from the TSS to the top of the stack.
  const rightX = width - margin - rightWidth - 8
  const chainX = margin + leftWidth + (isWide ? 98 : 92)
  const top = isHigh ? 112 : 92
  const bandHeight = byHeight(132, 90, 84)
  const footerBaseline = height - (isHigh ? 14 : 8)
  const band = {
    x: margin,
    y: footerBaseline - byHeight(20, 20, 15) - bandHeight - (hasKey ? KEY_ROOM : 0),
    width: width - 2 * margin,
    height: bandHeight,
  }
  const bottom = band.y - byHeight(24, 12, 8)
  const gateWidth = isWide ? 92 : 50
  // Between them RSP stands at the side of its stack.
  const gateX = rightX - gateWidth - (isWide ? 34 : 30)
  const matrixHeight = isHigh ? 112 : 92
  const chainTop = top - 28 + matrixHeight + byHeight(72, 52, 41)
  const taskRow = isHigh ? 24 : 18
  const taskRows: 1 | 3 = isHigh ? 3 : 1
  const taskHeight = taskRows * taskRow
  const handlerHeight = byHeight(52, 44, 40)
  const rightTop = top + taskHeight + byHeight(62, 40, 32)
  return {
    density: 'laptop',
    width,
    height,
    margin,
    type: typeScales.laptop,
    titleBaseline: isHigh ? 30 : 25,
    left: { x: margin, y: top, width: leftWidth, height: bottom - top },
    right: {
      x: rightX,
      y: rightTop,
      width: rightWidth,
      height: bottom - handlerHeight - byHeight(24, 12, 10) - rightTop,
    },
    chain: {
      x: chainX,
      y: chainTop,
      width: gateX - (isWide ? 26 : 8) - chainX,
      height: bottom - 24 - chainTop,
    },
    matrix: {
      x: chainX,
      y: top - 28,
      width: gateX + gateWidth - 20 - chainX,
      height: matrixHeight,
    },
    gate: { x: gateX, width: gateWidth, height: isHigh ? 66 : 44 },
    taskState: {
      x: rightX,
      y: top - (isHigh ? 4 : 8),
      width: rightWidth,
      rowHeight: taskRow,
      rows: taskRows,
    },
    handler: {
      x: rightX - (isWide ? 6 : 0),
      y: bottom - handlerHeight,
      width: rightWidth + (isWide ? 6 : 0),
      height: handlerHeight,
    },
    band,
    key: hasKey
      ? { x: margin, y: height - 52, width: band.width, lines: 2, size: typeScales.laptop.small }
      : undefined,
    footerBaseline,
    rowHeight: isHigh ? 26 : 20,
    freeHeight: isHigh ? 26 : 20,
    guardHeight: isHigh ? 40 : 30,
    headingSize: 13,
    nowScale: 0.72,
    hasLongNames: isWide,
    hasSecondPills: false,
  }
}

/** `size` is what the window has for a drawing in laptop density; the others have one size. */
export function stackSwitchLayout(density: Density, size: Size = LAPTOP_SIZE): StackSwitchLayout {
  switch (density) {
    case 'figure':
      return figure()
    case 'projector':
      return projector()
    case 'laptop':
      return laptop(size)
  }
}

/** What a story does with the space: without a lane below, the stack that it is about may use the whole height. */
export function storyLayout(
  layout: StackSwitchLayout,
  { hasLane, isPlain }: { readonly hasLane: boolean; readonly isPlain: boolean },
): StackSwitchLayout {
  const { left, chain, band, width, margin, density } = layout
  const growth = density === 'laptop' ? 0 : 20
  const tall =
    hasLane || !band
      ? layout
      : {
          ...layout,
          left: { ...left, height: band.y + band.height - growth - left.y },
          band: { ...band, x: chain.x, width: width - margin - chain.x },
        }
  return isPlain ? plainLayout(tall) : tall
}

/**
 * One stack and three rows: what happened and its gate, the push, the handler. With no pairs to tell of they begin where
 * the table of pairs would stand, and with no other stack the handler stands below the push, not beyond the gate.
 */
function plainLayout(layout: StackSwitchLayout): StackSwitchLayout {
  const { chain, matrix, gate, handler, width, margin, height, density } = layout
  const isWindow = density === 'laptop'
  const isLow = isWindow && height < ROOMY.height
  const gateWidth = isWindow ? 124 : 150
  const x = Math.min(width - margin - gateWidth, chain.x + (isWindow ? 400 : 520))
  // The number of the gate stands between it and what is delivered.
  const chainWidth = x - (isWindow ? 46 : 60) - chain.x
  return {
    ...layout,
    chain: {
      x: chain.x,
      y: matrix.y + (isLow ? 38 : 58),
      width: chainWidth,
      height: chain.height,
      pitch: isLow ? 68 : 90,
    },
    gate: { width: gateWidth, height: isLow ? 62 : isWindow ? 66 : gate.height, x },
    handler: { ...handler, width: Math.max(handler.width, isWindow ? 260 : 280) },
  }
}
