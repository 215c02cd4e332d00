/** Which files the page may read: sources below a folder of the kernel's, or of a person's choice, and no other. */
import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compilationFolders } from '../emulator/host/source-folders'
import { createSourceFiles } from './source-files'

function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'ringside-sources-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

function sourceFiles(choice?: string, remembered: readonly string[] = []) {
  let saved = remembered
  const files = createSourceFiles(
    { load: async () => saved, save: async (folders) => void (saved = folders) },
    async () => choice,
  )
  return { ...files, saved: () => saved }
}

describe('a source', () => {
  it('is not read while nobody has opened a kernel or chosen a folder', async () => {
    const root = tree({ 'src/main.rs': 'fn main() {}' })
    const { read } = sourceFiles()
    expect(await read({ file: 'src/main.rs', directory: root })).toMatchObject({
      outcome: 'failed',
      cure: 'Locate the folder that holds it.',
    })
    expect((await read({ file: join(root, 'src/main.rs') })).outcome).toBe('failed')
  })

  it('is read from a folder that a person chose, then and later, wherever the compiler had it', async () => {
    const root = tree({ 'kernel/src/main.rs': 'fn main() {}', 'kernel/src/a/b.rs': 'b' })
    const files = sourceFiles(join(root, 'kernel'))
    const main = { file: 'src/main.rs', directory: '/nowhere/kernel' }
    expect(await files.locate(main)).toEqual({ outcome: 'done', value: 'fn main() {}' })
    expect(files.saved()).toEqual([join(root, 'kernel')])
    expect(await files.read(main)).toEqual({ outcome: 'done', value: 'fn main() {}' })
    expect(await files.read({ file: '/nowhere/kernel/src/a/b.rs' })).toEqual({
      outcome: 'done',
      value: 'b',
    })
  })

  it('is told missing where it is not, and such a folder is not remembered', async () => {
    const files = sourceFiles(tree({ 'src/lib.rs': '' }))
    expect(await files.locate({ file: 'src/main.rs' })).toMatchObject({ outcome: 'failed' })
    expect(files.saved()).toEqual([])
  })

  it('is read only below the folder, by its real place', async () => {
    const root = tree({ 'in/src/main.rs': 'in', 'out/secret.rs': 'secret', 'out/key.pem': 'key' })
    symlinkSync(join(root, 'out/secret.rs'), join(root, 'in/src/link.rs'))
    symlinkSync(join(root, 'out'), join(root, 'in/folder'))
    const { read } = sourceFiles(undefined, [join(root, 'in')])
    expect(await read({ file: 'src/main.rs' })).toEqual({ outcome: 'done', value: 'in' })
    for (const file of [
      'src/link.rs',
      'folder/secret.rs',
      '../out/secret.rs',
      join(root, 'out/secret.rs'),
      '../out/key.pem',
      join(root, 'in/src'),
    ]) {
      expect((await read({ file })).outcome, file).toBe('failed')
    }
  })

  it('is read when it is a source, and of a size that a person may have written', async () => {
    const root = tree({ 'key.pem': 'key', 'src/main.rs': '', '.rs': '' })
    truncateSync(join(root, 'src/main.rs'), 5 * 2 ** 20)
    const { read } = sourceFiles(undefined, [root])
    expect((await read({ file: 'key.pem' })).outcome).toBe('failed')
    expect(await read({ file: 'src/main.rs' })).toMatchObject({
      outcome: 'failed',
      cause: expect.stringContaining('more than 4 MiB'),
    })
  })

  it('is refused when the page asks in another form', async () => {
    const { read } = sourceFiles(undefined, [tree({ 'a.rs': '' })])
    for (const value of [
      undefined,
      'a.rs',
      {},
      { file: 1 },
      { file: 'a.rs\0' },
      { file: 'x'.repeat(5000) + '.rs' },
    ]) {
      expect((await read(value)).outcome).toBe('failed')
    }
  })
})

it('finds where an image was compiled, and nothing in what is no image', () => {
  const image = gunzipSync(readFileSync('tests/debuginfo/recorded/debug.elf.gz'))
  expect(compilationFolders(image).length).toBeGreaterThan(0)
  expect(compilationFolders(new Uint8Array(100))).toEqual([])
  expect(compilationFolders(Uint8Array.of(0x50, 0x4b, 3, 4, 1, 2))).toEqual([])
})
