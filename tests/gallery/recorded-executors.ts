/** The models that were recorded from real runs of the machine, by their situations. */
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Executor } from '../../src/shared/models/executor'
import { parseWithBigints } from '../fixtures/bigint-json'

const FOLDER = resolve(import.meta.dirname, '../fixtures/executor/recorded')

export const recordedExecutor = (name: string): Executor =>
  parseWithBigints(readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')) as Executor

export const recordedExecutorNames = (): string[] =>
  readdirSync(FOLDER)
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
