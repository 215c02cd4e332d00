/** Tasks and queues at one instant, put together from what polls and wakes told and from what lies in memory. */
import type {
  ExecutorMoment,
  QueueContents,
  Task,
  TaskKey,
  TaskStatus,
  WakerPlace,
} from '../../../shared/models/executor'
import { TASK_STATUSES } from '../../../shared/models/executor'
import { linearAddress, type Instant } from '../../../shared/units'
import type { PartNumber } from '../../debuginfo/dwarf/parts'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import type { Kinds } from './kinds'
import type { Program } from './program'
import { queuesAmong, type TaskOf } from './queues'
import type { FutureTable, Recognition } from './recognition'
import { standingOf } from './standing'
import type { FoundFuture, Survey } from './survey'
import type { KnownTask, TaskTable } from './task-table'

export interface MomentSurroundings {
  /** Absent while the program's types are not wanted. */
  readonly program: Program | undefined
  readonly recognition: Recognition
  readonly kinds: Kinds
  readonly readMemory: ReadMemory
  /** The program's own number of a task, by its waker. */
  readonly numberOf: (task: KnownTask) => string | undefined
}

const NOTHING_FOUND: Survey = { futures: [], places: [], queues: [] }

export function momentOf(
  instant: Instant,
  table: TaskTable,
  survey: Survey | undefined,
  surroundings: MomentSurroundings,
  limit: number,
): ExecutorMoment {
  const { futures, places, queues } = survey ?? NOTHING_FOUND
  const { readMemory } = surroundings
  const { living, done, doneCount } = table.state()
  const found = new Map(futures.map((future) => [future.address, future]))
  const known = [...living.map((task) => knownTask(task, found.get(task.future), surroundings))]
  const unpolled = futures
    .filter(({ address, table: methods }) => table.at(address)?.poll !== methods.poll)
    .filter(({ address, isVariable }) => !(isVariable && table.wasPolled(address)))
    .map((future) => unpolledTask(future, table.unpolledKey(future.address), surroundings))
    .filter((task) => isAtStart(task, surroundings))
  const finished = done.map((task) => knownTask(task, undefined, surroundings))
  const tasks = [...known, ...unpolled]

  const keyAt = new Map(tasks.map(({ future, key }) => [future as bigint, key]))
  const keyOfNumber = new Map(
    [...finished, ...tasks].flatMap(({ id, key }) => (id === undefined ? [] : [[id, key]])),
  )
  const taskOf: TaskOf = (queue, value, slot) => {
    const future = queue.futures.get(slot)
    return future === undefined ? keyOfNumber.get(value.toString()) : keyAt.get(future)
  }
  const { ready, inputs } = queuesAmong(queues, taskOf, readMemory)
  const waiting = new Set(ready?.items.flatMap(({ task }) => task ?? []))
  const standing = [...tasks, ...finished].map((task) =>
    waiting.has(task.key) && task.status !== 'running' && task.status !== 'done'
      ? { ...task, status: 'ready' as const }
      : task,
  )
  const counts = countsOf(standing, doneCount - done.length)
  return {
    instant,
    tasks: inOrder(standing).slice(0, limit),
    counts,
    ...(ready && { ready: shortened(ready) }),
    inputs: inputs.map(shortened),
    wakers: places.map(({ place, localOf, waker }): WakerPlace => {
      const task = waker && table.byWaker(waker.data)?.key
      const holds = !waker ? 'nothing' : waker.table.isNoop ? 'noop' : 'waker'
      return {
        place,
        ...(localOf !== undefined && { localOf }),
        holds,
        ...(task !== undefined && { task }),
      }
    }),
  }
}

/** More than any diagram shows one by one. */
const ITEMS_SHOWN = 64

const shortened = (queue: QueueContents): QueueContents => ({
  ...queue,
  items: queue.items.slice(0, ITEMS_SHOWN),
})

export function knownTask(
  task: KnownTask,
  found: FoundFuture | undefined,
  surroundings: MomentSurroundings,
): Task {
  const { recognition, numberOf } = surroundings
  const methods = found?.table ?? recognition.futureOfPoll.get(task.poll)
  const id = (found && numberAmong(found.numbers)) ?? numberOf(task)
  const { key, ordinal, polls, wakes, lastPoll, lastWake, condition, isWoken } = task
  const status: TaskStatus = condition === 'idle' ? (isWoken ? 'ready' : 'waiting') : condition
  return {
    key,
    ordinal,
    ...(id !== undefined && { id }),
    ...futureFacts(task.future, methods, condition === 'done', surroundings),
    status,
    polls,
    wakes,
    lastPoll,
    ...(lastWake && { lastWake }),
  }
}

function unpolledTask(
  { address, table, numbers }: FoundFuture,
  key: TaskKey,
  surroundings: MomentSurroundings,
): Task {
  const id = numberAmong(numbers)
  return {
    key,
    ...(id !== undefined && { id }),
    ...futureFacts(address, table, false, surroundings),
    status: 'spawned',
    polls: 0,
    wakes: 0,
  }
}

/** A box may outlive the task in it for a while; one that has run at all is no new task. */
function isAtStart({ awaiting: [first] }: Task, { kinds }: MomentSurroundings): boolean {
  const state =
    first?.state === undefined ? undefined : kinds.all()[first.kind]?.states[first.state]
  return state === undefined || state.kind === 'start'
}

function futureFacts(
  address: bigint,
  methods: FutureTable | undefined,
  isGone: boolean,
  { program, kinds, readMemory }: MomentSurroundings,
): Pick<Task, 'kind' | 'future' | 'awaiting'> {
  const type = methods && program?.typeOf(methods)
  const standing =
    type === undefined || isGone || !program
      ? []
      : standingOf(type, address, program.machineOf, readMemory)
  return {
    kind: methods ? kinds.ofTable(methods, program) : 0,
    future: linearAddress(address),
    awaiting: standing.map((point) => ({
      kind: program ? kinds.ofType(point.type, program) : 0,
      ...(point.state !== undefined && { state: point.state }),
    })),
  }
}

/** A field that is called an id, or else the key under which the future is kept. */
function numberAmong(numbers: readonly PartNumber[]): string | undefined {
  const named = numbers.find(({ name }) => /(^|_)id$/i.test(name))
  const chosen = named ?? numbers.find(({ name }) => name === 'key')
  return chosen?.value.toString()
}

function countsOf(tasks: readonly Task[], forgotten: number): ExecutorMoment['counts'] {
  const counts: Record<TaskStatus, number> = {
    running: 0,
    ready: 0,
    spawned: 0,
    waiting: 0,
    done: forgotten,
  }
  for (const { status } of tasks) counts[status] += 1
  return counts
}

function inOrder(tasks: readonly Task[]): Task[] {
  const rankOf = ({ status }: Task) => TASK_STATUSES.indexOf(status)
  const numberOf = ({ id, ordinal }: Task) => Number(id ?? ordinal ?? Number.MAX_SAFE_INTEGER)
  return [...tasks].sort((a, b) => rankOf(a) - rankOf(b) || numberOf(a) - numberOf(b))
}
