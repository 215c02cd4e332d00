/** How large a kernel's file is on the disk. That real builds come out right is shown in tests/series. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packKernelFile } from './bootloader-kernel-file'
import { createRandom } from './elf-image.fixture'
import { readElf64 } from './elf64'

const recorded = (name: string) =>
  new Uint8Array(
    readFileSync(new URL(`../../../tests/series/recorded/${name}.elf`, import.meta.url)),
  )

const sizeOf = (file: Uint8Array) => packKernelFile(file, readElf64(file)).size

/** Where the section headers stand, and how many there are. */
const sections = (file: Uint8Array) => {
  const view = new DataView(file.buffer)
  return { view, at: Number(view.getBigUint64(40, true)), count: view.getUint16(60, true) }
}

describe('the kernel’s file on the disk', () => {
  it('is the file itself when there is no debug information in it', () => {
    const file = recorded('paging-release')
    expect(sizeOf(file)).toBe(file.length)
  })

  it('is smaller by the debug information', () => {
    const file = recorded('recursive-release')
    const debug = readElf64(file).sections.filter(({ name }) => name.startsWith('.debug'))
    const removed = debug.reduce((sum, { bytes }) => sum + bytes.length, 0)
    expect(removed).toBeGreaterThan(1000)
    expect(sizeOf(file)).toBeLessThan(file.length - removed)
    expect(packKernelFile(file, readElf64(file)).bytes.length).toBeLessThan(sizeOf(file))
  })

  it('leaves the file that it is made of as it is', () => {
    const file = Buffer.from(recorded('lost-stack-debug'))
    const before = new Uint8Array(file)
    packKernelFile(file, readElf64(file))
    expect(Buffer.compare(file, before)).toBe(0)
  })

  it('ends behind the segments when there are no sections', () => {
    const file = recorded('paging-release')
    file.fill(0, 40, 48)
    const last = readElf64(file).segments.map(
      ({ fileOffset, bytes }) => Number(fileOffset) + bytes.length,
    )
    expect(sizeOf(file)).toBe(Math.max(...last))
  })

  it('takes a moment, whatever the names of the symbols overlap', () => {
    const file = recorded('tasks-release')
    const { view, at, count } = sections(file)
    for (let index = 0; index < count; index++) {
      const header = at + 64 * index
      const isNames = view.getUint32(header + 4, true) === 3
      const [offset, size] = [24, 32].map((field) =>
        Number(view.getBigUint64(header + field, true)),
      )
      if (isNames && (size ?? 0) > 1000) file.fill(0x61, offset, (offset ?? 0) + (size ?? 0))
    }
    const start = performance.now()
    expect(sizeOf(file)).toBeGreaterThan(0)
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it('is something, or refused, whatever the section table says', () => {
    const random = createRandom(20_260_103)
    const sound = recorded('exceptions-release')
    const { at, count } = sections(sound)
    for (let round = 0; round < 500; round++) {
      const file = sound.slice()
      for (let i = random(20); i >= 0; i--) file[at + random(64 * count)] = random(256)
      expect(sizeOf(file)).toBeGreaterThan(0)
    }
  })
})
