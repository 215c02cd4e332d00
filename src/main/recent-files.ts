/**
 * The kernels and sessions that a person has opened or saved, the latest first. The page knows them by ids and by
 * words; the paths stay here.
 */
import { basename, dirname, sep } from 'node:path'
import type { FileId, RecentFile } from '../shared/app/desktop'
import { describePlace } from './describe-place'
import type { PathList } from './path-list'

export const MOST_RECENT_FILES = 10

export interface RecentFiles {
  all(): Promise<readonly RecentFile[]>
  /** Puts a path first. */
  remember(path: string): Promise<FileId>
  /** Nothing for an id that was not given out here. */
  pathOf(id: unknown): string | undefined
  forget(id: unknown): Promise<void>
  clear(): Promise<void>
}

/** `onChange` is told of each change, with the list as it then is. */
export function createRecentFiles(
  list: PathList,
  home: string,
  onChange: (files: readonly RecentFile[]) => void,
): RecentFiles {
  /** An id stays with its path for as long as the app runs, also when the path has left the list. */
  const ids = new Map<string, FileId>()
  const paths = new Map<FileId, string>()

  function idOf(path: string): FileId {
    const known = ids.get(path)
    if (known !== undefined) return known
    const id = `file-${ids.size + 1}`
    ids.set(path, id)
    paths.set(id, path)
    return id
  }

  const describe = (path: string): RecentFile => ({
    id: idOf(path),
    name: basename(path),
    place: describePlace(dirname(path), home, sep),
  })
  const all = async () => (await list.load()).map(describe)
  const pathOf = (id: unknown) => (typeof id === 'string' ? paths.get(id) : undefined)

  async function save(changed: readonly string[]): Promise<void> {
    // A disk that takes nothing costs the memory of the next start, not the list of this one.
    await list.save(changed).catch(() => undefined)
    onChange(await all())
  }

  return {
    all,
    pathOf,
    async remember(path) {
      const others = (await list.load()).filter((other) => other !== path)
      await save([path, ...others])
      return idOf(path)
    },
    async forget(id) {
      const path = pathOf(id)
      if (path === undefined) return
      await save((await list.load()).filter((other) => other !== path))
    },
    clear: () => save([]),
  }
}
