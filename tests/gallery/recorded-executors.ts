/** The models that were recorded from real runs of the machine, by their situations. */
import type { Executor } from '../../src/shared/models/executor'
import { readRecorded, recordedNames } from './recorded'

const FOLDER = 'executor/recorded'

export const recordedExecutor = (name: string): Executor => readRecorded(FOLDER, name) as Executor
export const recordedExecutorNames = (): string[] => recordedNames(FOLDER)
