// @vitest-environment jsdom
/** Recent files and rebuilt kernels, as the app offers them. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Errand, KernelFile, RecentFile } from '../../shared/app/desktop'
import type { Host } from '../machine/host'
import { useFilesStore } from './files'
import { useMachineStore } from './machine'
import { useNoticesStore } from './notices'

beforeEach(() => setActivePinia(createPinia()))

const opened = (file: string): KernelFile => ({ name: 'blog_os', image: new Uint8Array(1), file })

async function setUp(answer: Errand<KernelFile> = { outcome: 'cancelled' }) {
  const told: { rebuilt?: (kernel: KernelFile) => void } = {}
  const recent: RecentFile[] = [{ id: 'a', name: 'blog_os', place: '~' }]
  const host = {
    recentFiles: async () => recent,
    onRecentFiles: () => {},
    onRecentChosen: () => {},
    onRebuilt: (listener: (kernel: KernelFile) => void) => (told.rebuilt = listener),
    openRecent: async () => answer,
    forgetRecent: vi.fn(async () => {}),
    clearRecent: async () => {},
    watchFile: vi.fn(async () => {}),
  }
  const files = useFilesStore()
  await files.connect(host as unknown as Host)
  const machine = useMachineStore()
  const notices = useNoticesStore()
  const offers = () => notices.notices.filter(({ kind }) => kind === 'rebuilt')
  return {
    host,
    files,
    machine,
    notices,
    offers,
    rebuilt: (kernel: KernelFile) => told.rebuilt?.(kernel),
  }
}

it('watches the file of the kernel that runs, and none for what has no file', async () => {
  const { host, machine } = await setUp()
  machine.open({ outcome: 'done', value: opened('a') })
  await nextTick()
  expect(host.watchFile).toHaveBeenLastCalledWith('a')
  machine.open({ outcome: 'done', value: { ...opened('b'), name: 'run.ringside' } })
  await nextTick()
  expect(host.watchFile).toHaveBeenLastCalledWith(undefined)
})

it('offers a rebuilt kernel once, the latest, and takes the offer back when another is opened', async () => {
  const { machine, offers, rebuilt } = await setUp()
  machine.open({ outcome: 'done', value: opened('a') })
  await nextTick()
  rebuilt(opened('a'))
  rebuilt(opened('a'))
  expect(offers()).toHaveLength(1)
  expect(offers()[0]).toMatchObject({ text: 'blog_os was rebuilt.', dismissal: 'Not now' })
  machine.open({ outcome: 'done', value: opened('b') })
  await nextTick()
  expect(offers()).toEqual([])
  rebuilt(opened('a'))
  expect(offers()).toEqual([])
})

it('reloads what was checked, and afterwards has nothing to reload', async () => {
  const { files, machine, offers, rebuilt } = await setUp()
  files.reloadHere()
  expect(offers()[0]?.text).toContain('no file')
  machine.open({ outcome: 'done', value: opened('a') })
  await nextTick()
  const next = opened('a')
  rebuilt(next)
  files.reloadHere()
  expect(machine.kernel).toBe(next)
  await nextTick()
  expect(offers()).toEqual([])
  files.reloadHere()
  expect(offers()[0]?.text).toContain('has not been rebuilt')
})

it('offers to forget a recent file that cannot be opened', async () => {
  const cause = 'The kernel blog_os could not be opened: there is no such file or folder.'
  const { host, files, notices } = await setUp({ outcome: 'failed', cause })
  expect(files.recent).toHaveLength(1)
  await files.openRecent('a')
  expect(notices.notices[0]?.text).toBe(cause)
  notices.notices[0]?.action?.run()
  expect(host.forgetRecent).toHaveBeenCalledWith('a')
  expect(notices.notices).toEqual([])
})
