/** How types, missing values and rows of the variables are said. */
import { formatHex } from '../../shared/format'
import type { Absence } from '../../shared/models/debug'
import type { ValueRow, VariableGroupRow } from '../../shared/models/variables'

export const ABSENCE_WORDS: Readonly<Record<Absence, string>> = {
  'optimized-out': 'optimised out: the compiler kept it nowhere',
  'not-here': 'held in no place at this instruction',
  'register-lost': 'was in a register that a call has overwritten',
  'argument-lost': 'passed by the caller, who has it no longer',
  'not-mapped': 'the way to it leads through memory that is not mapped',
  'not-understood': 'the debug information about it makes no sense',
}

/** Without paths and without the default allocator: `BTreeMap<u32, Entry>`. */
export const shortType = (type: string): string =>
  type.replace(/(?:[\w#{}]+::)+/g, '').replace(/, Global>/g, '>')

export const groupWords = ({ group, name }: VariableGroupRow): string =>
  group === 'statics' ? 'Statics' : (name ?? 'A function without a name')

/** What the row says, to those who hear it. */
export function rowWords(row: ValueRow): string {
  const value = row.absence ? ABSENCE_WORDS[row.absence] : row.text
  const kind = row.isParameter ? 'argument' : ''
  return [row.name, value, row.isChanged ? 'changed' : '', kind, shortType(row.type)]
    .filter((part) => part !== '')
    .join(', ')
}

/** Above this a number may well be an address, which is known by its hex digits. */
const SMALL = 0xffffn

/** ` = 0x0520_c400`, of a large number that is shown in decimal. */
function hexWords({ text, scalar }: ValueRow): string {
  const isLarge = scalar?.kind === 'unsigned' && /^\d+$/.test(text) && BigInt(text) > SMALL
  return isLarge ? ` = ${formatHex(BigInt(text), 2 * scalar.size)}` : ''
}

/** The whole type and where the value lies. */
export function placeOfValue(row: ValueRow): string {
  const { type, address, scalar, absence } = row
  if (address !== undefined) return `${type} at ${formatHex(address)}${hexWords(row)}`
  if (scalar?.place.kind === 'register')
    return `${type} in ${scalar.place.register}${hexWords(row)}`
  return absence ? type : `${type}, put together from registers and constants`
}
