/** The interval timer. 8254 data sheet, "Control Word Format". */
import { type Chip, type ChipAccess } from './chip'

const CONTROL = 3
const LATCH = 0
const BOTH = 3

/** State: for each counter four bits: access mode of its control word, and whether the high byte comes next. */
const HIGH_NEXT = 1 << 2
const shiftOf = (counter: number): number => 4 * counter

const MODES = [
  'interrupt on terminal count',
  'one-shot',
  'rate generator',
  'square wave',
  'software strobe',
  'hardware strobe',
  'rate generator',
  'square wave',
] as const
const ACCESSES = ['latch', 'low byte', 'high byte', 'low, then high byte'] as const

function next(state: number, { offset, value, direction }: ChipAccess): number {
  if (offset !== CONTROL) {
    const shift = shiftOf(offset)
    const mode = (state >> shift) & BOTH
    return mode === BOTH ? state ^ (HIGH_NEXT << shift) : state
  }
  const counter = value >> 6
  const mode = (value >> 4) & BOTH
  if (direction === 'in' || counter === 3 || mode === LATCH) return state
  const shift = shiftOf(counter)
  return (state & ~(0xf << shift)) | (mode << shift)
}

function controlWords(value: number): string {
  const counter = value >> 6
  if (counter === 3) return 'read-back command'
  const mode = (value >> 4) & BOTH
  if (mode === LATCH) return `latch counter ${counter}`
  return `counter ${counter}: ${MODES[(value >> 1) & 7] ?? ''}, ${ACCESSES[mode] ?? ''}`
}

export const PIT: Chip = {
  key: 'pit',
  name: 'PIT',
  chip: '8254',
  ports: [[0x40, 0x43]],
  next,
  words({ direction, offset, value }, state) {
    if (offset === CONTROL)
      return direction === 'out' ? controlWords(value) : 'the control word cannot be read'
    const bits = state >> shiftOf(offset)
    const mode = bits & BOTH
    const part =
      mode === BOTH ? (bits & HIGH_NEXT ? 'high byte' : 'low byte') : (ACCESSES[mode] ?? '')
    return `counter ${offset}, ${part}: ${value}`
  },
}
