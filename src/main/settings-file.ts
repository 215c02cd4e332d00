/** The remembered settings as a JSON file; a broken or missing file means the defaults. */
import { promises as fs } from 'node:fs'
import { parseSettings, type Settings } from '../shared/app/settings'
import { writeAtomically } from './write-atomically'

/** A settings file of ours has a few hundred bytes; a huge one is not read into memory. */
const LARGEST_FILE = 64 * 1024

export interface SettingsFile {
  load(): Promise<Settings>
  /** Writes one at a time, and of those that wait only the last. */
  save(settings: Settings): Promise<void>
}

async function readJson(path: string): Promise<unknown> {
  try {
    if ((await fs.stat(path)).size > LARGEST_FILE) return undefined
    return JSON.parse(await fs.readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}

export function createSettingsFile(path: string): SettingsFile {
  let waiting: Settings | undefined
  let writing: Promise<void> | undefined

  async function writeWaiting(): Promise<void> {
    while (waiting !== undefined) {
      const text = JSON.stringify(waiting, null, 2) + '\n'
      waiting = undefined
      await writeAtomically(path, text)
    }
  }

  return {
    load: async () => parseSettings(waiting ?? (await readJson(path))),
    save(settings) {
      waiting = parseSettings(settings)
      writing ??= writeWaiting().finally(() => (writing = undefined))
      return writing
    },
  }
}
