/** Turns a symbol's name as the linker knows it into the name that its author wrote. */
import { demangleV0 } from './demangle-v0'

/** Rust's v0 and legacy schemes; any other name is given back as it is. */
export const demangle = (symbol: string): string =>
  demangleV0(symbol) ?? demangleLegacy(symbol) ?? symbol

const ESCAPES: Readonly<Record<string, string>> = {
  SP: '@',
  BP: '*',
  RF: '&',
  LT: '<',
  GT: '>',
  LP: '(',
  RP: ')',
  C: ',',
}

/** `_ZN4core3fmt5write17h0123456789abcdefE`: lengths and names, and a hash that is left out. */
function demangleLegacy(symbol: string): string | undefined {
  const match = /^_ZN((?:\d+[^\d].*)+)E/.exec(symbol)
  if (!match?.[1]) return undefined
  const parts: string[] = []
  for (let rest = match[1]; rest;) {
    const digits = /^\d{1,4}/.exec(rest)
    if (!digits) break
    const length = Number(digits[0])
    const part = rest.slice(digits[0].length, digits[0].length + length)
    if (part.length < length) return undefined
    parts.push(part)
    rest = rest.slice(digits[0].length + length)
  }
  if (parts.length === 0) return undefined
  if (/^h[0-9a-f]{16}$/.test(parts.at(-1) ?? '')) parts.pop()
  return parts.map(unescapeLegacy).join('::')
}

function unescapeLegacy(part: string): string {
  return part
    .replace(/^_\$/, '$')
    .replace(/\$([A-Z]{1,2})\$/g, (whole, name: string) => ESCAPES[name] ?? whole)
    .replace(/\$u([0-9a-f]{1,6})\$/g, (whole, digits: string) => {
      const point = parseInt(digits, 16)
      return point <= 0x10_ffff ? String.fromCodePoint(point) : whole
    })
    .replace(/\.\./g, '::')
}
