/** The stacks as the machine's observer told of them when the situations were recorded. */
import type { StackSwitch } from '../../src/shared/models/stack-switch'
import { readRecorded, recordedNames } from './recorded'

const FOLDER = 'stack-switch/recorded'

export const recordedStacks = (name: string): StackSwitch =>
  readRecorded(FOLDER, name) as StackSwitch
export const recordedStacksNames = (): string[] => recordedNames(FOLDER)
