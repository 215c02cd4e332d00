/** Numbers, characters and strings as Rust's `{:?}` writes them. The Rust standard library, `core::fmt::Debug`. */
import { littleEndianNumber } from '../../../shared/little-endian'
import { decodeUtf8 } from '../../memory/byte-reader'
import type { ScalarType } from './type-kinds'

export function scalarText(type: ScalarType, bytes: Uint8Array): string {
  const value = littleEndianNumber(bytes)
  switch (type.kind) {
    case 'unsigned':
      return value.toString()
    case 'signed':
      return BigInt.asIntN(8 * bytes.length, value).toString()
    case 'bool':
      return value === 0n ? 'false' : value === 1n ? 'true' : `<invalid bool ${value}>`
    case 'char':
      return charText(value)
    case 'float':
      return floatText(bytes)
  }
}

function charText(value: bigint): string {
  const isScalarValue = value <= 0x10_ffffn && (value < 0xd800n || value > 0xdfffn)
  if (!isScalarValue) return `<invalid char 0x${value.toString(16)}>`
  return `'${escape(String.fromCodePoint(Number(value)), "'")}'`
}

export const stringText = (bytes: Uint8Array): string => `"${escape(decodeUtf8(bytes), '"')}"`

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\\': '\\\\',
}

/** Either quotation mark is escaped only between its like. */
function escape(text: string, quote: string): string {
  return text.replace(/[\p{C}\p{Z}\\'"]/gu, (character) => {
    if (character === ' ') return character
    if (character === "'" || character === '"')
      return character === quote ? `\\${quote}` : character
    return ESCAPES[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}

function floatText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length === 4) return shortest(view.getFloat32(0, true), Math.fround)
  if (bytes.length === 8) return shortest(view.getFloat64(0, true), (value) => value)
  return `<${8 * bytes.length}-bit float>`
}

const MOST_DIGITS = 17

/** The fewest digits that still mean this number in its own precision. */
function shortest(value: number, round: (value: number) => number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  let digits = 1
  while (digits < MOST_DIGITS && round(Number(value.toExponential(digits - 1))) !== value) digits++
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e')
  const magnitude = Math.abs(value)
  if (magnitude >= 1e16 || magnitude < 1e-4) return `${mantissa}e${Number(exponent)}`
  return plainDecimal(mantissa, Number(exponent))
}

function plainDecimal(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}
