/** The models of the small views that were recorded from real runs of the machine, by topic and situation. */
import type { DiagramTopic, ViewModels } from '../../src/shared/protocol'
import { readRecorded, recordedNames } from './recorded'

const folder = (topic: DiagramTopic) => `${topic}/recorded`

export const recordedView = <Topic extends DiagramTopic>(
  topic: Topic,
  name: string,
): ViewModels[Topic] => readRecorded(folder(topic), name) as ViewModels[Topic]

export const recordedViewNames = (topic: DiagramTopic): string[] => recordedNames(folder(topic))
