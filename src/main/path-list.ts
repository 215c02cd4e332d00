/** Paths that a person has chosen, remembered as a JSON file; a broken or missing file means none. */
import { promises as fs } from 'node:fs'
import { writeAtomically } from './write-atomically'

const LARGEST_FILE = 256 * 1024

const isPath = (value: unknown): value is string => typeof value === 'string' && value !== ''

export interface PathList {
  load(): Promise<readonly string[]>
  save(paths: readonly string[]): Promise<void>
}

/** Of a longer list the first `most` are kept. */
export function createPathList(file: string, most: number): PathList {
  let known: readonly string[] | undefined

  async function read(): Promise<readonly string[]> {
    try {
      if ((await fs.stat(file)).size > LARGEST_FILE) return []
      const value: unknown = JSON.parse(await fs.readFile(file, 'utf8'))
      return Array.isArray(value) ? value.filter(isPath).slice(0, most) : []
    } catch {
      return []
    }
  }

  return {
    load: async () => (known ??= await read()),
    async save(paths) {
      known = paths.slice(0, most)
      await writeAtomically(file, JSON.stringify(known, null, 2) + '\n')
    },
  }
}
