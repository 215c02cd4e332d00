/** The models that were recorded from real runs of the machine, by their situations. */
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { InterruptPaths } from '../../src/shared/models/interrupt-path'
import { parseWithBigints } from '../fixtures/bigint-json'

const FOLDER = resolve(import.meta.dirname, '../fixtures/interrupt-path/recorded')

export const recordedPaths = (name: string): InterruptPaths =>
  parseWithBigints(readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')) as InterruptPaths

export const recordedPathNames = (): string[] =>
  readdirSync(FOLDER)
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
