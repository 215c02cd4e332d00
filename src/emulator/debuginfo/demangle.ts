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
  if (!symbol.startsWith('_ZN')) return undefined
  const parts: string[] = []
  let at = 3
  while (symbol[at] !== 'E') {
    const digits = /^\d{1,4}/.exec(symbol.slice(at, at + 4))
    if (!digits) return undefined
    at += digits[0].length
    const part = symbol.slice(at, at + Number(digits[0]))
    if (part.length < Number(digits[0]) || part === '') return undefined
    at += part.length
    parts.push(part)
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
