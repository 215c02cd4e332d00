/** Lines that have code, in a debug build: where a breakpoint on a line or a function stops. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readElf64 } from '../boot/elf64'
import { createDebugInfo } from './debug-info'

const file = (path: string) =>
  readFileSync(new URL(`../../../tests/series/${path}`, import.meta.url))
const debugInfo = createDebugInfo(readElf64(new Uint8Array(file('recorded/lost-stack-debug.elf'))))
const { sourceLines, symbols, lines, scopes } = debugInfo
const MAIN = { file: 'src/main.rs', directory: '.' }
const source = file('kernels/lost-stack/src/main.rs').toString().split('\n')
const lineOf = (text: string) => source.findIndex((line) => line.includes(text)) + 1
const entryOf = (name: string) => symbols.named(name)[0]?.address ?? 0n

describe('source lines', () => {
  it('are those that have code, of the file in the folder that it was compiled in', () => {
    expect(sourceLines.linesOf(MAIN)).toContain(lineOf('let rest = factorial'))
    expect(sourceLines.linesOf(MAIN)).not.toContain(lineOf('enum Status'))
    expect(sourceLines.linesOf({ ...MAIN, directory: '/elsewhere' })).toEqual([])
    expect(sourceLines.filesCalled('main.rs')).toEqual([MAIN])
    expect(sourceLines.filesCalled('ain.rs')).toEqual([])
  })

  it('begin behind the prologue where they are a function’s first', () => {
    const entry = entryOf('factorial')
    const body = sourceLines.bodyOf(entry)
    expect(body).toBeGreaterThan(entry)
    expect(sourceLines.addressesOf(MAIN, lineOf('fn factorial'))).toEqual([body])
    expect(sourceLines.addressesOf(MAIN, lineOf('if number < 2'))).toEqual([body])
  })

  it('begin once in each function, and nowhere without code', () => {
    const [address, ...more] = sourceLines.addressesOf(MAIN, lineOf('let rest = factorial'))
    expect(more).toEqual([])
    expect(debugInfo.sourceOf(address ?? 0n)).toMatchObject({
      line: lineOf('let rest = factorial'),
    })
    expect(sourceLines.addressesOf(MAIN, lineOf('enum Status'))).toEqual([])
  })

  it('of a function are those of its statements, in order', () => {
    const range = scopes.functionAt(entryOf('factorial'))
    if (!range) throw new Error('There is no such function.')
    const starts = lines.statementsIn(range)
    expect(starts[0]).toBe(range.start)
    expect([...starts].sort((a, b) => (a < b ? -1 : 1))).toEqual(starts)
    const found = new Set(starts.map((start) => debugInfo.sourceOf(start)?.line))
    for (const text of ['if number < 2', 'let rest', 'number * rest']) {
      expect(found).toContain(lineOf(text))
    }
  })
})
