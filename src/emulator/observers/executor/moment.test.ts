import { expect, it } from 'vitest'
import { instant } from '../../../shared/units'
import { momentOf, type MomentSurroundings } from './moment'
import type { FoundFuture } from './survey'
import { createTaskTable } from './task-table'

const found = (isVariable: boolean): FoundFuture => ({
  address: 0x20n,
  table: { poll: 0x900n } as FoundFuture['table'],
  numbers: [],
  place: 'boxed',
  isVariable,
})

/** How many tasks are told to be new where one future was found, after what the table was told. */
function newTasks(future: FoundFuture, wasPolled: boolean): number {
  const table = createTaskTable()
  if (wasPolled) table.polledWithin(future.address)
  const surroundings = {
    kinds: { ofTable: () => 0, all: () => [] },
    numberOf: () => undefined,
    readMemory: () => new Uint8Array(),
  } as unknown as MomentSurroundings
  const survey = { futures: [future], places: [], queues: [] }
  return momentOf(instant(5), table, survey, surroundings, 10).counts.spawned
}

it('takes a variable for a new task only as long as nothing was polled where it leads: it may be moved from', () => {
  expect(newTasks(found(true), false)).toBe(1)
  expect(newTasks(found(true), true)).toBe(0)
  expect(newTasks(found(false), true)).toBe(1)
})
