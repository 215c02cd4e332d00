/** Which of a chosen folder's files is the one that debug information speaks of. */
import { describe, expect, it } from 'vitest'
import { findSource, readChosenSource, type ChosenFile } from './chosen-sources'

const chosen = (...paths: string[]): ChosenFile[] =>
  paths.map((webkitRelativePath) => ({
    webkitRelativePath,
    size: 10,
    text: async () => `// ${webkitRelativePath}`,
  }))

const pathOf = (file: ChosenFile | undefined) => file?.webkitRelativePath

describe('a source in a chosen folder', () => {
  const files = chosen('kernel/src/main.rs', 'kernel/src/vga/mod.rs', 'kernel/src/mod.rs')

  it('is found by its path from the crate', () => {
    expect(pathOf(findSource(files, { file: 'src/main.rs', directory: '/build/me/kernel' }))).toBe(
      'kernel/src/main.rs',
    )
    expect(pathOf(findSource(files, { file: '/build/kernel/src/vga/mod.rs' }))).toBe(
      'kernel/src/vga/mod.rs',
    )
  })

  it('is found when the folder has another name, or is the one of the sources', () => {
    const renamed = chosen('copy/src/main.rs')
    expect(pathOf(findSource(renamed, { file: 'src/main.rs', directory: '/kernel' }))).toBe(
      'copy/src/main.rs',
    )
    expect(pathOf(findSource(chosen('src/main.rs'), { file: 'src/main.rs' }))).toBe('src/main.rs')
  })

  it('is not mistaken for another of the same name', () => {
    expect(findSource(files, { file: 'src/gdt/mod.rs' })).toBeUndefined()
    expect(findSource(chosen('other/lib/main.rs'), { file: 'src/main.rs' })).toBeUndefined()
  })

  it('is read, or missed with a reason and a cure', async () => {
    expect(await readChosenSource(files, { file: 'src/main.rs' })).toEqual({
      outcome: 'done',
      value: '// kernel/src/main.rs',
    })
    expect(await readChosenSource([], { file: 'src/main.rs' })).toMatchObject({
      outcome: 'failed',
      cure: 'Locate the folder that holds it.',
    })
  })
})
