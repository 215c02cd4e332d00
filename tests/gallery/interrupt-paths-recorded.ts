/** The models that were recorded from real runs of the machine, by their situations. */
import type { InterruptPaths } from '../../src/shared/models/interrupt-path'
import { readRecorded, recordedNames } from './recorded'

const FOLDER = 'interrupt-path/recorded'

export const recordedPaths = (name: string): InterruptPaths =>
  readRecorded(FOLDER, name) as InterruptPaths
export const recordedPathNames = (): string[] => recordedNames(FOLDER)
