/** The stacks as the machine's observer told of them when the situations were recorded. */
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { StackSwitch } from '../../src/shared/models/stack-switch'
import { parseWithBigints } from '../fixtures/bigint-json'

const FOLDER = resolve(import.meta.dirname, '../fixtures/stack-switch/recorded')

export const recordedStacks = (name: string): StackSwitch =>
  parseWithBigints(readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')) as StackSwitch

export const recordedStacksNames = (): string[] =>
  readdirSync(FOLDER)
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
