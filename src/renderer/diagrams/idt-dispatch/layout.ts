/** Where things stand in the three densities. All lengths are pixels of the drawing. */
import type { Size } from '../diagram'
import type { KeyPlace } from '../primitives/picture-key'
import type { Box } from '../primitives/shapes'
import { typeScales } from '../tokens/tokens'
import type { Density, TypeScale } from '../tokens/tokens'
import { lowRows, roomyRows } from './window-rows'

export interface DispatchLayout extends Size {
  readonly density: Density
  readonly margin: number
  readonly type: TypeScale
  /** Of the station's names. */
  readonly headSize: number
  readonly stationRadius: number
  readonly pillSize: number
  readonly titleBaseline: number
  /** How much of the full-size accent fits between two parts. */
  readonly nowScale: number
  /** Centre lines of the heads of both rows. */
  readonly topHead: number
  readonly lowHead: number
  /** Three lanes between the rows, from top to bottom: selector, IST, failure. */
  readonly lanes: { readonly selector: number; readonly ist: number; readonly failure: number }
  /** Whether the stack is chosen in a column of its own, or below the code segment. */
  readonly isStacked: boolean
  readonly idt: IdtPlace
  readonly gate: GatePlace
  readonly code: CodePlace
  readonly stack: StackPlace
  readonly frame: FramePlace
  readonly handler: HandlerPlace
  /** Where abbreviations are spelt out; in a hall they are spoken. */
  readonly key?: KeyPlace
  /** Where they are spelt out in a low window, if the drawing leaves it free. */
  readonly spareKey?: KeyPlace
  readonly footerBaseline?: number
}

export interface IdtPlace {
  readonly x: number
  readonly width: number
  readonly registerTop: number
  readonly registerHeight: number
  /** Names of fields inside the register's box, where there is room. */
  readonly hasBaseName: boolean
  readonly nameBaseline: number
  readonly top: number
  readonly rowHeight: number
  readonly chosenHeight: number
  readonly limitBaseline: number
}

export interface GatePlace {
  readonly x: number
  readonly byteWidth: number
  readonly offsetBaseline: number
  /** The line that gathers the parts of the offset. */
  readonly offsetLine: number
  readonly top: number
  readonly height: number
  readonly labelBaseline: number
  readonly checksTop: number
  readonly checkPitch: number
}

export interface CodePlace {
  readonly x: number
  readonly width: number
  /** Of the entry that the selector picks. */
  readonly entryTop: number
  readonly entryHeight: number
  readonly checksTop: number
  readonly checkPitch: number
}

export interface StackPlace {
  readonly x: number
  readonly width: number
  readonly head: number
  readonly top: number
  readonly optionHeight: number
  /** Of an option that was not taken. */
  readonly otherHeight: number
  readonly gap: number
}

export interface FramePlace {
  readonly x: number
  readonly width: number
  readonly topBaseline?: number
  readonly top: number
  readonly rowHeight: number
  readonly rspBaseline: number
}

export interface HandlerPlace {
  readonly x: number
  readonly width: number
  readonly top: number
  readonly lineHeight: number
  readonly codeLines: number
  readonly codeHeight: number
  /** Height of the box in which the return is told. */
  readonly returnHeight: number
  readonly hasMatrix: boolean
}

const figure = (): DispatchLayout => ({
  density: 'figure',
  width: 1280,
  height: 720,
  margin: 40,
  type: typeScales.figure,
  headSize: 16,
  stationRadius: 12,
  pillSize: 16,
  titleBaseline: 52,
  nowScale: 1,
  topHead: 124,
  lowHead: 408,
  lanes: { selector: 367, ist: 354, failure: 378 },
  isStacked: false,
  idt: {
    x: 40,
    width: 250,
    registerTop: 148,
    registerHeight: 58,
    hasBaseName: true,
    nameBaseline: 230,
    top: 238,
    rowHeight: 26,
    chosenHeight: 38,
    limitBaseline: 349,
  },
  gate: {
    x: 350,
    byteWidth: 52.5,
    offsetBaseline: 168,
    offsetLine: 178,
    top: 202,
    height: 42,
    labelBaseline: 264,
    checksTop: 297,
    checkPitch: 25,
  },
  code: {
    x: 40,
    width: 270,
    entryTop: 444,
    entryHeight: 34,
    checksTop: 520,
    checkPitch: 26,
  },
  stack: { x: 350, width: 262, head: 408, top: 431, optionHeight: 58, otherHeight: 58, gap: 10 },
  frame: { x: 652, width: 276, topBaseline: 442, top: 449, rowHeight: 27, rspBaseline: 631 },
  handler: {
    x: 974,
    width: 266,
    top: 431,
    lineHeight: 22,
    codeLines: 2,
    codeHeight: 26,
    returnHeight: 62,
    hasMatrix: true,
  },
  key: { x: 40, y: 664, width: 1200, lines: 2, size: typeScales.figure.small },
  footerBaseline: 700,
})

const projector = (): DispatchLayout => ({
  density: 'projector',
  width: 1280,
  height: 720,
  margin: 48,
  type: { ...typeScales.projector, value: 16 },
  headSize: 20,
  stationRadius: 14,
  pillSize: 18,
  titleBaseline: 50,
  nowScale: 1,
  topHead: 92,
  lowHead: 352,
  lanes: { selector: 310, ist: 296, failure: 319 },
  isStacked: false,
  idt: {
    x: 48,
    width: 256,
    registerTop: 114,
    registerHeight: 60,
    hasBaseName: false,
    nameBaseline: 191,
    top: 198,
    rowHeight: 24,
    chosenHeight: 34,
    limitBaseline: 301,
  },
  gate: {
    x: 352,
    byteWidth: 52.5,
    offsetBaseline: 134,
    offsetLine: 144,
    top: 162,
    height: 42,
    labelBaseline: 226,
    checksTop: 254,
    checkPitch: 23,
  },
  code: {
    x: 48,
    width: 284,
    entryTop: 380,
    entryHeight: 32,
    checksTop: 446,
    checkPitch: 27,
  },
  stack: { x: 352, width: 246, head: 352, top: 376, optionHeight: 54, otherHeight: 54, gap: 8 },
  frame: { x: 632, width: 300, top: 378, rowHeight: 27, rspBaseline: 560 },
  handler: {
    x: 968,
    width: 264,
    top: 376,
    lineHeight: 22,
    codeLines: 1,
    codeHeight: 28,
    returnHeight: 56,
    hasMatrix: false,
  },
})

export const LAPTOP_SIZE: Size = { width: 828, height: 690 }

/** The narrowest and lowest drawing in which nothing collides. */
export const SMALLEST_LAPTOP_SIZE: Size = { width: 660, height: 470 }

const ROOMY_HEIGHT = 660
/** From these heights on there is room for a key: of one line in a low window, of two in a high one. */
const KEY_HEIGHT = { low: 518, high: 716 }
const WIDE = 780

/** Right of the gate's last byte, for the line that leads down to the handler. */
const OUTER_LANE = 30

/** In the window the stack stands below the code segment: three columns in the lower row. */
function laptop(wanted: Size): DispatchLayout {
  const width = Math.max(wanted.width, SMALLEST_LAPTOP_SIZE.width)
  const height = Math.max(wanted.height, SMALLEST_LAPTOP_SIZE.height)
  const isWide = width >= WIDE
  const margin = 16
  const idtWidth = isWide ? 216 : 176
  const gateX = margin + idtWidth + (isWide ? 34 : 28)
  const codeWidth = isWide ? 220 : 184
  const frameX = margin + codeWidth + (isWide ? 40 : 34)
  const frameWidth = isWide ? 236 : 222
  const handlerX = frameX + frameWidth + (isWide ? 34 : 20)
  const columns = {
    gate: { x: gateX, byteWidth: (width - margin - OUTER_LANE - gateX) / 16 },
    code: { x: margin, width: codeWidth },
    stack: { x: margin, width: codeWidth },
    frame: { x: frameX, width: frameWidth },
    handler: { x: handlerX, width: width - margin - handlerX },
    idt: { x: margin, width: idtWidth, hasBaseName: isWide },
  }
  const rows =
    height >= ROOMY_HEIGHT ? roomyRows(height) : lowRows(height, SMALLEST_LAPTOP_SIZE.height)
  return {
    density: 'laptop',
    width,
    height,
    margin,
    type: typeScales.laptop,
    nowScale: 0.72,
    isStacked: true,
    ...keyPlace(width, height, margin, frameX),
    ...rows,
    gate: { ...columns.gate, ...rows.gate },
    code: { ...columns.code, ...rows.code },
    stack: { ...columns.stack, ...rows.stack },
    frame: { ...columns.frame, ...rows.frame },
    handler: { ...columns.handler, ...rows.handler, hasMatrix: rows.handler.hasMatrix && isWide },
    idt: { ...columns.idt, ...rows.idt },
  }
}

/** In a window that is too low for a line of its own, beside the choice of the stack. */
function keyPlace(
  width: number,
  height: number,
  margin: number,
  frameX: number,
): Pick<DispatchLayout, 'key' | 'spareKey'> {
  const line = { x: margin, width: width - 2 * margin, size: typeScales.laptop.small }
  if (height >= KEY_HEIGHT.high) return { key: { ...line, y: height - 50, lines: 2 } }
  if (height >= ROOMY_HEIGHT) return {}
  const foot = { ...line, y: height - 7, lines: 1 }
  if (height >= KEY_HEIGHT.low) return { key: foot }
  return { spareKey: { ...foot, x: frameX, width: width - margin - frameX } }
}

/** `size` is what the window has for a drawing in laptop density; the others have one size. */
export function dispatchLayout(density: Density, size: Size = LAPTOP_SIZE): DispatchLayout {
  switch (density) {
    case 'figure':
      return figure()
    case 'projector':
      return projector()
    case 'laptop':
      return laptop(size)
  }
}

/** Left edge of the nth byte of the gate. */
export const byteX = ({ gate }: DispatchLayout, byte: number): number =>
  gate.x + byte * gate.byteWidth

/** The row of the IDT that the vector picks is the second of three. */
export const chosenRow = ({ idt }: DispatchLayout): Box => ({
  x: idt.x,
  y: idt.top + idt.rowHeight,
  width: idt.width,
  height: idt.chosenHeight,
})

/** The entry that the selector picks. */
export const entryBox = ({ code }: DispatchLayout): Box => ({
  x: code.x,
  y: code.entryTop,
  width: code.width,
  height: code.entryHeight,
})

export const idtBottom = ({ idt }: DispatchLayout): number =>
  idt.top + 2 * idt.rowHeight + idt.chosenHeight
