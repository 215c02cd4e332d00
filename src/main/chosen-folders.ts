/** The folders of sources that a person has pointed at, as a JSON file; a broken or missing file means none. */
import { promises as fs } from 'node:fs'
import type { ChosenFolders } from './source-files'
import { writeAtomically } from './write-atomically'

const LARGEST_FILE = 256 * 1024
const MOST_FOLDERS = 32

const isFolder = (value: unknown): value is string => typeof value === 'string' && value !== ''

export function createChosenFolders(path: string): ChosenFolders {
  let known: readonly string[] | undefined

  async function read(): Promise<readonly string[]> {
    try {
      if ((await fs.stat(path)).size > LARGEST_FILE) return []
      const value: unknown = JSON.parse(await fs.readFile(path, 'utf8'))
      return Array.isArray(value) ? value.filter(isFolder).slice(0, MOST_FOLDERS) : []
    } catch {
      return []
    }
  }

  return {
    load: async () => (known ??= await read()),
    async save(folders) {
      known = folders
      await writeAtomically(path, JSON.stringify(folders, null, 2) + '\n')
    },
  }
}
