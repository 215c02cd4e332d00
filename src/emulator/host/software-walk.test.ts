/** What code reads of the page tables by itself, on the kernel. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseQuery } from '../../shared/query/parse'
import { modelWhere } from './headless-view'

const root = new URL('../../../', import.meta.url)
const image = readFileSync(new URL('kernel/prebuilt/ringside-kernel.elf', root))
const coreWasm = readFileSync(new URL('build/core/core.wasm', root))

function walkWhere(scenario: string, text: string) {
  const configuration = { memorySize: 16 << 20, commandLine: `scenario=${scenario}` }
  const options = { coreWasm, image, name: 'kernel', configuration, maxInstructions: 50_000_000 }
  return modelWhere('page-walk', { text, query: parseQuery(text) }, options)?.selected
}

it('is shown where a program has told that it translated an address', () => {
  const walk = walkWhere('translate', 'only mark translated')
  const reads = walk?.software?.reads ?? []
  expect(reads.map(({ level }) => level)).toEqual(['pml4', 'pdpt', 'pd', 'pt'])
  expect(reads.map(({ value }) => value)).toEqual(walk?.levels.map(({ value }) => value))
  // All of physical memory is mapped at an offset: by this the code gets at each table.
  const offsets = reads.map(({ through }, depth) => through - (walk?.levels[depth]?.address ?? 0n))
  expect(new Set(offsets)).toEqual(new Set([0xffff_8000_0000_0000n]))
  expect(walk?.instruction.symbol).toMatch(/translate::run/)
})

it('ends where the code has met a large page', () => {
  const walk = walkWhere('translate', 'first panic where msg has huge')
  expect(walk?.software).toMatchObject({ depth: 3 })
  expect(walk?.pageSize).toBe('2m')
})

it('ends where the code could not make a table, with the one that it has made', () => {
  const walk = walkWhere('map-no-frames', 'first text serial where line has "no frame"')
  expect(walk?.software?.reads.map(({ level, value }) => [level, value])).toEqual([
    ['pml4', 0n],
    ['pdpt', 0n],
  ])
  expect(walk?.levels.map(({ value }) => value & 1n)).toEqual([1n, 0n])
})

it('is no part of an event that has an address of its own, or that comes long after', () => {
  expect(walkWhere('translate', 'first walk where size = 2m')?.software).toBeUndefined()
  expect(walkWhere('timer', '5th irq 0 ack')?.software).toBeUndefined()
})
