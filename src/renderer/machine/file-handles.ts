/**
 * Files that a browser lets the page find again: handles, by which it asks the person for permission when they are used.
 * File System Standard; WICG, "File System Access". A browser that has no pickers gives files alone, and none is kept.
 */
import type { Errand, FileId, KernelFile, RecentFile } from '../../shared/app/desktop'
import { fileKindOf } from '../../shared/app/file-kind'
import { createRebuildWatch, LOOK_MS } from '../../shared/app/rebuild-watch'
import { getItem, putItem } from './browser-database'
import { readKernelFile } from './kernel-file'

type Permission = 'granted' | 'denied' | 'prompt'

/** What the types of the DOM do not have yet. */
export interface FileHandle extends FileSystemFileHandle {
  queryPermission?(mode: { mode: 'read' }): Promise<Permission>
  requestPermission?(mode: { mode: 'read' }): Promise<Permission>
}

const KEY = 'recent-files'
const MOST_KEPT = 10

interface KnownFile {
  readonly id: FileId
  readonly handle: FileHandle
}

const isHandle = (value: unknown): value is FileHandle =>
  typeof FileSystemFileHandle === 'function' && value instanceof FileSystemFileHandle

export interface FileHandles {
  open(handle: FileHandle): Promise<Errand<KernelFile>>
  openAgain(id: FileId): Promise<Errand<KernelFile>>
  all(): Promise<readonly RecentFile[]>
  forget(id: FileId): Promise<void>
  clear(): Promise<void>
  onChange(listener: (files: readonly RecentFile[]) => void): void
  /** Watches that file and no other; with no id, none. */
  watch(id: FileId | undefined): void
  onRebuilt(listener: (kernel: KernelFile) => void): void
}

export function createFileHandles(): FileHandles {
  let ids = 0
  let kept: readonly KnownFile[] | undefined
  let latest: { readonly file: FileId; readonly image: Uint8Array } | undefined
  let tellChange: (files: readonly RecentFile[]) => void = () => {}
  let tellRebuilt: (kernel: KernelFile) => void = () => {}
  let stopWatching = () => {}

  const newKnown = (handle: FileHandle): KnownFile => ({ id: `file-${++ids}`, handle })
  const describe = ({ id, handle }: KnownFile): RecentFile => ({ id, name: handle.name, place: '' })

  async function known(): Promise<readonly KnownFile[]> {
    if (kept !== undefined) return kept
    const stored = await getItem(KEY).catch(() => [])
    return (kept ??= (Array.isArray(stored) ? stored : []).filter(isHandle).map(newKnown))
  }

  async function save(files: readonly KnownFile[]): Promise<void> {
    kept = files.slice(0, MOST_KEPT)
    tellChange(kept.map(describe))
    await putItem(
      KEY,
      kept.map(({ handle }) => handle),
    ).catch(() => undefined)
  }

  async function remember(handle: FileHandle): Promise<KnownFile> {
    const files = await known()
    const isSame = await Promise.all(files.map((file) => file.handle.isSameEntry(handle)))
    const first = files.find((_, index) => isSame[index]) ?? newKnown(handle)
    await save([first, ...files.filter((file) => file !== first)])
    return first
  }

  async function open(handle: FileHandle): Promise<Errand<KernelFile>> {
    const file = await fileOf(handle)
    if (file.outcome !== 'done') return file
    const errand = await readKernelFile(file.value)
    if (errand.outcome !== 'done' || fileKindOf(errand.value.image) === undefined) return errand
    const first = await remember(handle)
    latest = { file: first.id, image: errand.value.image }
    return { outcome: 'done', value: { ...errand.value, file: first.id } }
  }

  return {
    open,
    async openAgain(id) {
      const file = (await known()).find((one) => one.id === id)
      return file === undefined ? { outcome: 'cancelled' } : open(file.handle)
    },
    all: async () => (await known()).map(describe),
    forget: async (id) => save((await known()).filter((file) => file.id !== id)),
    clear: () => save([]),
    onChange: (listener) => (tellChange = listener),
    onRebuilt: (listener) => (tellRebuilt = listener),
    watch(id) {
      stopWatching()
      const handle = kept?.find((one) => one.id === id)?.handle
      if (id === undefined || handle === undefined) return
      const read = latest?.file === id ? latest.image : undefined
      stopWatching = watchHandle(handle, read, (image) => {
        latest = { file: id, image }
        tellRebuilt({ name: handle.name, image, file: id })
      })
    },
  }
}

async function fileOf(handle: FileHandle): Promise<Errand<File>> {
  const failed = (cause: string, cure: string): Errand<File> => ({
    outcome: 'failed',
    cause: `The kernel ${handle.name} could not be opened: ${cause}.`,
    cure,
  })
  try {
    const read = { mode: 'read' } as const
    if ((await handle.queryPermission?.(read)) !== 'granted') {
      const answer = await handle.requestPermission?.(read)
      if (answer !== undefined && answer !== 'granted')
        return failed('the browser was not allowed to read it', 'Allow it when it asks.')
    }
    return { outcome: 'done', value: await handle.getFile() }
  } catch (error) {
    const isGone = (error as DOMException).name === 'NotFoundError'
    const cause = isGone ? 'there is no such file any more' : 'it could not be read'
    return failed(cause, 'Choose an ELF64 kernel that you may read.')
  }
}

function watchHandle(
  handle: FileHandle,
  image: Uint8Array | undefined,
  onRebuilt: (image: Uint8Array) => void,
): () => void {
  const watch = createRebuildWatch(image)
  let isOver = false

  async function look(): Promise<void> {
    // A file that is gone, or may not be read for now, is looked for again.
    const file = await handle.getFile().catch(() => undefined)
    if (watch.see(file && `${file.size} ${file.lastModified}`) && file !== undefined) {
      const read = await readKernelFile(file)
      if (!isOver && read.outcome === 'done' && watch.take(read.value.image))
        onRebuilt(read.value.image)
    }
    if (!isOver) timer = setTimeout(() => void look(), LOOK_MS)
  }
  let timer = setTimeout(() => void look(), LOOK_MS)

  return () => {
    isOver = true
    clearTimeout(timer)
  }
}
