/** What a chip is to the one who reads its ports: what each access means, given what was written before. */
import { formatShortHex } from '../../../shared/format'

export interface ChipAccess {
  readonly direction: 'in' | 'out'
  /** From the chip's first port. */
  readonly offset: number
  readonly value: number
}

export interface Chip {
  readonly key: string
  readonly name: string
  readonly chip: string
  /** First and last port of each range; offsets count from the first of all. */
  readonly ports: readonly (readonly [first: number, last: number])[]
  /** Bytes that it takes at once: 1 unless told otherwise. The bus splits what is wider. */
  readonly width?: number
  /** Registers of which each byte is a thing of its own, also when it is the same as the one before. */
  readonly streams?: readonly number[]
  /** What has to be known for the next access, as one number: 0 at reset. */
  readonly next?: (state: number, access: ChipAccess) => number
  readonly words: (access: ChipAccess, state: number) => string
}

export const hex = (value: number): string => formatShortHex(value)

/** The numbers of the bits that are set. */
export const bitsOf = (value: number, count = 8): readonly number[] =>
  Array.from({ length: count }, (_, bit) => bit).filter((bit) => value & (1 << bit))

/** `'H'`, or the number of what is no printable ASCII. */
export function characterWords(value: number): string {
  if (value === 0x0a) return 'a line feed'
  return value >= 0x20 && value < 0x7f ? `'${String.fromCharCode(value)}'` : hex(value)
}
