import { describe, expect, it } from 'vitest'
import type { Executor, WakerPlace } from '../../shared/models/executor'
import type { Situation } from '../../shared/models/situation'
import { plainExplanation } from './explanation'
import { tasks } from './tasks'

const TASK = { key: 'a', id: '1', kind: 0, status: 'waiting' } as const
const ready = { name: 'executor.task_queue', length: 0, items: [] as object[] }
const input = { name: 'SCANCODES', length: 4, items: [] }

/** The processor sleeps since instant 500, and now is 900. */
const told = (now: object): readonly string[] =>
  tasks({
    executor: {
      now: { instant: 900, tasks: [TASK], counts: {}, inputs: [], wakers: [], ready, ...now },
      kinds: [{ name: 'print_keypresses', isBlock: false }],
      sleep: { isAsleep: true, instant: 500 },
      polls: { total: 1, pending: 1 },
      wakes: 0,
    } as unknown as Executor,
  } as Situation).map((answer) => plainExplanation({ ...answer, subject: 'machine' }))

describe('a byte that nobody is woken for', () => {
  const because = (waker: Partial<WakerPlace>) =>
    told({ inputs: [input], wakers: [{ holds: 'waker', task: 'a', ...waker }] })[0]

  it('was queued before the waker came to where the handler looks', () => {
    expect(because({ place: 'WAKER' })).toContain('Its waker lies in WAKER now')
  })

  it('finds no waker where only the executor keeps one for itself', () => {
    const inLocal = { place: 'executor.waker_cache[1]', localOf: 'kernel::kernel_main' }
    expect(because(inLocal)).toContain('It has no waker registered')
    const inStatic = { place: 'executor.waker_cache[1]' }
    expect(because(inStatic)).toContain('It has no waker registered')
  })
})

describe('a task in the ready queue while the processor sleeps', () => {
  const queued = (task: object) =>
    told({
      tasks: [{ ...TASK, status: 'ready', ...task }],
      ready: { ...ready, length: 1, items: [{ value: 1n, task: 'a' }] },
    })

  it('was woken between the look at the queue and HLT', () => {
    const [text] = queued({ lastWake: { instant: 450, cause: { kind: 'program' } } })
    expect(text).toContain('The wake came 450 instants ago')
  })

  it('is not said to have been woken when it was only spawned', () => {
    expect(queued({})).toEqual([])
  })
})
