import { describe, expect, it } from 'vitest'
import { scalarText, stringText } from './scalar-text'

function float(value: number, size: 4 | 8): string {
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  if (size === 4) view.setFloat32(0, value, true)
  else view.setFloat64(0, value, true)
  return scalarText({ kind: 'float', name: `f${8 * size}`, size }, bytes)
}

const character = (point: number) =>
  scalarText({ kind: 'char', name: 'char', size: 4 }, new Uint8Array(Uint32Array.of(point).buffer))

describe('a float as Rust prints it', () => {
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-2.5, '-2.5'],
    [0.1, '0.1'],
    [123_456.789, '123456.789'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e16'],
    [0.000_1, '0.0001'],
    [0.000_01, '1e-5'],
    [0.000_012_5, '1.25e-5'],
    [1.5e300, '1.5e300'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [NaN, 'NaN'],
  ])('%d is %s', (value, text) => {
    expect(float(value, 8)).toBe(text)
  })

  it('has the digits of its own precision', () => {
    expect(float(0.1, 4)).toBe('0.1')
    expect(float(16_777_216, 4)).toBe('16777216.0')
    expect(float(1 / 3, 4)).toBe('0.33333334')
  })
})

describe('text as Rust prints it', () => {
  it('escapes what would not be seen', () => {
    expect(stringText(new TextEncoder().encode('a\0\u200b"\'\\ é'))).toBe(
      '"a\\0\\u{200b}\\"\'\\\\ é"',
    )
    expect(character(0x27)).toBe("'\\''")
    expect(character(0x22)).toBe("'\"'")
    expect(character(0x1f600)).toBe("'😀'")
  })

  it('says so when a value is none', () => {
    expect(character(0xd800)).toBe('<invalid char 0xd800>')
    expect(scalarText({ kind: 'bool', name: 'bool', size: 1 }, Uint8Array.of(2))).toBe(
      '<invalid bool 2>',
    )
  })
})
