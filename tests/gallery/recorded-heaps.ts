/** The models of heaps that were recorded from real runs of the machine, by their situations. */
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Heap } from '../../src/shared/models/heap'
import { parseWithBigints } from '../fixtures/bigint-json'

const FOLDER = resolve(import.meta.dirname, '../fixtures/heap/recorded')

export const recordedHeap = (name: string): Heap =>
  parseWithBigints(readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')) as Heap

export const recordedHeapNames = (): string[] =>
  readdirSync(FOLDER)
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
