/** Of the queues that were found, the one of tasks that are ready, and those of input. */
import type { QueueContents, TaskKey } from '../../../shared/models/executor'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import type { Program } from './program'
import { queueContents, roleOf } from './queue-contents'
import { readRing } from './queue-layouts'
import type { Queues } from './stations'
import type { FoundQueue } from './survey'

/** The task that an item stands for: by its number, or by its slot in a queue of futures. */
export type TaskOf = (queue: FoundQueue, value: bigint, slot: number) => TaskKey | undefined

export function queuesAmong(
  found: readonly FoundQueue[],
  taskOf: TaskOf,
  readMemory: ReadMemory,
): Queues {
  const contents = [...found]
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((queue): readonly QueueContents[] => {
      const { name, address, ring, holdsFutures } = queue
      const role = roleOf(ring, holdsFutures)
      const naming = { name, address, taskOf: taskOf.bind(undefined, queue) }
      return role ? [queueContents(ring, { ...naming, role }, readMemory)] : []
    })
  const ready = contents.find(({ role }) => role === 'ready')
  return { ...(ready && { ready }), inputs: contents.filter(({ role }) => role === 'input') }
}

/**
 * One that was never used belongs to an executor that does not run. A queue of numbers says who is ready. One of futures
 * that is a static may hold those that no executor has taken up yet, so an executor's own comes before.
 */
const rank = ({ holdsFutures, isStatic, ring }: FoundQueue): number =>
  (isStatic && ring.length === 0 && !ring.hasTaken ? 4 : 0) +
  (holdsFutures ? 2 : 0) +
  (isStatic ? 1 : 0)

/** The same queues as they are now. Those that are no more are left out. */
export function lookAgain(
  found: readonly FoundQueue[],
  { layoutOf }: Program,
  readMemory: ReadMemory,
): readonly FoundQueue[] {
  return found.flatMap((queue) => {
    const ring = readRing(queue.type, queue.address, layoutOf, readMemory)
    return ring ? [{ ...queue, ring }] : []
  })
}
