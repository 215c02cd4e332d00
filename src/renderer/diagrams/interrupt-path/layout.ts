/** Where things stand in the three densities. All lengths are pixels of the drawing. */
import type { Size } from '../diagram'
import type { KeyPlace } from '../primitives/picture-key'
import type { Box } from '../primitives/shapes'
import { typeScales } from '../tokens/tokens'
import type { Density, TypeScale } from '../tokens/tokens'

/** One 8259A: a head line, the numbers of the inputs, and three rows of eight bits. */
export interface ChipLayout {
  readonly x: number
  readonly width: number
  readonly labelWidth: number
  readonly cellWidth: number
  readonly cellHeight: number
  readonly headHeight: number
  readonly numbersHeight: number
  readonly padding: number
}

export interface PanelLayout extends Box {
  /** Baseline of its heading. */
  readonly headingY: number
  readonly headingSize: number
  readonly form: 'cards' | 'rows'
  readonly rowHeight: number
}

export interface PathLayout extends Size {
  readonly density: Density
  readonly margin: number
  readonly type: TypeScale
  readonly titleY: number
  readonly devices: { readonly x: number; readonly width: number; readonly height: number }
  readonly chip: ChipLayout
  readonly masterTop: number
  readonly slaveTop: number
  readonly processor: Box
  readonly gate: Box
  readonly handler: Box
  readonly lineHeight: number
  /** The column of IDT and handler stands beside that of the processor, not below it. */
  readonly isWide: boolean
  /** Of the numbers in circles beside the stations. */
  readonly stationRadius: number
  readonly panel: PanelLayout
  /** Where abbreviations are spelt out; in a hall they are spoken. */
  readonly key?: KeyPlace
  readonly footerY?: number
  readonly nowScale: number
}

const figure = (): PathLayout => ({
  density: 'figure',
  width: 1280,
  height: 720,
  margin: 40,
  type: typeScales.figure,
  titleY: 52,
  devices: { x: 40, width: 142, height: 30 },
  chip: {
    x: 226,
    width: 316,
    labelWidth: 50,
    cellWidth: 30,
    cellHeight: 25,
    headHeight: 28,
    numbersHeight: 20,
    padding: 13,
  },
  masterTop: 112,
  slaveTop: 276,
  processor: { x: 656, y: 112, width: 218, height: 206 },
  gate: { x: 932, y: 128, width: 308, height: 78 },
  handler: { x: 932, y: 238, width: 308, height: 176 },
  lineHeight: 21,
  isWide: true,
  stationRadius: 12,
  panel: {
    x: 40,
    y: 440,
    width: 1200,
    height: 208,
    headingY: 470,
    headingSize: 20,
    form: 'cards',
    rowHeight: 30,
  },
  key: { x: 40, y: 660, width: 1200, lines: 2, size: typeScales.figure.small },
  footerY: 700,
  nowScale: 1,
})

const projector = (): PathLayout => ({
  density: 'projector',
  width: 1280,
  height: 720,
  margin: 48,
  type: typeScales.projector,
  titleY: 50,
  devices: { x: 48, width: 152, height: 34 },
  chip: {
    x: 246,
    width: 330,
    labelWidth: 54,
    cellWidth: 31,
    cellHeight: 26,
    headHeight: 30,
    numbersHeight: 22,
    padding: 14,
  },
  masterTop: 78,
  slaveTop: 250,
  processor: { x: 694, y: 78, width: 232, height: 220 },
  gate: { x: 968, y: 78, width: 264, height: 84 },
  handler: { x: 968, y: 192, width: 264, height: 210 },
  lineHeight: 25,
  isWide: true,
  stationRadius: 14,
  panel: {
    x: 48,
    y: 414,
    width: 1184,
    height: 150,
    headingY: 442,
    headingSize: 20,
    form: 'cards',
    rowHeight: 34,
  },
  nowScale: 1,
})

export const LAPTOP_SIZE: Size = { width: 828, height: 690 }

/** The narrowest and lowest drawing in which nothing collides: below that of a 1280 × 720 window. */
export const SMALLEST_LAPTOP_SIZE: Size = { width: 660, height: 470 }

const MARGIN = 16
const ROOMY_HEIGHT = 600
/** From this height on the key has two lines. */
const HIGH = 716
/** From this width on each line has its number beside its device. */
const NAMED = 732

const LOW = {
  titleY: 23,
  top: 56,
  cellHeight: 17,
  headHeight: 19,
  numbersHeight: 15,
  chipGap: 24,
  processorHeight: 83,
  gateHeight: 24,
  boxGap: 12,
  lineHeight: 15,
  rowHeight: 17,
  headingGap: 17,
}

/** What height there is beyond the least goes to the rows. */
const roomy = (height: number) => {
  const spare = Math.min((height - ROOMY_HEIGHT) / 18, 5)
  return {
    titleY: 30,
    top: 78,
    cellHeight: 24 + spare,
    headHeight: 24,
    numbersHeight: 18,
    chipGap: 36 + spare,
    processorHeight: 5.6 * (20 + spare / 2),
    gateHeight: 32 + spare,
    boxGap: 19,
    lineHeight: 20 + spare / 2,
    rowHeight: 23 + spare / 2,
    headingGap: 24,
  }
}

/** Below the chips: the heading, a line of words, and seven conditions. */
function laptop(wanted: Size): PathLayout {
  const width = Math.max(wanted.width, SMALLEST_LAPTOP_SIZE.width)
  const height = Math.max(wanted.height, SMALLEST_LAPTOP_SIZE.height)
  const isRoomy = height >= ROOMY_HEIGHT
  const measures = isRoomy ? roomy(height) : LOW
  const hasTwoLines = height >= HIGH
  const isBroad = width >= 780
  const spare = isRoomy ? 0 : Math.min(20, height - SMALLEST_LAPTOP_SIZE.height)
  const cellWidth = isBroad ? 25 : 20
  const labelWidth = isBroad ? 40 : 30
  const padding = isBroad ? 10 : 6
  const devices = { x: MARGIN, width: width >= NAMED ? 112 : 84, height: measures.lineHeight + 5 }
  const chip = {
    // The number of the request stands on its way.
    x: devices.x + devices.width + (isBroad ? 36 : 29),
    width: labelWidth + 8 * cellWidth + 2 * padding,
    labelWidth,
    cellWidth,
    cellHeight: measures.cellHeight,
    headHeight: measures.headHeight,
    numbersHeight: measures.numbersHeight,
    padding,
  }
  const top = measures.top + spare / 3
  const chipHeight = chipHeightOf(chip)
  const x = chip.x + chip.width + (isBroad ? 76 : 62)
  const column = { x, width: width - MARGIN - x }
  const slaveTop = top + chipHeight + measures.chipGap
  const gateTop = top + measures.processorHeight + measures.boxGap
  const handlerTop = gateTop + measures.gateHeight + measures.boxGap
  const bottom = slaveTop + chipHeight
  const panelTop = bottom + (isRoomy ? 18 : 8) + spare / 3
  return {
    density: 'laptop',
    width,
    height,
    margin: MARGIN,
    type: typeScales.laptop,
    titleY: measures.titleY,
    devices,
    chip,
    masterTop: top,
    slaveTop,
    processor: { ...column, y: top, height: measures.processorHeight },
    gate: { ...column, y: gateTop, height: measures.gateHeight },
    handler: { ...column, y: handlerTop, height: bottom - handlerTop },
    lineHeight: measures.lineHeight,
    isWide: false,
    stationRadius: 8,
    panel: {
      x: MARGIN,
      y: panelTop,
      width: width - 2 * MARGIN,
      height: height - panelTop - (hasTwoLines ? 68 : isRoomy ? 52 : 26),
      headingY: panelTop + measures.headingGap,
      headingSize: isRoomy ? 15 : 13,
      form: 'rows',
      rowHeight: measures.rowHeight,
    },
    key: {
      x: MARGIN,
      y: height - (hasTwoLines ? 50 : isRoomy ? 33 : 9),
      width: width - 2 * MARGIN,
      lines: hasTwoLines ? 2 : 1,
      size: typeScales.laptop.small,
    },
    ...(isRoomy && { footerY: height - 12 }),
    nowScale: 0.72,
  }
}

export const chipHeightOf = ({ headHeight, numbersHeight, cellHeight }: ChipLayout): number =>
  headHeight + numbersHeight + 3 * cellHeight + 8

/** `size` is what the window has for a drawing in laptop density; the others have one size. */
export function pathLayout(density: Density, size: Size = LAPTOP_SIZE): PathLayout {
  switch (density) {
    case 'figure':
      return figure()
    case 'projector':
      return projector()
    case 'laptop':
      return laptop(size)
  }
}

export type ChipKey = 'master' | 'slave'
export type Register = 'irr' | 'imr' | 'isr'
export const REGISTERS = ['irr', 'imr', 'isr'] as const satisfies readonly Register[]

export const chipBox = ({ chip, masterTop, slaveTop }: PathLayout, key: ChipKey): Box => ({
  x: chip.x,
  y: key === 'master' ? masterTop : slaveTop,
  width: chip.width,
  height: chipHeightOf(chip),
})

/** Bit 7 stands left. */
export function cellBox(layout: PathLayout, key: ChipKey, register: Register, input: number): Box {
  const { chip } = layout
  const { x, y } = chipBox(layout, key)
  return {
    x: x + chip.padding + chip.labelWidth + (7 - input) * chip.cellWidth,
    y: y + chip.headHeight + chip.numbersHeight + REGISTERS.indexOf(register) * chip.cellHeight,
    width: chip.cellWidth,
    height: chip.cellHeight,
  }
}

export const centreOf = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 })
export const rightOf = ({ x, width }: Box): number => x + width
export const bottomOf = ({ y, height }: Box): number => y + height

/** The middle of a row of bits. */
export const rowY = (layout: PathLayout, key: ChipKey, register: Register): number =>
  centreOf(cellBox(layout, key, register, 0)).y
