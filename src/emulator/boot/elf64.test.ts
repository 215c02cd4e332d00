import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createRandom, draftElf, smallKernel } from './elf-image.fixture'
import { readElf64 } from './elf64'
import { ImageError } from './image-error'
import { planPvhBoot } from './pvh'

const kernel = new Uint8Array(
  readFileSync(new URL('../../../kernel/prebuilt/ringside-kernel.elf', import.meta.url)),
)

function problemOf(bytes: Uint8Array): string {
  try {
    readElf64(bytes)
  } catch (error) {
    if (error instanceof ImageError) return error.message
    throw error
  }
  return 'none'
}

const changed = (offset: number, value: number, bytes = smallKernel()) => {
  const copy = bytes.slice()
  copy[offset] = value
  return copy
}

describe('reading ELF64', () => {
  it('finds the segments of our kernel, with what the linker gave them', () => {
    const { segments, sections, entry } = readElf64(kernel)
    const load = segments.filter(({ type }) => type === 1)
    expect(load.length).toBeGreaterThan(2)
    expect(load.some(({ isExecutable, isWritable }) => isExecutable && !isWritable)).toBe(true)
    expect(load.some(({ bytes, memorySize }) => BigInt(bytes.length) < memorySize)).toBe(true)
    expect(load.every(({ physicalAddress }) => physicalAddress >= 0x10_0000n)).toBe(true)
    expect(sections.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['.text', '.rodata', '.bss', '.symtab', '.strtab']),
    )
    expect(entry).toBeGreaterThan(0n)
  })

  it.each([
    ['an empty file', new Uint8Array(0), 'The file is empty'],
    ['text', Uint8Array.from([...Buffer.from('#!/bin/sh\n')]), '23 21 2f 62'],
    ['a Windows program', Uint8Array.from([0x4d, 0x5a, 0, 0]), 'Windows or UEFI'],
    ['an archive', Uint8Array.from([0x1f, 0x8b, 8]), 'gzip'],
    ['a header that is cut short', smallKernel().slice(0, 40), 'has only 40'],
    ['32-bit ELF', changed(4, 1), '32-bit ELF'],
    ['big-endian ELF', changed(5, 2), 'big-endian'],
    ['ELF for AArch64', changed(18, 183), 'AArch64'],
    ['ELF for an unknown machine', changed(18, 99), 'machine number 99'],
    ['an object file', changed(16, 1), 'not been linked'],
    ['program headers beyond the end', changed(33, 0xff), 'table of 2 program headers'],
    ['program headers of a wrong size', changed(54, 32), '32 bytes long'],
    ['a segment beyond the end', changed(64 + 9, 0xff), 'the contents of segment 0'],
    ['more bytes in the file than in memory', changed(64 + 40, 0), '0x1 bytes in the file'],
  ])('refuses %s, and says what it found', (_what, bytes, words) => {
    expect(problemOf(bytes)).toContain(words)
  })

  it('calls a boot sector what it is', () => {
    const disk = new Uint8Array(1024)
    disk.set([0x55, 0xaa], 510)
    expect(problemOf(disk)).toContain('boot sector')
  })

  it('reads an image whose section table is damaged, without its sections', () => {
    const copy = kernel.slice()
    copy.fill(0xff, 40, 48)
    const image = readElf64(copy)
    expect(image.sections).toEqual([])
    expect(image.segments.length).toBeGreaterThan(2)
  })

  it('says something sensible about any damage, and never fails otherwise', () => {
    const random = createRandom(20_260_101)
    const start = performance.now()
    let refused = 0
    for (let round = 0; round < 4000; round++) {
      const bytes = (round % 4 === 0 ? kernel : smallKernel()).slice()
      // The headers are where damage can do harm.
      const headers = Math.min(bytes.length, 64 + 8 * 56)
      for (let i = random(12); i >= 0; i--) bytes[random(headers)] = random(256)
      const cut = random(8) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes
      try {
        planPvhBoot(readElf64(cut), { commandLine: 'x', memorySize: 2 ** 25 })
      } catch (error) {
        expect(error).toBeInstanceOf(ImageError)
        expect((error as Error).message).toMatch(/\.$/)
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(1000)
    expect(performance.now() - start).toBeLessThan(20_000)
  })

  it('takes as many headers as a file can claim', () => {
    const bytes = draftElf(Array.from({ length: 65_535 }, () => ({ type: 0x6000_0000 })))
    expect(readElf64(bytes).segments).toHaveLength(65_535)
  })
})
