/** The interrupt controllers. 8259A data sheet, "Initialization Command Words" and "Operation Command Words". */
import { bitsOf, hex, type Chip, type ChipAccess } from './chip'

const COMMAND = 0
const ICW1 = 1 << 4
const OCW3 = 1 << 3

/** State: the word that the data port takes next (2 to 4; 0 for OCW1), whether ICW3 and ICW4 come, and what IN reads. */
const EXPECTS = 0x7
const HAS_ICW3 = 1 << 3
const HAS_ICW4 = 1 << 4
const READS_ISR = 1 << 5

function next(state: number, { direction, offset, value }: ChipAccess): number {
  if (direction === 'in') return state
  if (offset === COMMAND) {
    if (value & ICW1) return 2 | (value & 2 ? 0 : HAS_ICW3) | (value & 1 ? HAS_ICW4 : 0)
    if ((value & OCW3) === 0 || (value & 2) === 0) return state
    return value & 1 ? state | READS_ISR : state & ~READS_ISR
  }
  const rest = state & ~EXPECTS
  switch (state & EXPECTS) {
    case 2:
      return rest | (state & HAS_ICW3 ? 3 : state & HAS_ICW4 ? 4 : 0)
    case 3:
      return rest | (state & HAS_ICW4 ? 4 : 0)
    default:
      return rest
  }
}

/** By R, SL and EOI: bits 7:5. */
const OCW2 = [
  'rotate in automatic EOI mode off',
  'non-specific EOI',
  'no operation',
  'specific EOI',
  'rotate in automatic EOI mode on',
  'rotate on non-specific EOI',
  'set priority',
  'rotate on specific EOI',
] as const
const NAMES_LEVEL = new Set([3, 6, 7])

function commandWords(value: number): string {
  if (value & ICW1) return `ICW1: begin to initialise${value & 1 ? '; ICW4 will come' : ''}`
  if (value & OCW3) {
    if (value & 4) return 'OCW3: poll'
    if (value & 2) return `OCW3: read ${value & 1 ? 'ISR' : 'IRR'} next`
    return value & 0x40 ? `OCW3: special mask mode ${value & 0x20 ? 'on' : 'off'}` : 'OCW3'
  }
  const kind = value >> 5
  return `OCW2: ${OCW2[kind] ?? ''}${NAMES_LEVEL.has(kind) ? `, level ${value & 7}` : ''}`
}

function maskWords(value: number): string {
  if (value === 0xff) return 'OCW1: all inputs masked'
  return `OCW1: open inputs ${bitsOf(~value).join(', ')}`
}

function dataWords(value: number, state: number, isMaster: boolean): string {
  switch (state & EXPECTS) {
    case 2:
      return `ICW2: vectors from ${value & 0xf8}`
    case 3:
      return isMaster
        ? `ICW3: a slave on input ${bitsOf(value).join(', ')}`
        : `ICW3: I am the slave on input ${value & 7}`
    case 4:
      return `ICW4: ${value & 1 ? '8086 mode' : 'MCS-80 mode'}${value & 2 ? ', automatic EOI' : ''}`
    default:
      return maskWords(value)
  }
}

const pic = (key: string, name: string, first: number, isMaster: boolean): Chip => ({
  key,
  name,
  chip: `8259A, ${isMaster ? 'master' : 'slave'}`,
  ports: [[first, first + 1]],
  next,
  words({ direction, offset, value }, state) {
    if (direction === 'out')
      return offset === COMMAND ? commandWords(value) : dataWords(value, state, isMaster)
    if (offset !== COMMAND) return `IMR is ${hex(value)}`
    return `${state & READS_ISR ? 'ISR' : 'IRR'} is ${hex(value)}`
  },
})

export const PICS: readonly Chip[] = [
  pic('pic1', 'PIC 1', 0x20, true),
  pic('pic2', 'PIC 2', 0xa0, false),
]
