/**
 * Reads Rust's v0 symbol names and gives a short path: no hashes, no generic arguments, no
 * traits. `<T as Trait>::method` becomes `T::method`.
 * RFC 2603, "Rust symbol name mangling v0".
 *
 * Knows nothing of punycode: an identifier outside of ASCII stays as it was encoded.
 */

const BASIC_TYPES = {
  a: 'i8', b: 'bool', c: 'char', d: 'f64', e: 'str', f: 'f32', h: 'u8', i: 'isize',
  j: 'usize', l: 'i32', m: 'u32', n: 'i128', o: 'u128', p: '_', s: 'i16', t: 'u16',
  u: '()', v: '…', x: 'i64', y: 'u64', z: '!',
} // prettier-ignore

/** The path of a v0 symbol, or the name unchanged when it is none. */
export function demangle(symbol) {
  if (!symbol.startsWith('_R')) return symbol
  const reader = createReader(symbol.slice(2))
  return reader.path()
}

function createReader(text, start = 0) {
  let at = start

  const peek = () => text[at]
  const next = () => text[at++]
  const skip = (expected) => text[at] === expected && (at++, true)

  /** Digits of base 62 up to `_`; the empty number is 0 and all others count from 1. */
  function base62() {
    if (skip('_')) return 0
    let value = 0
    for (let digit = next(); digit !== '_'; digit = next()) {
      if (!/[0-9a-zA-Z]/.test(digit ?? '')) throw new Error(`no base-62 number in ${text}`)
      value = value * 62 + parseInt(digit, 36) + (/[A-Z]/.test(digit) ? 26 : 0)
    }
    return value + 1
  }

  const disambiguator = () => (skip('s') ? base62() + 1 : 0)

  function identifier() {
    const number = disambiguator()
    skip('u')
    let length = 0
    while (/[0-9]/.test(peek() ?? '')) length = length * 10 + Number(next())
    skip('_')
    const name = text.slice(at, at + length)
    at += length
    return { name, number }
  }

  /** What an earlier position says; reading goes on here. */
  const backReference = (production) => production(createReader(text, base62()))

  function path() {
    switch (next()) {
      case 'C': {
        const { name } = identifier()
        return name === 'ringside_kernel' ? '' : name
      }
      case 'M':
        disambiguator()
        path()
        return type()
      case 'X':
        disambiguator()
        path()
        return implementer()
      case 'Y':
        return implementer()
      case 'N': {
        const namespace = next()
        const parent = path()
        const { name, number } = identifier()
        const special = { C: 'closure', S: 'shim' }[namespace]
        const own = special ? `{${special}#${number}}` : name
        return parent === '' ? own : `${parent}::${own}`
      }
      case 'I': {
        const generic = path()
        while (!skip('E')) genericArgument()
        return generic
      }
      case 'B':
        return backReference((reader) => reader.path())
      default:
        throw new Error(`no path at ${at - 1} of ${text}`)
    }
  }

  /** `type path` of an implementation: the type speaks for both. */
  function implementer() {
    const self = type()
    path()
    return self
  }

  function genericArgument() {
    if (skip('L')) base62()
    else if (skip('K')) constant()
    else type()
  }

  function constant() {
    if (skip('B')) return backReference((reader) => reader.constant())
    if (skip('p')) return
    type()
    while (next() !== '_');
  }

  function type() {
    const tag = peek()
    if (BASIC_TYPES[tag]) return BASIC_TYPES[next()]
    switch (tag) {
      case 'A':
        next()
        type()
        constant()
        return '[]'
      case 'S':
        next()
        type()
        return '[]'
      case 'T':
        next()
        while (!skip('E')) type()
        return '()'
      case 'R':
      case 'Q':
        next()
        if (skip('L')) base62()
        return type()
      case 'P':
      case 'O':
        next()
        return type()
      case 'F':
        next()
        functionSignature()
        return 'fn'
      case 'D':
        next()
        return dynamicType()
      case 'B':
        next()
        return backReference((reader) => reader.type())
      default:
        return path()
    }
  }

  function functionSignature() {
    if (skip('G')) base62()
    skip('U')
    if (skip('K') && !skip('C')) identifier()
    while (!skip('E')) type()
    type()
  }

  function dynamicType() {
    if (skip('G')) base62()
    let first
    while (!skip('E')) {
      const bound = path()
      while (skip('p')) {
        identifier()
        if (skip('K')) constant()
        else type()
      }
      first ??= bound
    }
    skip('L')
    base62()
    return first ?? 'dyn'
  }

  return { path, type, constant }
}
