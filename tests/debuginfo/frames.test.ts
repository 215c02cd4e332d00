/** Functions, inlined calls and lines of addresses all over the code, against llvm-symbolizer. */
import { describe, expect, it } from 'vitest'
import { demangle } from '../../src/emulator/debuginfo/demangle'
import { BUILDS, openRecorded, packedLines } from './recorded'

interface Expected {
  readonly function: string
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A line holds an address and four fields for each frame. */
function parse(text: string): { address: bigint; frames: Expected[] } {
  const [address = '0', ...fields] = text.split('\t')
  const frames: Expected[] = []
  for (let at = 0; at < fields.length; at += 4) {
    const [name = '', file = '', line = '', column = ''] = fields.slice(at, at + 4)
    frames.push({ function: demangle(name), file, line: Number(line), column: Number(column) })
  }
  return { address: BigInt(address), frames }
}

/** LLVM has only the symbol of a function that is not mangled; the entry's path says more. */
const isSameName = (found: string | undefined, wanted: string) =>
  found === wanted || (!wanted.includes('::') && (found?.endsWith(`::${wanted}`) ?? false))

describe.each(BUILDS)('frames of the %s build', (build) => {
  const { debugInfo } = openRecorded(build)
  const expected = packedLines(`${build}.frames.txt`).map(parse)
  const described = expected.filter(({ frames }) => frames.some(({ line }) => line > 0))

  it('has enough to compare, inlined calls among them', () => {
    expect(described.length).toBeGreaterThan(100)
    expect(described.filter(({ frames }) => frames.length > 2).length).toBeGreaterThan(10)
  })

  it('names every function and those inlined into it', () => {
    for (const { address, frames } of described) {
      const names = debugInfo.framesAt(address).map((frame) => frame.function)
      const wanted = frames.map((frame) => frame.function)
      const isSame = wanted.every((name, index) => isSameName(names[index], name))
      if (!isSame || names.length !== wanted.length) expect([address, names]).toEqual(wanted)
    }
  })

  it('gives the line and column of every frame', () => {
    for (const { address, frames } of described) {
      const found = debugInfo.framesAt(address).map(({ source }) => source)
      const places = found.map((source) => [source?.line ?? 0, source?.column ?? 0])
      // LLVM calls code that belongs to no line line 0; here it has no source.
      const wanted = frames.map(({ line, column }) => (line === 0 ? [0, 0] : [line, column]))
      expect([address, ...places]).toEqual([address, ...wanted])
      found.forEach((source, index) => {
        if (source) expect(source.file).toBe(frames[index]?.file)
      })
    }
  })

  it('names functions without debug information by their symbols', () => {
    for (const { address, frames } of expected) {
      const [frame] = frames
      if (frames.length !== 1 || !frame || frame.line > 0 || frame.function === '') continue
      const [found] = debugInfo.framesAt(address)
      if (!isSameName(found?.function, frame.function)) expect(found?.function).toBe(frame.function)
    }
  })

  it('finds the addresses of a line, and the line of each of them', () => {
    const addresses = debugInfo.lines.addressesOf('calls.rs', 12)
    expect(addresses.length).toBeGreaterThan(0)
    for (const address of addresses) {
      expect(debugInfo.sourceOf(address)?.line).toBe(12)
      const extent = debugInfo.lines.extentAt(address)
      expect(extent && extent.start <= address && address < extent.end).toBe(true)
      expect(debugInfo.sourceOf((extent?.end ?? 1n) - 1n)?.line).toBe(12)
    }
    expect(debugInfo.lines.addressesOf('calls.rs', 99_999)).toEqual([])
  })

  it('knows where the compiler ran', () => {
    const [address = 0n] = debugInfo.lines.addressesOf('calls.rs', 12)
    expect(debugInfo.sourceOf(address)?.directory).toBe('/program')
  })
})
