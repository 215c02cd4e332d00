/**
 * Thousands of damaged images: whatever a file says, every question comes back, in time.
 * `measure.mjs` asks the same of a million.
 */
import { describe, expect, it } from 'vitest'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import type { ElfImage, ImageSection } from '../../src/emulator/memory/image'
import { createRandom } from '../fixtures/random'
import { askEverything, damage, openDamagedFile, smallQuestion } from './mutations'
import { openImage, SMALL_BUILDS, unpacked } from './recorded'

const VARIANTS = 7_000
/** Milliseconds of the processor's time; sound images take one or two. */
const SLOWEST = 3_000

/** What this process has used of the processor: what else the machine does must not make an answer slow. */
const processorTime = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

describe.each(SMALL_BUILDS)('damaged variants of %s', (build) => {
  const image = openImage(build)
  const question = smallQuestion(image)

  it('answer every question, each in bounded time', () => {
    const random = createRandom(build.length)
    const sound = askEverything(image, question)
    expect(sound).toBeGreaterThan(10)
    let [slowest, different] = [0, 0]
    for (let variant = 0; variant < VARIANTS; variant++) {
      const start = processorTime()
      if (askEverything(damage(image, random), question) !== sound) different += 1
      slowest = Math.max(slowest, processorTime() - start)
    }
    expect(slowest).toBeLessThan(SLOWEST)
    // Damage that no question notices would be no test.
    expect(different).toBeGreaterThan(VARIANTS / 10)
  })

  it('are refused with a reason or opened when the file itself is damaged', () => {
    const random = createRandom(99)
    let opened = 0
    for (let variant = 0; variant < 1_000; variant++) {
      const damaged = openDamagedFile(unpacked(`${build}.elf`), random)
      if (damaged) opened += askEverything(damaged, question) > 0 ? 1 : 0
    }
    expect(opened).toBeGreaterThan(0)
  })
})

const SHF_COMPRESSED = 1n << 11n

const section = (name: string, bytes: Uint8Array, flags = 0n): ImageSection => ({
  name,
  type: 1,
  flags,
  address: 0n,
  size: BigInt(bytes.length),
  bytes,
  link: 0,
})

const imageOf = (...sections: ImageSection[]): ElfImage => ({
  isPositionIndependent: false,
  entry: 0n,
  segments: [],
  sections,
})

const u32 = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]

describe('a file made to do harm', () => {
  it('cannot claim more memory than its data could fill', () => {
    const claim = new Uint8Array(64)
    claim[0] = 1
    claim[12] = 1 // 4 GiB unpacked
    const debugInfo = createDebugInfo(imageOf(section('.debug_info', claim, SHF_COMPRESSED)))
    expect(debugInfo.statics()).toEqual([])
  })

  it('cannot make an answer take forever by ranges that all entries share', () => {
    // One abbreviation: a subprogram with DW_AT_ranges, no children.
    const abbreviations = [1, 0x11, 1, 0x55, 0x17, 0, 0, 2, 0x2e, 0, 0x55, 0x17, 0, 0, 0]
    const entries: number[] = [1, ...u32(0)]
    for (let i = 0; i < 20_000; i++) entries.push(2, ...u32(0))
    const header = [4, 0, ...u32(0), 8]
    const info = Uint8Array.from([...u32(header.length + entries.length), ...header, ...entries])
    const ranges = new Uint8Array(16 * 20_000).fill(1)
    const debugInfo = createDebugInfo(
      imageOf(
        section('.debug_info', info),
        section('.debug_abbrev', Uint8Array.from(abbreviations)),
        section('.debug_ranges', ranges),
      ),
    )
    const start = processorTime()
    debugInfo.framesAt(0x0101_0101_0101_0101n)
    expect(processorTime() - start).toBeLessThan(SLOWEST)
  })

  it('cannot make an answer take forever by one long string for all names', () => {
    const strings = new Uint8Array(4 << 20).fill(0x61)
    const symbols = new Uint8Array(24 * 100_000)
    for (let at = 0; at < symbols.length; at += 24) symbols.set([1, 0, 0, 0, 2, 0, 1, 0], at)
    const table = { ...section('.symtab', symbols), type: 2, link: 1 }
    const start = processorTime()
    const debugInfo = createDebugInfo(imageOf(table, section('.strtab', strings)))
    expect(debugInfo.symbols.count).toBe(0)
    expect(processorTime() - start).toBeLessThan(SLOWEST)
  })

  it('cannot make files out of nothing', () => {
    // Version 5: a table of 100,000 directories without fields.
    const tables = [0, 0xa0, 0x8d, 0x06]
    const header = [1, 1, 1, 0xfb, 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, ...tables]
    const unit = [5, 0, 8, 0, ...u32(header.length), ...header]
    const program = [...u32(unit.length), ...unit]
    const bytes = Uint8Array.from(
      { length: 1_000 * program.length },
      (_, i) => program[i % program.length] ?? 0,
    )
    const start = processorTime()
    expect(createDebugInfo(imageOf(section('.debug_line', bytes))).lines.rowCount()).toBe(0)
    expect(processorTime() - start).toBeLessThan(SLOWEST)
  })

  it('cannot send the reader around in circles', () => {
    // A typedef of itself, and a variable of that type at an address.
    const abbreviations = [
      ...[1, 0x11, 1, 0, 0],
      ...[2, 0x16, 0, 0x49, 0x13, 0x03, 0x08, 0, 0],
      ...[3, 0x34, 0, 0x49, 0x13, 0x03, 0x08, 0x02, 0x18, 0, 0],
      0,
    ]
    const typedef = 12
    const body = [
      ...[4, 0, ...u32(0), 8, 1],
      ...[2, ...u32(typedef), 0x54, 0],
      ...[3, ...u32(typedef), 0x76, 0, 9, 0x03, 0, 0x10, 0, 0, 0, 0, 0, 0],
      0,
    ]
    const info = Uint8Array.from([...u32(body.length), ...body])
    const debugInfo = createDebugInfo(
      imageOf(
        section('.debug_info', info),
        section('.debug_abbrev', Uint8Array.from(abbreviations)),
      ),
    )
    expect(debugInfo.statics()).toEqual([{ name: 'v', type: 'T', unit: '', address: 0x1000n }])
    expect(debugInfo.readStatic('v', () => new Uint8Array(8))?.value?.text).toBe('T')
  })
})
