/** Opened files: remembered and found again by ids, watched while they are replaced as compilers replace them. */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Errand, KernelFile, RecentFile } from '../shared/app/desktop'
import { createOpenedFiles } from './opened-files'
import { createPathList } from './path-list'
import { createRecentFiles, MOST_RECENT_FILES } from './recent-files'

const kernel = readFileSync(resolve(__dirname, '../../kernel/prebuilt/ringside-kernel.elf'))
const rebuilt = Buffer.from(kernel)
rebuilt[rebuilt.length >> 1] = (rebuilt[rebuilt.length >> 1] ?? 0) ^ 1

const newFolder = () => mkdtempSync(join(tmpdir(), 'ringside-opened-'))

function setUp(folder = newFolder()) {
  const shown: (readonly RecentFile[])[] = []
  const recent = createRecentFiles(
    createPathList(join(folder, 'recent-files.json'), MOST_RECENT_FILES),
    folder,
    (files) => shown.push(files),
  )
  const onRead = vi.fn()
  const onRebuilt = vi.fn<(kernel: KernelFile) => void>()
  const files = createOpenedFiles(recent, onRead, onRebuilt)
  stop = () => files.watch(undefined)
  const path = join(folder, 'blog_os')
  writeFileSync(path, kernel)
  return { folder, path, recent, files, onRead, onRebuilt, shown }
}
let stop = () => {}
afterEach(() => stop())

function valueOf(errand: Errand<KernelFile>): KernelFile {
  if (errand.outcome !== 'done') throw new Error(`The file was not opened: ${errand.outcome}`)
  return errand.value
}

describe('what was opened', () => {
  it('is found again by an id, also after a start, the latest first', async () => {
    const { folder, path, files, onRead } = setUp()
    const other = join(folder, 'other.elf')
    writeFileSync(other, kernel)
    const opened = valueOf(await files.open(path))
    await files.open(other)
    expect(await files.openAgain(opened.file)).toMatchObject({ value: { name: 'blog_os' } })
    expect(onRead).toHaveBeenCalledTimes(3)

    const later = setUp(folder)
    expect(await later.recent.all()).toEqual([
      { id: 'file-1', name: 'blog_os', place: '~' },
      { id: 'file-2', name: 'other.elf', place: '~' },
    ])
  })

  it('is kept ten files long, and is forgotten one by one or as a whole', async () => {
    const { folder, files, recent, shown } = setUp()
    for (let i = 0; i < MOST_RECENT_FILES + 3; i++) {
      const path = join(folder, `${i}.elf`)
      writeFileSync(path, kernel)
      await files.open(path)
    }
    const all = await recent.all()
    expect(all.map(({ name }) => name)).toEqual(
      Array.from({ length: 10 }, (_, i) => `${12 - i}.elf`),
    )
    await recent.forget(all[0]?.id)
    expect(shown.at(-1)?.[0]?.name).toBe('11.elf')
    await recent.clear()
    expect(await recent.all()).toEqual([])
  })

  it('says so when it is gone', async () => {
    const { path, files } = setUp()
    const opened = valueOf(await files.open(path))
    rmSync(path)
    expect(await files.openAgain(opened.file)).toMatchObject({
      outcome: 'failed',
      cause: expect.stringContaining('there is no such file'),
    })
  })

  it('does not lead to files that nobody opened, nor to what is no kernel', async () => {
    const { folder, files, recent, onRead } = setUp()
    const secret = join(folder, 'secret.txt')
    writeFileSync(secret, 'secret')
    for (const id of [secret, 'file-1', 7, undefined]) {
      expect(await files.openAgain(id)).toMatchObject({ outcome: 'failed' })
    }
    for (const path of [secret, '', folder, undefined]) {
      expect(await files.rememberDropped(path)).toBeUndefined()
    }
    await files.open(secret)
    expect(await recent.all()).toEqual([])
    expect(onRead).not.toHaveBeenCalled()
  })
})

describe('a watched kernel', () => {
  it('is offered when cargo has put another file in its place, and not while it is being written', async () => {
    const { path, files, onRebuilt } = setUp()
    const opened = valueOf(await files.open(path))
    files.watch(opened.file)
    rmSync(path)
    writeFileSync(path, rebuilt.subarray(0, 1000))
    await new Promise((resolve) => setTimeout(resolve, 1300))
    expect(onRebuilt).not.toHaveBeenCalled()
    writeFileSync(`${path}.new`, rebuilt)
    renameSync(`${path}.new`, path)
    await vi.waitFor(() => expect(onRebuilt).toHaveBeenCalledOnce(), 4000)
    const offered = onRebuilt.mock.calls[0]?.[0]
    expect(offered).toMatchObject({ name: 'blog_os', file: opened.file })
    expect(Buffer.compare(offered?.image ?? new Uint8Array(), rebuilt)).toBe(0)
  })

  it('is not offered when it was built again with the same bytes, or is watched no more', async () => {
    const { path, files, onRebuilt } = setUp()
    const id = await files.rememberDropped(path)
    files.watch(id)
    writeFileSync(path, kernel)
    await new Promise((resolve) => setTimeout(resolve, 1300))
    files.watch(undefined)
    writeFileSync(path, rebuilt)
    await new Promise((resolve) => setTimeout(resolve, 1300))
    expect(onRebuilt).not.toHaveBeenCalled()
  })
})
