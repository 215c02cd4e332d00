/** What can be asked about who wrote it last: bytes, a register, a cell of the text screen. */
import { formatHex } from './format'
import { SETTABLE_REGISTERS, type AddressSpace, type SettableRegister } from './state-edit'

export type WriteTarget =
  | {
      readonly type: 'memory'
      readonly space: AddressSpace
      readonly address: bigint
      readonly length: number
    }
  | { readonly type: 'register'; readonly register: SettableRegister }
  /** Counted from 0, as the screen is shown now. */
  | { readonly type: 'screen-cell'; readonly row: number; readonly column: number }

/** The most bytes that are watched at once: a page. */
export const LONGEST_TARGET = 4096

export function targetWords(target: WriteTarget): string {
  switch (target.type) {
    case 'register':
      return target.register
    case 'screen-cell':
      return `the cell in row ${target.row}, column ${target.column} of the screen`
    case 'memory': {
      const where = formatHex(target.address, target.space === 'physical' ? 8 : 16)
      const at = target.space === 'physical' ? `physical ${where}` : where
      return target.length === 1 ? `the byte at ${at}` : `the ${target.length} bytes at ${at}`
    }
  }
}

/** How many bytes it is. */
export function targetLength(target: WriteTarget): number {
  if (target.type === 'memory') return target.length
  return target.type === 'register' ? SETTABLE_REGISTERS[target.register] / 8 : 2
}
