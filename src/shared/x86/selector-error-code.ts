/** The error code of #TS, #NP, #SS and #GP when a descriptor or gate was at fault. SDM Vol. 3A, "Error Code". */

export type DescriptorTable = 'GDT' | 'LDT' | 'IDT'

export interface SelectorErrorCode {
  /** EXT: raised while something else than an instruction of the program was being served. */
  readonly isExternal: boolean
  readonly table: DescriptorTable
  /** Of the descriptor or gate: a vector, for the IDT. */
  readonly index: number
}

const EXT = 1 << 0
const IDT = 1 << 1
const TI = 1 << 2
const INDEX_SHIFT = 3

export const decodeSelectorErrorCode = (errorCode: number): SelectorErrorCode => ({
  isExternal: (errorCode & EXT) !== 0,
  table: errorCode & IDT ? 'IDT' : errorCode & TI ? 'LDT' : 'GDT',
  index: (errorCode & 0xffff) >> INDEX_SHIFT,
})

/** `gate 14 of the IDT`, `descriptor 5 of the GDT`; of a code that names none `no descriptor`. */
export function selectorPlace(errorCode: number): string {
  const { table, index } = decodeSelectorErrorCode(errorCode)
  if (table === 'IDT') return `gate ${index} of the IDT`
  return index === 0 ? 'no descriptor' : `descriptor ${index} of the ${table}`
}

/** What EXT says of the event that was being served. */
export const extWords = (errorCode: number): string =>
  decodeSelectorErrorCode(errorCode).isExternal
    ? 'EXT 1: not asked for by INT n'
    : 'EXT 0: by the program itself'

/** `gate 14 of the IDT, EXT 0`. */
export const selectorErrorWords = (errorCode: number): string =>
  `${selectorPlace(errorCode)}, ${extWords(errorCode).slice(0, 5)}`
