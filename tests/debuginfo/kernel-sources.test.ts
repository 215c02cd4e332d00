/** The sources that are built into the app are those of the prebuilt image: by path, by length, and word for word where debug information lets one see. */
import { describe, expect, it } from 'vitest'
import { readKernelSources } from '../../scripts/vite-embed-bytes'
import { readElf64 } from '../../src/emulator/boot/elf64'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import { createEntry } from '../../src/emulator/debuginfo/dwarf/entry'
import { Attribute, Tag } from '../../src/emulator/debuginfo/dwarf/names'
import { createProgram } from '../../src/emulator/debuginfo/dwarf/program'
import { createDebugSections } from '../../src/emulator/debuginfo/dwarf/sections'
import { createSources } from '../../src/emulator/debuginfo/dwarf/sources'
import { declarationOf } from '../../src/emulator/debuginfo/dwarf/variables'
import { kernelImage } from '../boot/ringside'

const image = readElf64(kernelImage)
const debugInfo = createDebugInfo(image)
const texts = readKernelSources(process.cwd())
const linesOf = (file: string) => texts[file]?.split('\n') ?? []
const ownFiles = debugInfo.lines.files().filter(({ path }) => path.startsWith('src/'))

/** Functions and statics with the line where the source declares them. */
function declarations() {
  const program = createProgram(createDebugSections(image))
  const sources = createSources(program, debugInfo.lines)
  return program.units().flatMap((unit) => {
    const { count } = unit.entries()
    return Array.from({ length: count }, (_, index) => createEntry(unit, index))
      .filter(({ tag }) => tag === Tag.subprogram || tag === Tag.formalParameter)
      .map((entry) => ({ name: entry.text(Attribute.name), at: declarationOf(entry, sources) }))
  })
}

describe('the sources that come with the app', () => {
  it('have every file of the crate that the image names', () => {
    expect(ownFiles.length).toBeGreaterThan(50)
    expect(ownFiles.map(({ path }) => path).filter((path) => !(path in texts))).toEqual([])
  })

  it('have every line that the image names, and no line with code is blank', () => {
    for (const { path } of ownFiles) {
      const lines = linesOf(path)
      for (const { line } of debugInfo.lines.statementsOf(path)) {
        expect(lines[line - 1]?.trim(), `${path}:${line}`).toBeTruthy()
      }
    }
  })

  it('name the functions and parameters where the image says that they are declared', () => {
    const own = declarations().filter(
      ({ name, at }) => /^[a-z_]\w*$/.test(name ?? '') && at?.file.startsWith('src/'),
    )
    expect(own.length).toBeGreaterThan(500)
    const lineOf = (at: (typeof own)[number]['at']) =>
      linesOf(at?.file ?? '')[(at?.line ?? 0) - 1] ?? ''
    // Macros and attributes declare things at their own lines, by names that they put together.
    const wrong = own.filter(
      ({ name, at }) =>
        !/[$]|!\s*[{(]|#\[|^static /.test(lineOf(at)) && !lineOf(at).includes(name ?? ''),
    )
    expect(wrong.map(({ name, at }) => `${name} ${at?.file}:${at?.line}`)).toEqual([])
  })
})
