/** The committed kernel image: whole, free of its builder's paths, and with all it promises inside. */
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fillSymbolTable, readSections } from '../../scripts/kernel-symbols.mjs'
import { imageOf, onePageImages } from './one-page'
import { bootScenarios } from './scenarios'

const kernel = new URL('../../kernel/', import.meta.url)
const image = readFileSync(new URL('prebuilt/ringside-kernel.elf', kernel))

interface Section {
  readonly name: string
  readonly address: bigint
  readonly offset: number
  readonly size: number
}
const sections: readonly Section[] = readSections(image)

function contents(name: string): Buffer {
  const section = sections.find((candidate) => candidate.name === name)
  if (!section) throw new Error(`no section ${name}`)
  return image.subarray(section.offset, section.offset + section.size)
}

/** The text up to the zero byte at `offset`. */
const textAt = (bytes: Buffer, offset: number): string =>
  bytes.toString('latin1', offset, bytes.indexOf(0, offset))

const BUILDERS_FOLDER = /\/(home|root|tmp|usr|work|Users|build)\//

/** The moments that lessons name, and those that last. */
const MARKS = [
  ...['start', 'redzone', 'probe', 'translated', 'window', 'three-kinds', 'leaked'],
  ...['rc_drop', 'round', 'hog', 'self_ref'],
  ...['plain_stores', 'volatile_stores', 'map', 'temp'].flatMap((name) => [
    `${name}_begin`,
    `${name}_end`,
  ]),
].map((name) => `mark_${name}`)

describe('the prebuilt kernel', () => {
  it('has the checksum that is committed beside it', () => {
    const line = readFileSync(new URL('prebuilt/ringside-kernel.elf.sha256', kernel), 'utf8')
    const sum = createHash('sha256').update(image).digest('hex')
    expect(line).toBe(`${sum}  ringside-kernel.elf\n`)
  })

  it('names no folder of the machine that built it', () => {
    expect(image.toString('latin1')).not.toMatch(BUILDERS_FOLDER)
  })

  it('carries a PVH entry address: note type 18, owner Xen', () => {
    const note = contents('.note.Xen')
    expect([note.readUInt32LE(0), note.readUInt32LE(4), note.readUInt32LE(8)]).toEqual([4, 4, 18])
    expect(textAt(note, 12)).toBe('Xen')
    const boot = sections.find((section) => section.name === '.boot')
    expect(BigInt(note.readUInt32LE(16))).toBe(boot?.address)
  })

  it('has its symbol table filled in, ascending and readable', () => {
    expect(Buffer.compare(fillSymbolTable(image), image)).toBe(0)
    const table = contents('.symbols')
    const rows = Array.from({ length: table.readUInt32LE(0) }, (_, row) => ({
      address: table.readUInt32LE(4 + 8 * row),
      name: textAt(table, table.readUInt32LE(8 + 8 * row)),
    }))
    expect(rows.length).toBeGreaterThan(100)
    expect(rows.map((row) => row.address)).toEqual(
      rows.map((row) => row.address).sort((a, b) => a - b),
    )
    const names = rows.map((row) => row.name)
    expect(names.filter((name) => /^_R|^_ZN/.test(name))).toEqual([])
    expect(names).toContain('interrupts::dispatch::dispatch')
    expect(names).toContain('interrupts::entries::enter_page_fault')
  })

  it('names the functions that queries ask for', () => {
    const names = contents('.strtab').toString('latin1')
    for (const name of [
      '_start',
      'kernel_main',
      '6__print',
      '8new_line',
      '8overflow',
      '13panic_handler',
    ]) {
      expect(names).toMatch(new RegExp(`${name}\\0`))
    }
    expect(names).toMatch(/11WRITER_LOCK\0/)
  })

  it('has trace points that are one NOP each', () => {
    const notes = contents('.note.stapsdt')
    const text = sections.find((section) => section.name === '.text')
    if (!text) throw new Error('no .text')
    const names: string[] = []
    for (let at = 0; at < notes.length;) {
      const contentLength = notes.readUInt32LE(at + 4)
      const content = at + 12 + 8
      const nop = notes.readBigUInt64LE(content)
      expect(image[text.offset + Number(nop - text.address)]).toBe(0x90)
      const provider = textAt(notes, content + 24)
      expect(provider).toBe('ringside')
      names.push(textAt(notes, content + 24 + provider.length + 1))
      at = content + Math.ceil(contentLength / 4) * 4
    }
    const known = /^(mark_[\w-]+|test_(start|ok|fail))$/
    expect(names.filter((name) => !known.test(name))).toEqual([])
    expect([...MARKS, 'test_start', 'test_ok', 'test_fail'].filter((name) => !names.includes(name))) // prettier-ignore
      .toEqual([])
    const [beginnings, ends] = ['_begin', '_end'].map((suffix) =>
      [...new Set(names.filter((name) => name.endsWith(suffix)))]
        .map((name) => name.slice(0, -suffix.length))
        .sort(),
    )
    expect(beginnings).toEqual(ends)
  })
})

describe.each(onePageImages)('the prebuilt image $name', ({ name }) => {
  const image = Buffer.from(imageOf(name))

  it('has the checksum that is committed beside it', () => {
    const line = readFileSync(new URL(`prebuilt/${name}.elf.sha256`, kernel), 'utf8')
    expect(line).toBe(`${createHash('sha256').update(image).digest('hex')}  ${name}.elf\n`)
  })

  it('names no folder of the machine that built it', () => {
    expect(image.toString('latin1')).not.toMatch(BUILDERS_FOLDER)
  })
})

describe('the scenarios', () => {
  it('in the kernel and in the boot tests are the same', () => {
    const folder = new URL('src/scenarios/', kernel)
    const inKernel = readdirSync(folder).flatMap((file) => {
      const source = readFileSync(new URL(file, folder), 'utf8')
      return source.match(/SCENARIO: Scenario =[^"]*name: "([^"]+)"/)?.[1] ?? []
    })
    const tested = bootScenarios.flatMap(
      ({ commandLine }) => commandLine.match(/^scenario=(\S+)/)?.[1] ?? [],
    )
    expect([...new Set(tested)].sort()).toEqual(inKernel.sort())
    expect(inKernel.length).toBeGreaterThan(15)
  })
})
