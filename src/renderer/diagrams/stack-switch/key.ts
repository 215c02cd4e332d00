/** What the abbreviations and marks of this topic stand for, the least known first; and where there is room to say it. */
import { EXCEPTION_MNEMONICS } from '../glossary'
import { nowPattern, pushedPattern, type KeyPattern } from '../primitives/key-patterns'
import { grownKey } from '../primitives/key-room'
import { hatch } from '../primitives/marks'
import type { KeyItem, KeyPlace } from '../primitives/picture-key'
import { rect } from '../primitives/shapes'
import type { Shape } from '../scene'
import { rspTriangle } from './column'
import type { StackSwitchDrawing } from './drawing'
import { isSwitch } from './facts'
import { CALL_CELL } from './row-drawing'

/** Where it was is written beside its mark. */
const rspPattern: KeyPattern = {
  name: 'rsp',
  meaning: 'where RSP points',
  swatch: ({ x, y, height }, colours) =>
    rspTriangle(true, { x: x + 3, y: y + height / 2 }, 1, colours),
  isIn: (shape) => shape.kind === 'path' && shape.key === 'rsp',
}

const guardPattern: KeyPattern = {
  name: 'guard',
  meaning: 'not mapped: a push into it faults',
  swatch: (box, { stack }) => [
    rect('mark', box, { stroke: stack.guard, strokeWidth: 1.5, dash: '4 3' }),
    hatch('lines', box, stack.guard, 6, 0.8),
  ],
  isIn: (shape) => shape.kind === 'path' && shape.key === 'hatch',
}

/** The rows of what is not known are painted alike. */
const callPattern: KeyPattern = {
  name: 'call',
  meaning: 'frame of one call',
  swatch: (box, { stack, line }) =>
    rect('mark', box, { fill: stack.a, stroke: line, strokeWidth: 1.25 }),
  isIn: (shape) => shape.kind === 'rect' && shape.key === CALL_CELL,
}

/** Hardly met but in the list of the contributory ones. */
const LISTED: ReadonlySet<(typeof EXCEPTION_MNEMONICS)[number]> = new Set([
  '#TS',
  '#NP',
  '#SS',
  '#CP',
])

/** The two that the story of an overflow is about. */
const PAIRED: ReadonlySet<(typeof EXCEPTION_MNEMONICS)[number]> = new Set(['#PF', '#DF'])

export const STACK_KEY: readonly KeyItem[] = [
  'TSS',
  'IST',
  pushedPattern,
  nowPattern,
  // The page below a stack has its name beside the hatching.
  ...PAIRED,
  guardPattern,
  'RSP0',
  ...EXCEPTION_MNEMONICS.filter((name) => !LISTED.has(name) && !PAIRED.has(name)),
  'IDT',
  'RSP',
  callPattern,
  'CPL',
  rspPattern,
  'RIP',
  'CR2',
  'IRETQ',
  'contributory',
  'benign',
  ...LISTED,
]

const KEY_LINES = 4

/** Where the words of the key go, and whether they take the place of the footer. */
export interface KeyRoom {
  readonly place: KeyPlace
  readonly isFooter: boolean
}

/** In a window without a place of its own: between the story and all the stacks, or else at the foot. */
export function keyRoom(
  drawing: StackSwitchDrawing,
  picture: readonly Shape[],
): KeyRoom | undefined {
  const { layout, model } = drawing
  const { key, density, type, margin, width, footerBaseline, chain, band } = layout
  if (key) return { place: key, isFooter: false }
  if (density !== 'laptop') return undefined
  const size = type.small
  const { story } = model
  const hasSpace = chain.pitch !== undefined || (story?.kind === 'return' && !isSwitch(story))
  if (hasSpace && band) {
    const below = { x: chain.x, y: band.y + 4, width: width - margin - chain.x, lines: 0, size }
    const place = grownKey(below, picture, KEY_LINES)
    if (place.lines > 1) return { place, isFooter: false }
  }
  const foot = { x: margin, y: footerBaseline, width: width - 2 * margin, lines: 1, size }
  return { place: foot, isFooter: true }
}
