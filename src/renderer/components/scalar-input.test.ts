/** New values for the program's numbers, as a person types them. */
import { describe, expect, it } from 'vitest'
import { readScalar } from './scalar-input'

const bits = (text: string, kind: Parameters<typeof readScalar>[1]['kind'], size: number) => {
  const read = readScalar(text, { kind, size })
  return read.isValid ? read.bits : read.problem
}

describe('a new value', () => {
  it.each([
    ['200', 'unsigned', 1, 200n],
    ['0xff', 'unsigned', 1, 255n],
    ['0b101', 'unsigned', 2, 5n],
    ['1_000_000', 'unsigned', 4, 1_000_000n],
    ['-1', 'signed', 1, 255n],
    ['0xff', 'signed', 1, 255n],
    ['-128', 'signed', 1, 128n],
    ['0xffff_8000_0000_0000', 'pointer', 8, 0xffff_8000_0000_0000n],
    ['true', 'bool', 1, 1n],
    ['0', 'bool', 1, 0n],
    ["'a'", 'char', 4, 97n],
    ['é', 'char', 4, 0xe9n],
    ["'\\n'", 'char', 4, 10n],
    ['\\u{1f600}', 'char', 4, 0x1f600n],
    ["'''", 'char', 4, 39n],
  ] as const)('%s is taken as a number of kind %s', (text, kind, size, value) => {
    expect(bits(text, kind, size)).toBe(value)
  })

  it.each([
    ['256', 'unsigned', 1, 'a number from 0 to 255'],
    ['-1', 'unsigned', 1, 'a number from 0 to 255'],
    ['128', 'signed', 1, 'a number from -128 to 127'],
    ['ten', 'unsigned', 8, 'a number, decimal or with 0x, 0b or 0o'],
    ['', 'unsigned', 8, 'a number, decimal or with 0x, 0b or 0o'],
    ['0x', 'unsigned', 8, 'a number, decimal or with 0x, 0b or 0o'],
    ['ff', 'unsigned', 8, 'a number, decimal or with 0x, 0b or 0o'],
    ['2', 'bool', 1, 'true or false'],
    ['ab', 'char', 4, "one character, as 'a' or '\\u{e9}'"],
    ['\\u{d800}', 'char', 4, "one character, as 'a' or '\\u{e9}'"],
  ] as const)('%s is refused for kind %s', (text, kind, size, problem) => {
    expect(bits(text, kind, size)).toBe(problem)
  })
})
