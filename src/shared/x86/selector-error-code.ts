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

/** `gate 14 of the IDT, EXT 0`; of a code that names no descriptor `no descriptor`. */
export function selectorErrorWords(errorCode: number): string {
  const { isExternal, table, index } = decodeSelectorErrorCode(errorCode)
  const ext = `EXT ${isExternal ? 1 : 0}`
  if (table === 'IDT') return `gate ${index} of the IDT, ${ext}`
  return index === 0 ? `no descriptor, ${ext}` : `descriptor ${index} of the ${table}, ${ext}`
}
