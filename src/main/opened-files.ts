/**
 * The files that a person has opened: read here, remembered, and watched while the page shows one of them.
 * The page can have none but these again: it gives an id, and ids are given out for what a person chose.
 */
import { basename } from 'node:path'
import type { Errand, FileId, KernelFile } from '../shared/app/desktop'
import { fileKindOf } from '../shared/app/file-kind'
import { watchFile, type StopWatching } from './file-watch'
import { readKernelFile } from './kernel-file'
import type { RecentFiles } from './recent-files'

export interface OpenedFiles {
  /** A path that a person chose: in a dialog, on the command line. */
  open(path: string): Promise<Errand<KernelFile>>
  openAgain(id: unknown): Promise<Errand<KernelFile>>
  /** A file that the page was given by the operating system and has read itself; none when it is nothing of ours. */
  rememberDropped(path: unknown): Promise<FileId | undefined>
  /** Watches that file and no other; with no id, none. */
  watch(id: unknown): void
}

const NOT_KNOWN: Errand<never> = {
  outcome: 'failed',
  cause: 'The page asked for a file that nobody has opened.',
}

/** `onRead` is given each image that came from disk, `onRebuilt` one that a compiler has put there since. */
export function createOpenedFiles(
  recent: RecentFiles,
  onRead: (image: Uint8Array) => void,
  onRebuilt: (kernel: KernelFile) => void,
): OpenedFiles {
  /** What was read last: a watch begins from it, so that nothing between is missed. */
  let latest: { readonly file: FileId; readonly image: Uint8Array } | undefined
  let stop: StopWatching = () => {}

  /** What is neither a kernel nor a session is given to the page, which says what it is, and not remembered. */
  async function open(path: string): Promise<Errand<KernelFile>> {
    const errand = await readKernelFile(path)
    if (errand.outcome !== 'done' || fileKindOf(errand.value.image) === undefined) return errand
    const { name, image } = errand.value
    onRead(image)
    const file = await recent.remember(path)
    latest = { file, image }
    return { outcome: 'done', value: { name, image, file } }
  }

  return {
    open,
    async openAgain(id) {
      const path = recent.pathOf(id)
      return path === undefined ? NOT_KNOWN : open(path)
    },
    async rememberDropped(path) {
      if (typeof path !== 'string' || path === '') return undefined
      const errand = await open(path)
      return errand.outcome === 'done' ? errand.value.file : undefined
    },
    watch(id) {
      stop()
      stop = () => {}
      const path = recent.pathOf(id)
      if (path === undefined) return
      const file = id as FileId
      stop = watchFile(path, latest?.file === file ? latest.image : undefined, (image) => {
        latest = { file, image }
        onRead(image)
        onRebuilt({ name: basename(path), image, file })
      })
    },
  }
}
