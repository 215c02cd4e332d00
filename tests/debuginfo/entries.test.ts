/** The trees of entries, against the counts of llvm-dwarfdump. */
import { describe, expect, it } from 'vitest'
import { Tag } from '../../src/emulator/debuginfo/dwarf/names'
import { createProgram } from '../../src/emulator/debuginfo/dwarf/program'
import { createDebugSections } from '../../src/emulator/debuginfo/dwarf/sections'
import { createEntry } from '../../src/emulator/debuginfo/dwarf/entry'
import { BUILDS, lines, openRecorded } from './recorded'

const nameOfTag = new Map(
  Object.entries(Tag).map(([name, tag]) => [
    tag as number,
    `DW_TAG_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
  ]),
)

describe.each(BUILDS)('entries of the %s build', (build) => {
  const program = createProgram(createDebugSections(openRecorded(build).image))

  it('are as many of each tag as LLVM counts', () => {
    const counts = new Map<string, number>()
    for (const unit of program.units()) {
      for (const { tag } of unit.entries().abbreviations) {
        const name = nameOfTag.get(tag) ?? `${tag}`
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
    }
    const found = [...counts].sort().map(([tag, count]) => `${tag}\t${count}`)
    expect(found).toEqual(lines(`${build}.tags.txt`))
  })

  it('are children of whom they are the children', () => {
    for (const unit of program.units()) {
      const [first] = createEntry(unit, 0).children()
      expect(first?.parent()?.offset).toBe(unit.root().offset)
    }
  })
})
