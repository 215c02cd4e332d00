/** Where things stand in the three densities. All lengths are pixels of the drawing. */
import type { Size } from '../diagram'
import type { KeyPlace } from '../primitives/picture-key'
import type { Box } from '../primitives/shapes'
import { typeScales } from '../tokens/tokens'
import type { Density, TypeScale } from '../tokens/tokens'

/** The line of stations. */
export interface ChainLayout {
  /** Baseline of the line that says what the numbers are; absent where there is no room. */
  readonly captionY?: number
  /** Baseline of the name of the interrupt's handler; the bracket over its stations lies below it. */
  readonly handlerY: number
  readonly centreY: number
  readonly radius: number
  readonly nameY: number
  readonly detailY: number
  /** Centres of the first and the last station. */
  readonly left: number
  readonly right: number
}

/** A part of the picture with a heading: `y` is its baseline, and the rest lies below it. */
export type Section = Box

export interface ExecutorLayout extends Size {
  readonly density: Density
  readonly margin: number
  readonly type: TypeScale
  readonly headingSize: number
  readonly titleY: number
  readonly chain: ChainLayout
  readonly ruleY: number
  readonly tasks: Section
  /** Of a task with its states, and of one in a single line. */
  readonly taskHeight: number
  readonly lineHeight: number
  readonly pillHeight: number
  readonly ready: Section
  /** Radius of the ring; a queue that is too large for one is drawn as a strip. */
  readonly ringRadius: number
  readonly wakers?: Section
  readonly input: Section
  readonly cellHeight: number
  readonly sleep?: Section
  /** Where abbreviations are spelt out; in a hall they are spoken. */
  readonly key?: KeyPlace
  readonly footerY?: number
  /** How much of the full-size accent fits. */
  readonly nowScale: number
}

const figure = (): ExecutorLayout => ({
  density: 'figure',
  width: 1280,
  height: 720,
  margin: 40,
  type: typeScales.figure,
  headingSize: 16,
  titleY: 52,
  chain: {
    captionY: 122,
    handlerY: 122,
    centreY: 168,
    radius: 12,
    nameY: 204,
    detailY: 225,
    left: 100,
    right: 1180,
  },
  ruleY: 258,
  tasks: { x: 40, y: 296, width: 582, height: 360 },
  taskHeight: 116,
  lineHeight: 32,
  pillHeight: 32,
  ready: { x: 660, y: 296, width: 256, height: 330 },
  ringRadius: 92,
  wakers: { x: 956, y: 296, width: 284, height: 130 },
  input: { x: 956, y: 452, width: 284, height: 90 },
  cellHeight: 38,
  sleep: { x: 956, y: 566, width: 284, height: 84 },
  key: { x: 40, y: 680, width: 1200, lines: 1, size: typeScales.figure.small },
  footerY: 700,
  nowScale: 1,
})

const projector = (): ExecutorLayout => ({
  density: 'projector',
  width: 1280,
  height: 720,
  margin: 48,
  type: { ...typeScales.projector, value: 16 },
  headingSize: 20,
  titleY: 50,
  chain: {
    handlerY: 82,
    centreY: 130,
    radius: 15,
    nameY: 172,
    detailY: 195,
    left: 112,
    right: 1168,
  },
  ruleY: 218,
  tasks: { x: 48, y: 256, width: 640, height: 290 },
  taskHeight: 134,
  lineHeight: 40,
  pillHeight: 40,
  ready: { x: 744, y: 256, width: 220, height: 290 },
  ringRadius: 92,
  input: { x: 1012, y: 256, width: 220, height: 120 },
  cellHeight: 46,
  nowScale: 1,
})

export const LAPTOP_SIZE: Size = { width: 828, height: 690 }

/** The narrowest and lowest drawing in which nothing collides: a window of 1280 × 720 has hardly more for it. */
export const SMALLEST_LAPTOP_SIZE: Size = { width: 660, height: 465 }

/** Whether a drawing in laptop density has room for a ring, the way to sleep and a footer. */
export const isRoomy = ({ height }: Size): boolean => height >= 660

const MARGIN = 16
/** From this height on there is room for a key. */
const KEY_HEIGHT = 700
const GAP = 32

function laptop(wanted: Size, isRing: boolean): ExecutorLayout {
  const width = Math.max(wanted.width, SMALLEST_LAPTOP_SIZE.width)
  const height = Math.max(wanted.height, SMALLEST_LAPTOP_SIZE.height)
  const hasRoom = isRoomy({ width, height })
  const hasKey = !hasRoom || height >= KEY_HEIGHT
  const right = Math.round(Math.min(340, Math.max(240, width * 0.36)))
  const x = width - MARGIN - right
  const top = hasRoom ? 216 : 178
  const section = (y: number, tall: number): Section => ({ x, y, width: right, height: tall })
  const common = {
    density: 'laptop',
    width,
    height,
    margin: MARGIN,
    type: typeScales.laptop,
    headingSize: 14,
    tasks: {
      x: MARGIN,
      y: top,
      width: width - 2 * MARGIN - right - GAP,
      height: height - top - (!hasRoom ? 26 : hasKey ? 54 : 36),
    },
    nowScale: 0.72,
  } as const
  const key = (y: number): KeyPlace => ({
    x: MARGIN,
    y,
    width: width - 2 * MARGIN,
    lines: 1,
    size: typeScales.laptop.small,
  })
  // For another row of wakers or two.
  const spare = Math.min(42, 21 * Math.floor((height - SMALLEST_LAPTOP_SIZE.height) / 21))
  const edge = width < 760 ? 54 : 72
  const line = { left: edge, right: width - edge } as const
  if (!hasRoom) {
    return {
      ...common,
      titleY: 22,
      chain: {
        ...line,
        captionY: 60,
        handlerY: 60,
        centreY: 94,
        radius: 10,
        nameY: 120,
        detailY: 137,
      },
      ruleY: 152,
      taskHeight: 92,
      lineHeight: 24,
      pillHeight: 26,
      ready: section(top, 88),
      ringRadius: 0,
      wakers: section(top + 113, 74 + spare),
      input: section(top + 206 + spare, 60),
      cellHeight: 24,
      key: key(height - 10),
    }
  }
  return {
    ...common,
    titleY: 30,
    chain: {
      ...line,
      captionY: 82,
      handlerY: 82,
      centreY: 119,
      radius: 11,
      nameY: 149,
      detailY: 167,
    },
    ruleY: 186,
    taskHeight: 104,
    lineHeight: 28,
    pillHeight: 28,
    ready: section(top, isRing ? 200 : 116),
    ringRadius: 62,
    wakers: section(top + (isRing ? 226 : 142), isRing ? 72 : 156),
    input: section(top + 326, 66),
    cellHeight: 30,
    sleep: section(top + 400, 46),
    ...(hasKey && { key: key(height - 33) }),
    footerY: height - 12,
  }
}

/**
 * `size` is what the window has for a drawing in laptop density; the others have one size. `isRing`: the ready queue is
 * small enough to be drawn as a ring, where there is room for one.
 */
export function executorLayout(
  density: Density,
  isRing: boolean,
  size: Size = LAPTOP_SIZE,
): ExecutorLayout {
  switch (density) {
    case 'figure':
      return figure()
    case 'projector':
      return projector()
    case 'laptop':
      return laptop(size, isRing)
  }
}

export const bottomOf = ({ y, height }: Box): number => y + height
export const rightOf = ({ x, width }: Box): number => x + width
