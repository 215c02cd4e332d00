import { describe, expect, it } from 'vitest'
import type { MachineEvent } from '../../shared/events'
import { instant } from '../../shared/units'
import {
  createInterleavingObserver,
  type InterleavingReader,
  type RunningTask,
} from './interleaving'

type Watcher = Parameters<InterleavingReader['watch']>[0]

/** A machine of which only what the observer asks is there. */
function createRun() {
  let now = 0
  let polls: readonly RunningTask[] = []
  let watcher: Watcher | undefined
  const observer = createInterleavingObserver({
    instant: () => instant(now),
    areInterruptsEnabled: () => true,
    functionAt: () => 'kernel::work',
    watch(listener) {
      watcher = listener
      return {
        polls: () => polls,
        hasLocks: true,
        save: () => polls,
        restore: (saved) => void (polls = saved as readonly RunningTask[]),
      }
    },
  })
  const observe = (event: object) =>
    observer.observe({ ...event, instant: instant((now += 10)) } as unknown as MachineEvent)
  /** A frame below `rsp`, with what the observers of frames need of it. */
  const deliver = (vector: number, rsp: bigint, source = 'interrupt') =>
    observe({
      type: source === 'interrupt' ? 'interrupt.delivered' : 'exception.delivered',
      topic: 'interrupt',
      ...{ vector, source, returnRip: 0x1000n, rspAfter: rsp - 40n, cplAfter: 0 },
      attempt: {
        rspBefore: rsp,
        cplBefore: 0,
        frameTop: rsp,
        frame: [{ slot: 'RIP', address: rsp - 40n, value: 0n }],
      },
    })
  const leave = (rsp: bigint) =>
    observe({ type: 'exception.returned', topic: 'exception', rspBefore: rsp - 40n })
  return {
    observer,
    deliver,
    leave,
    acknowledge: (vector: number, line: number) =>
      observe({ type: 'interrupt.acknowledged', topic: 'interrupt', vector, line }),
    halt: () => observe({ type: 'control.halted', topic: 'control', rip: 0x2000n }),
    poll(tasks: readonly RunningTask[], cause: 'poll' | 'poll-end') {
      polls = tasks
      watcher?.pollsChanged(instant((now += 10)), cause)
    },
    lock: (kind: 'take' | 'spin' | 'release', name = 'writer') =>
      watcher?.lockChanged({ kind, name, instant: instant((now += 10)) }),
    flag: (isEnabled: boolean) => watcher?.flagChanged(instant((now += 10)), isEnabled),
  }
}

const TASK = { key: 'task 1', name: 'converse' }
const namesOf = ({ observer }: ReturnType<typeof createRun>) => {
  const { lanes, recent } = observer.model()
  return recent.map(({ stack }) => stack.map((lane) => lanes[lane]?.name).join(' '))
}

describe('who runs', () => {
  it('is main, tasks within it, and handlers above both, until they return', () => {
    const run = createRun()
    run.observer.model()
    run.acknowledge(32, 0)
    run.poll([TASK], 'poll')
    run.deliver(32, 0x8000n)
    run.deliver(14, 0x7000n, 'exception')
    run.leave(0x7000n)
    run.leave(0x8000n)
    run.poll([], 'poll-end')
    expect(namesOf(run)).toEqual([
      'main',
      'main converse',
      'main converse IRQ0',
      'main converse IRQ0 #PF',
      'main converse IRQ0',
      'main converse',
      'main',
    ])
  })

  it('is nobody while the processor sleeps', () => {
    const run = createRun()
    run.observer.model()
    run.halt()
    expect(run.observer.model().selected).toMatchObject({
      isAsleep: true,
      cause: 'halt',
      left: 'kernel::work',
    })
  })

  it('is told from the first look on, with the handlers that are under way then', () => {
    const run = createRun()
    run.deliver(32, 0x8000n)
    expect(namesOf(run)).toEqual(['main vector 0x20'])
    run.leave(0x8000n)
    expect(namesOf(run)).toEqual(['main vector 0x20', 'main'])
  })
})

describe('locks', () => {
  it('are held from the take to the release, by the lane that runs', () => {
    const run = createRun()
    run.observer.model()
    run.lock('take')
    run.lock('release')
    run.deliver(32, 0x8000n)
    run.lock('take')
    const { locks } = run.observer.model()
    expect(locks).toEqual([
      { name: 'writer', waits: [], held: [{ from: 10, to: 20, lane: 0 }, { from: 40, lane: 1 }] },
    ]) // prettier-ignore
  })

  it('are waited for until the one who waits gets them', () => {
    const run = createRun()
    run.observer.model()
    run.lock('take')
    run.deliver(32, 0x8000n)
    run.lock('spin')
    expect(run.observer.model().locks[0]?.waits).toEqual([{ from: 30, lane: 1 }])
    run.lock('release')
    run.lock('take')
    expect(run.observer.model().locks[0]).toMatchObject({
      waits: [{ from: 30, to: 50, lane: 1 }],
      held: [{ from: 10, to: 40, lane: 0 }, { from: 50, lane: 1 }],
    }) // prettier-ignore
  })
})

it('keeps when RFLAGS.IF was 0', () => {
  const run = createRun()
  run.observer.model()
  run.flag(false)
  run.flag(false)
  run.flag(true)
  run.flag(false)
  expect(run.observer.model().disabled).toEqual([{ from: 10, to: 30 }, { from: 40 }])
})

it('takes up a state that it gave out, and begins anew in one of before it was looked at', () => {
  const run = createRun()
  const unseen = structuredClone(run.observer.save())
  run.observer.model()
  run.poll([TASK], 'poll')
  const saved = structuredClone(run.observer.save())
  const before = run.observer.model()
  run.poll([], 'poll-end')
  run.deliver(32, 0x8000n)
  run.observer.restore(saved)
  expect(run.observer.model()).toEqual({ ...before, instant: run.observer.model().instant })
  run.observer.restore(unseen)
  expect(run.observer.model()).toMatchObject({ total: 1, recent: [{ cause: 'begin' }] })
})

it('shows a switch that was chosen, and again the last', () => {
  const run = createRun()
  run.observer.model()
  run.halt()
  run.observer.select(1)
  expect(run.observer.model().selected?.sequence).toBe(1)
  run.observer.select(undefined)
  expect(run.observer.model().selected?.sequence).toBe(2)
})
