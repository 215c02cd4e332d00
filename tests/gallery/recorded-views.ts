/** The models of the small views that were recorded from real runs of the machine, by topic and situation. */
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { DiagramTopic, ViewModels } from '../../src/shared/protocol'
import { parseWithBigints } from '../fixtures/bigint-json'

const folder = (topic: DiagramTopic) =>
  resolve(import.meta.dirname, `../fixtures/${topic}/recorded`)

export const recordedView = <Topic extends DiagramTopic>(
  topic: Topic,
  name: string,
): ViewModels[Topic] =>
  parseWithBigints(
    readFileSync(resolve(folder(topic), `${name}.json`), 'utf8'),
  ) as ViewModels[Topic]

export const recordedViewNames = (topic: DiagramTopic): string[] =>
  readdirSync(folder(topic))
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
