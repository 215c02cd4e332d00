/** The models of heaps that were recorded from real runs of the machine, by their situations. */
import type { Heap } from '../../src/shared/models/heap'
import { readRecorded, recordedNames } from './recorded'

const FOLDER = 'heap/recorded'

export const recordedHeap = (name: string): Heap => readRecorded(FOLDER, name) as Heap
export const recordedHeapNames = (): string[] => recordedNames(FOLDER)
