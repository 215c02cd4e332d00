/**
 * What was recorded from real runs of the machine, by its folder among the fixtures and its situation.
 * Each is read once: nothing changes a model, and drawing one is what is tested and measured.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseWithBigints } from '../fixtures/bigint-json'

const folderOf = (folder: string) => resolve(import.meta.dirname, '../fixtures', folder)

/** Makes each thing once, by its name. */
export function once<Thing>(make: (name: string) => Thing): (name: string) => Thing {
  const made = new Map<string, Thing>()
  return (name) => {
    const thing = made.has(name) ? (made.get(name) as Thing) : make(name)
    made.set(name, thing)
    return thing
  }
}

const read = once((path) => parseWithBigints(readFileSync(path, 'utf8')))

export const readRecorded = (folder: string, name: string): unknown =>
  read(resolve(folderOf(folder), `${name}.json`))

export const recordedNames = (folder: string): string[] =>
  readdirSync(folderOf(folder))
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
