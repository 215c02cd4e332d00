import { expect, it } from 'vitest'
import type { Executor } from '../../../shared/models/executor'
import { headlineOf } from './words'

/** One task that waits, and a place that holds a waker or what does nothing. */
const waiting = (holds: 'waker' | 'noop') =>
  headlineOf({
    gaps: [],
    polls: { total: 100 },
    now: {
      tasks: [{ key: 'a', status: 'waiting' }],
      counts: { running: 0, ready: 0, spawned: 0, waiting: 1, done: 0 },
      wakers: [{ place: 'READER', holds }],
      inputs: [],
    },
  } as unknown as Executor).title

it('says of tasks that wait whether somebody has to wake them', () => {
  expect(waiting('waker')).toBe('Tasks stand at an await until somebody wakes them')
  expect(waiting('noop')).toBe('Every task is polled again and again, woken or not')
})

it('tells of a wake before HLT only where there was one', () => {
  const asleep = (lastWake?: object) =>
    headlineOf({
      gaps: [],
      sleep: { isAsleep: true, instant: 500 },
      now: {
        tasks: [{ key: 'a', status: 'ready', ...(lastWake && { lastWake }) }],
        ready: { name: 'executor.queue', length: 1, items: [{ value: 1n, task: 'a' }] },
      },
    } as unknown as Executor)
  expect(asleep({ instant: 450 }).subtitle).toContain('The wake came between')
  expect(asleep().title).toBe('The processor sleeps though a task is ready')
  expect(asleep().subtitle).not.toContain('wake')
})

it('says of a byte that nobody is woken for only what was seen of it', () => {
  const unwoken = (...kinds: readonly string[]) =>
    headlineOf({
      gaps: [],
      now: { tasks: [], inputs: [], wakers: [] },
      chains: [],
      chain: { end: 'nobody-woken', stations: kinds.map((kind) => ({ kind })) },
    } as unknown as Executor)
  expect(unwoken('device', 'interrupt', 'input-queue').subtitle).toContain('does not learn of it')
  expect(unwoken('device', 'interrupt').title).not.toContain('queued')
  expect(unwoken('device', 'interrupt').subtitle).toContain('is not known')
})
