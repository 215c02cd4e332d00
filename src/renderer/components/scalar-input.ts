/** Reads a new value for a number of the program as its owner would write it in Rust. */
import type { ChangeableScalar } from '../../shared/models/variables'

type Kind = Pick<ChangeableScalar, 'kind' | 'size'>

export type ScalarInput =
  | { readonly isValid: true; readonly bits: bigint }
  | { readonly isValid: false; readonly problem: string }

const valid = (bits: bigint): ScalarInput => ({ isValid: true, bits })
const wrong = (problem: string): ScalarInput => ({ isValid: false, problem })

export function readScalar(text: string, { kind, size }: Kind): ScalarInput {
  const trimmed = text.trim()
  switch (kind) {
    case 'bool':
      if (trimmed === 'true' || trimmed === '1') return valid(1n)
      if (trimmed === 'false' || trimmed === '0') return valid(0n)
      return wrong('true or false')
    case 'char':
      return readCharacter(trimmed)
    default:
      return readInteger(trimmed, kind === 'signed', 8 * size)
  }
}

function readInteger(text: string, isSigned: boolean, bits: number): ScalarInput {
  const [, minus, digits = ''] = /^(-?)((?:0x|0b|0o)?[0-9a-f_]+)$/i.exec(text) ?? []
  const magnitude = parse(digits.replace(/_/g, ''))
  if (magnitude === undefined) return wrong('a number, decimal or with 0x, 0b or 0o')
  const value = minus ? -magnitude : magnitude
  const least = isSigned ? -(1n << BigInt(bits - 1)) : 0n
  // Of a signed number the bits may be given as well: 0xff for -1.
  const most = (1n << BigInt(bits)) - 1n
  const largest = isSigned && !/^0[xbo]/i.test(digits) ? most >> 1n : most
  if (value < least || value > largest) return wrong(`a number from ${least} to ${largest}`)
  return valid(BigInt.asUintN(bits, value))
}

function parse(digits: string): bigint | undefined {
  try {
    return digits === '' ? undefined : BigInt(digits)
  } catch {
    return undefined
  }
}

/** `'a'`, `a`, `'\n'`, `'\u{1f600}'`. */
function readCharacter(text: string): ScalarInput {
  const inner = /^'(.+)'$/su.exec(text)?.[1] ?? text
  const escaped = ESCAPES[inner]
  if (escaped !== undefined) return valid(escaped)
  const code = /^\\u\{([0-9a-f]{1,6})\}$/i.exec(inner)?.[1]
  const value = code === undefined ? undefined : BigInt(`0x${code}`)
  if (value !== undefined && isCharacter(value)) return valid(value)
  const [letter, ...others] = inner
  if (letter === undefined || others.length > 0) return wrong("one character, as 'a' or '\\u{e9}'")
  return valid(BigInt(letter.codePointAt(0) ?? 0))
}

const isCharacter = (value: bigint) => value <= 0x10_ffffn && (value < 0xd800n || value > 0xdfffn)

const ESCAPES: Readonly<Record<string, bigint>> = {
  '\\0': 0n,
  '\\t': 9n,
  '\\n': 10n,
  '\\r': 13n,
  "\\'": 39n,
  '\\"': 34n,
  '\\\\': 92n,
}
