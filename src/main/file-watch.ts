/**
 * Looks at the file of the kernel that was opened, as long as it is wanted, and tells when it was rebuilt.
 * Looks by its path, as cargo puts another file in its place, and goes on when there is none for a while.
 */
import { promises as fs } from 'node:fs'
import { LARGEST_KERNEL } from '../shared/app/desktop'
import { createRebuildWatch, LOOK_MS } from '../shared/app/rebuild-watch'

/** Ends the watch. */
export type StopWatching = () => void

async function stampOf(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs, ino } = await fs.stat(path)
    return size <= LARGEST_KERNEL ? `${size} ${mtimeMs} ${ino}` : undefined
  } catch {
    return undefined
  }
}

/** `image` is what was read from there when it was opened, if that is still known. */
export function watchFile(
  path: string,
  image: Uint8Array | undefined,
  onRebuilt: (image: Uint8Array) => void,
  milliseconds = LOOK_MS,
): StopWatching {
  const watch = createRebuildWatch(image)
  let isOver = false
  let timer: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    if (watch.see(await stampOf(path))) {
      // It may be gone again by now: then the next look sees that.
      const read = await fs.readFile(path).catch(() => undefined)
      const next = read && new Uint8Array(read)
      if (!isOver && next !== undefined && watch.take(next)) onRebuilt(next)
    }
    if (!isOver) timer = setTimeout(() => void look(), milliseconds)
  }
  void look()

  return () => {
    isOver = true
    clearTimeout(timer)
  }
}
