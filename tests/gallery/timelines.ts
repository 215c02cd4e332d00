/** The recorded timelines by the names of their situations. */
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Timeline } from '../../src/shared/models/timeline'
import { timelineOfRecord, type RecordedTimeline } from '../fixtures/timeline/record'

const FOLDER = resolve(import.meta.dirname, '../fixtures/timeline/recorded')

export const timelineNames = (): string[] =>
  readdirSync(FOLDER)
    .map((file) => file.replace(/\.json$/, ''))
    .sort()

export const timelineOf = (name: string): Timeline =>
  timelineOfRecord(
    JSON.parse(readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')) as RecordedTimeline,
  )
