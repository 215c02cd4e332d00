/** Where the bytes of a kernel lie that `bootloader` 0.9 has mapped page by page. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { linearAddress } from '../../shared/units'
import { compileCore } from '../machine/webassembly'
import { loadMachine } from './loaded-machine'

const root = new URL('../../../', import.meta.url)
const core = compileCore(readFileSync(new URL('build/core/core.wasm', root)))

describe.each(['chained-release', 'lost-stack-debug', 'bare-release'])('%s', (name) => {
  const image = readFileSync(new URL(`tests/series/recorded/${name}.elf`, root))
  const { machine, observers } = loadMachine(core, name, image, {
    memorySize: 64 << 20,
    commandLine: '',
  })
  const { segments, pieces } = observers['image-map'].model()
  const frames = segments.map(({ virtualAddress, memorySize }) => {
    const first = virtualAddress & ~0xfffn
    const count = Number((virtualAddress + BigInt(memorySize) - first + 0xfffn) >> 12n)
    return Array.from({ length: count }, (_, page) => {
      const { walk } = machine.translate(linearAddress(first + BigInt(page << 12)), 'read')
      return (walk.physicalAddress ?? -1n) & ~0xfffn
    })
  })

  it('has each page of a segment in a piece of it, and no other', () => {
    const drawn = segments.map((_, index) =>
      pieces
        .filter((piece) => piece.kind === 'segment' && piece.segment === index)
        .flatMap(({ start, size }) => {
          const first = start & ~0xfffn
          const count = Number((start + BigInt(size) - first + 0xfffn) >> 12n)
          return Array.from({ length: count }, (_, page) => first + BigInt(page << 12))
        }),
    )
    expect(drawn.map((list) => new Set(list))).toEqual(frames.map((list) => new Set(list)))
  })
})

it('finds pages that do not follow each other', () => {
  const image = readFileSync(new URL('tests/series/recorded/chained-release.elf', root))
  const { observers } = loadMachine(core, 'k', image, { memorySize: 64 << 20, commandLine: '' })
  const { segments, pieces } = observers['image-map'].model()
  const ofSegments = pieces.filter(({ kind }) => kind === 'segment')
  expect(ofSegments.length).toBeGreaterThan(segments.length)
})
