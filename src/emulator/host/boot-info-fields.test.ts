import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readElf64 } from '../boot/elf64'
import { readBootInfoFields } from './boot-info-fields'

const recorded = new URL('../../../tests/series/recorded/', import.meta.url)
const fieldsOf = (name: string) =>
  readBootInfoFields(readElf64(readFileSync(new URL(`${name}.elf`, recorded))))

describe('the fields of BootInfo', () => {
  it('are both there when the kernel asked for both features', () => {
    expect(fieldsOf('recursive-release')).toEqual({
      hasRecursivePageTable: true,
      hasPhysicalMemory: true,
    })
  })

  it('are absent when the kernel asked for none', () => {
    expect(fieldsOf('bare-release')).toEqual({
      hasRecursivePageTable: false,
      hasPhysicalMemory: false,
    })
  })

  it('are not known of a kernel without debug information', () => {
    expect(fieldsOf('paging-release')).toBeUndefined()
  })

  it('are not known when the debug information is damaged', () => {
    const image = readElf64(readFileSync(new URL('recursive-release.elf', recorded)))
    const damaged = image.sections.map((section) =>
      section.name === '.debug_abbrev'
        ? { ...section, flags: 0n, bytes: new Uint8Array(16).fill(0xff) }
        : section,
    )
    expect(readBootInfoFields({ ...image, sections: damaged })).toBeUndefined()
  })
})
