/**
 * Reads a Rust symbol name of the v0 scheme (`_R…`) back into a path.
 * RFC 2603, "Rust Symbol Mangling (v0)", and the rustc book, "v0 Symbol Format".
 *
 * Hashes of crates are left out and every lifetime is written `'_`: a reader wants to know where the code stands.
 * A name may be hostile: back references are followed to a bounded depth, with a bounded amount of work.
 */

const BASIC_TYPES: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
}

const DEPTH_LIMIT = 64
const STEP_LIMIT = 4096
const LENGTH_LIMIT = 4096

class NotV0 extends Error {}

/** The path, or `undefined` when the name is not of this scheme. */
export function demangleV0(symbol: string): string | undefined {
  if (!/^_R[A-Z]/.test(symbol)) return undefined
  const end = symbol.search(/[.$]/) // a suffix that the linker or LLVM added
  try {
    return createParser(symbol.slice(2, end < 0 ? undefined : end)).path(0, true)
  } catch (error) {
    if (error instanceof NotV0) return undefined
    throw error
  }
}

function createParser(text: string) {
  let at = 0
  let steps = 0

  const fail = (): never => {
    throw new NotV0()
  }

  function enter(depth: number): void {
    steps += 1
    if (depth > DEPTH_LIMIT || steps > STEP_LIMIT) fail()
  }

  const bounded = (name: string): string => (name.length > LENGTH_LIMIT ? fail() : name)

  function take(): string {
    const character = text[at]
    if (character === undefined) return fail()
    at += 1
    return character
  }

  function takeIf(character: string): boolean {
    if (text[at] !== character) return false
    at += 1
    return true
  }

  /** `_` is 0; digits and `_` are one more than they say. A crate's hash loses precision, and is not shown. */
  function base62(): number {
    if (takeIf('_')) return 0
    let value = 0
    for (;;) {
      const character = take()
      if (character === '_') return value + 1
      const digit = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(
        character,
      )
      if (digit < 0) fail()
      value = value * 62 + digit
    }
  }

  function decimal(): number {
    const digits = /^(0|[1-9][0-9]{0,7})/.exec(text.slice(at, at + 8))
    if (!digits) return fail()
    at += digits[0].length
    return Number(digits[0])
  }

  const disambiguator = (): number => (takeIf('s') ? base62() + 1 : 0)

  function identifier(): { name: string; index: number } {
    const index = disambiguator()
    return { name: undisambiguated(), index }
  }

  /** Punycode stays as it is, in braces: kernels are not written in it. */
  function undisambiguated(): string {
    const isPunycode = takeIf('u')
    const length = decimal()
    takeIf('_')
    const name = text.slice(at, at + length)
    if (name.length < length) fail()
    at += length
    return isPunycode ? `punycode{${name}}` : name
  }

  /** Reads what stands at an earlier place of the name. */
  function backReference<T>(start: number, read: () => T): T {
    const target = base62()
    if (target >= start) fail()
    const resume = at
    at = target
    const result = read()
    at = resume
    return result
  }

  function separated(read: () => string): string[] {
    const items: string[] = []
    while (!takeIf('E')) items.push(read())
    return items
  }

  function path(depth: number, isValue: boolean): string {
    enter(depth)
    const start = at
    switch (take()) {
      case 'C':
        return identifier().name
      case 'M':
        disambiguator()
        path(depth + 1, false)
        return bounded(`<${type(depth + 1)}>`)
      case 'X':
        disambiguator()
        path(depth + 1, false)
        return qualified(depth)
      case 'Y':
        return qualified(depth)
      case 'N':
        return nested(depth, isValue)
      case 'I': {
        const base = path(depth + 1, isValue)
        const parameters = separated(() => genericArgument(depth + 1)).join(', ')
        return bounded(`${base}${isValue ? '::' : ''}<${parameters}>`)
      }
      case 'B':
        return backReference(start, () => path(depth + 1, isValue))
      default:
        return fail()
    }
  }

  function qualified(depth: number): string {
    const self = type(depth + 1)
    return bounded(`<${self} as ${path(depth + 1, false)}>`)
  }

  function nested(depth: number, isValue: boolean): string {
    const namespace = take()
    const parent = path(depth + 1, isValue)
    const { name, index } = identifier()
    if (/[a-z]/.test(namespace)) return bounded(name ? `${parent}::${name}` : parent)
    const kind = namespace === 'C' ? 'closure' : namespace === 'S' ? 'shim' : namespace
    return bounded(`${parent}::{${kind}${name ? `:${name}` : ''}#${index}}`)
  }

  function genericArgument(depth: number): string {
    if (takeIf('L')) {
      base62()
      return `'_`
    }
    return takeIf('K') ? constant(depth) : type(depth)
  }

  function type(depth: number): string {
    enter(depth)
    const start = at
    const tag = take()
    const basic = BASIC_TYPES[tag]
    if (basic) return basic
    switch (tag) {
      case 'A': {
        const element = type(depth + 1)
        return bounded(`[${element}; ${constant(depth + 1)}]`)
      }
      case 'S':
        return bounded(`[${type(depth + 1)}]`)
      case 'T': {
        const items = separated(() => type(depth + 1))
        return bounded(items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`)
      }
      case 'R':
      case 'Q':
        if (takeIf('L')) base62()
        return bounded(`&${tag === 'Q' ? 'mut ' : ''}${type(depth + 1)}`)
      case 'P':
        return bounded(`*const ${type(depth + 1)}`)
      case 'O':
        return bounded(`*mut ${type(depth + 1)}`)
      case 'F':
        return functionPointer(depth)
      case 'D':
        return traitObject(depth)
      case 'B':
        return backReference(start, () => type(depth + 1))
      default:
        at = start
        return path(depth + 1, false)
    }
  }

  function binder(): void {
    if (takeIf('G')) base62()
  }

  function functionPointer(depth: number): string {
    binder()
    const unsafety = takeIf('U') ? 'unsafe ' : ''
    const abi = takeIf('K') ? `extern "${takeIf('C') ? 'C' : undisambiguated()}" ` : ''
    const parameters = separated(() => type(depth + 1)).join(', ')
    const result = type(depth + 1)
    return bounded(`${unsafety}${abi}fn(${parameters})${result === '()' ? '' : ` -> ${result}`}`)
  }

  function traitObject(depth: number): string {
    binder()
    const traits = separated(() => {
      let name = path(depth + 1, false)
      while (takeIf('p')) {
        const associated = undisambiguated()
        name += `<${associated} = ${type(depth + 1)}>`
      }
      return bounded(name)
    })
    if (!takeIf('L')) fail()
    base62()
    return bounded(`dyn ${traits.join(' + ')}`)
  }

  function constant(depth: number): string {
    enter(depth)
    const start = at
    const tag = take()
    if (tag === 'p') return '_'
    if (tag === 'B') return backReference(start, () => constant(depth + 1))
    if (!BASIC_TYPES[tag]) return fail() // Structural constants are unstable Rust.
    const sign = takeIf('n') ? '-' : ''
    const digits = /^[0-9a-f]{0,32}_/.exec(text.slice(at, at + 33))
    if (!digits) return fail()
    at += digits[0].length
    const value = BigInt(`0x${digits[0].slice(0, -1) || '0'}`)
    if (tag === 'b') return value ? 'true' : 'false'
    if (tag === 'c')
      return value <= 0x10_ffffn ? `'${String.fromCodePoint(Number(value))}'` : fail()
    return sign + value.toString()
  }

  return { path }
}
