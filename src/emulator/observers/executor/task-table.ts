/**
 * The tasks of a run as polls and wakes tell of them: who was polled how often, who was woken since, who is done.
 *
 * Plain data in and out, so that it goes with a checkpoint. Tasks that are done are kept for a while.
 */
import type { Poll, TaskKey, Wake } from '../../../shared/models/executor'
import type { Instant } from '../../../shared/units'
import type { FoundWaker } from './waker-of'

export interface KnownTask {
  readonly key: TaskKey
  readonly ordinal: number
  readonly future: bigint
  /** Its poll function. */
  readonly poll: bigint
  /** As its last poll was given it. */
  readonly waker?: FoundWaker
  /** What the waker of its first poll pointed at, where a program keeps the task's number. */
  readonly mark?: Uint8Array
  readonly polls: number
  readonly wakes: number
  readonly lastPoll: Poll
  readonly lastWake?: Wake
  /** Since its last poll began. */
  readonly isWoken: boolean
  readonly condition: 'running' | 'idle' | 'done'
}

export interface TaskTableState {
  /** By the address of the future; at most one task lies at each. */
  readonly living: readonly KnownTask[]
  readonly done: readonly KnownTask[]
  readonly doneCount: number
  /** How many tasks were first polled. */
  readonly seen: number
  /** How many tasks there were at each address that something was polled at. */
  readonly generations: readonly (readonly [bigint, number])[]
  readonly polls: { readonly total: number; readonly pending: number; readonly ready: number }
  readonly wakes: number
}

export interface PollCall {
  readonly future: bigint
  readonly poll: bigint
  /** Absent when it would wake nobody. */
  readonly waker?: FoundWaker
  readonly instant: Instant
}

export interface TaskTable {
  /** `readMark` is asked at the first poll. */
  polled(call: PollCall, readMark: (waker: FoundWaker) => Uint8Array): KnownTask
  /** Another future has polled it: it is a part of that one. */
  polledWithin(future: bigint): void
  /** Whether anything at this place was ever polled. */
  wasPolled(future: bigint): boolean
  /** The poll that is under way has ended. */
  returned(future: bigint, at: Instant, isReady: boolean): KnownTask | undefined
  /** The poll was left for good without a return: the program did something else. */
  abandoned(future: bigint): void
  woken(waker: bigint, wake: Wake): KnownTask | undefined
  at(future: bigint): KnownTask | undefined
  byKey(key: TaskKey): KnownTask | undefined
  byWaker(waker: bigint): KnownTask | undefined
  /** The key of a task that lies at an address and was not polled yet. */
  unpolledKey(future: bigint): TaskKey
  state(): TaskTableState
  restore(state: TaskTableState): void
}

/** A kernel that starts tasks without end shall not fill our memory. */
const LIVING_LIMIT = 4_096
const DONE_LIMIT = 32
const GENERATION_LIMIT = 4_096

const NOTHING: TaskTableState = {
  living: [],
  done: [],
  doneCount: 0,
  seen: 0,
  generations: [],
  polls: { total: 0, pending: 0, ready: 0 },
  wakes: 0,
}

export function createTaskTable(): TaskTable {
  let living = new Map<bigint, KnownTask>()
  let wakers = new Map<bigint, bigint>()
  let generations = new Map<bigint, number>()
  let { done, doneCount, seen, wakes } = NOTHING
  let polls = { ...NOTHING.polls }

  const keyOf = (future: bigint, generation: number): TaskKey =>
    `${future.toString(16)}.${generation}`

  function put(task: KnownTask): KnownTask {
    living.set(task.future, task)
    if (task.waker) wakers.set(task.waker.data, task.future)
    return task
  }

  /** By what its waker's functions are given. */
  function livingWith(waker: bigint): KnownTask | undefined {
    const task = living.get(wakers.get(waker) ?? -1n)
    return task?.waker?.data === waker ? task : undefined
  }

  function begin(future: bigint): Pick<KnownTask, 'key' | 'ordinal' | 'polls' | 'wakes'> {
    seen += 1
    const generation = (generations.get(future) ?? 0) + 1
    if (generations.size >= GENERATION_LIMIT) generations.clear()
    generations.set(future, generation)
    return { key: keyOf(future, generation), ordinal: seen, polls: 0, wakes: 0 }
  }

  function forgetOldest(): void {
    const [oldest] = living.keys()
    if (living.size > LIVING_LIMIT && oldest !== undefined) living.delete(oldest)
  }

  function take(state: TaskTableState): void {
    living = new Map(state.living.map((task) => [task.future, task]))
    wakers = new Map()
    for (const { waker, future } of state.living) {
      if (waker) wakers.set(waker.data, future)
    }
    generations = new Map(state.generations)
    ;({ done, doneCount, seen, wakes } = state)
    polls = { ...state.polls }
  }

  return {
    polled({ future, poll, waker, instant: startedAt }, readMark) {
      const known = living.get(future)
      // Another type at the same place is another task: the one before was dropped.
      const isKnown = known?.poll === poll
      const mark = isKnown || !waker ? undefined : { mark: readMark(waker) }
      const task = isKnown ? known : { ...begin(future), future, poll, ...mark }
      polls.total += 1
      const present = put({
        ...task,
        ...(waker && { waker }),
        polls: task.polls + 1,
        lastPoll: { sequence: polls.total, startedAt },
        isWoken: false,
        condition: 'running',
      })
      forgetOldest()
      return present
    },

    polledWithin(future) {
      if (generations.has(future) || generations.size >= GENERATION_LIMIT) return
      generations.set(future, 0)
    },

    wasPolled: (future) => generations.has(future),

    returned(future, at, isReady) {
      const task = living.get(future)
      if (!task) return undefined
      polls[isReady ? 'ready' : 'pending'] += 1
      const { sequence, startedAt } = task.lastPoll
      const lastPoll = {
        sequence,
        startedAt,
        duration: at - startedAt,
        result: isReady ? 'ready' : 'pending',
      } as const
      if (!isReady) return put({ ...task, lastPoll, condition: 'idle' })
      const finished = { ...task, lastPoll, condition: 'done' } as const
      living.delete(future)
      if (task.waker && wakers.get(task.waker.data) === future) wakers.delete(task.waker.data)
      doneCount += 1
      done = [...done, finished].slice(-DONE_LIMIT)
      return finished
    },

    abandoned(future) {
      const task = living.get(future)
      if (task) put({ ...task, condition: 'idle' })
    },

    woken(waker, lastWake) {
      wakes += 1
      const task = livingWith(waker)
      return task && put({ ...task, wakes: task.wakes + 1, lastWake, isWoken: true })
    },

    at: (future) => living.get(future),
    byKey: (key) =>
      [...living.values()].find((task) => task.key === key) ??
      done.find((task) => task.key === key),
    byWaker: livingWith,
    unpolledKey: (future) => keyOf(future, (generations.get(future) ?? 0) + 1),
    state: () => ({
      living: [...living.values()],
      done,
      doneCount,
      seen,
      generations: [...generations],
      polls: { ...polls },
      wakes,
    }),
    restore: take,
  }
}
