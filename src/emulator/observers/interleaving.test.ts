import { describe, expect, it } from 'vitest'
import type { MachineEvent } from '../../shared/events'
import { instant } from '../../shared/units'
import { createInterleavingObserver } from './interleaving'
import type { InterleavingReader, RunningTask } from './interleaving/reader'

type Watcher = Parameters<InterleavingReader['watch']>[0]

/** A machine of which only what the observer asks is there. */
function createRun({ limit = 256, held = [] }: { limit?: number; held?: readonly string[] } = {}) {
  let now = 0
  let task: RunningTask | undefined
  let watcher: Watcher | undefined
  const reader: InterleavingReader = {
    instant: () => instant(now),
    areInterruptsEnabled: () => true,
    functionAt: () => 'kernel::work',
    watch(listener) {
      watcher = listener
      return {
        task: () => task,
        hasLocks: true,
        heldLocks: () => held,
        save: () => ({ task }),
        restore: (saved) => void (task = (saved as { task?: RunningTask } | undefined)?.task),
        stop: () => void (watcher = undefined),
      }
    },
  }
  const observer = createInterleavingObserver(reader, { limit })
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
    poll(polled: RunningTask) {
      task = polled
      watcher?.pollsChanged(instant((now += 10)), 'poll')
    },
    pollEnd() {
      task = undefined
      watcher?.pollsChanged(instant((now += 10)), 'poll-end')
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
  it('is watched as long as somebody looks, and then begins anew', () => {
    const run = createRun()
    run.observer.model()
    run.lock('take')
    run.poll(TASK)
    expect(namesOf(run)).toEqual(['main', 'main converse'])
    run.observer.rest?.()
    run.pollEnd()
    run.poll(TASK)
    expect(namesOf(run)).toEqual(['main converse'])
    expect(run.observer.model().locks).toEqual([])
  })

  it('is main, tasks within it, and handlers above both, until they return', () => {
    const run = createRun()
    run.observer.model()
    run.acknowledge(32, 0)
    run.poll(TASK)
    run.deliver(32, 0x8000n)
    run.deliver(14, 0x7000n, 'exception')
    run.leave(0x7000n)
    run.leave(0x8000n)
    run.pollEnd()
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

  it('is told of as many tasks as there come, and of none that nothing speaks of any more', () => {
    const run = createRun({ limit: 8 })
    run.observer.model()
    for (let number = 1; number <= 1000; number++) {
      run.poll({ key: `task ${number}`, name: `task ${number}` })
      run.pollEnd()
    }
    expect(namesOf(run).slice(-4)).toEqual(['main task 999', 'main', 'main task 1000', 'main'])
    expect(run.observer.model().lanes.length).toBe(5)
  })

  it('lists no more than the limit, and counts all', () => {
    const run = createRun({ limit: 4 })
    run.observer.model()
    for (let count = 0; count < 99; count++) run.halt()
    const { recent, total } = run.observer.model()
    expect([total, ...recent.map(({ sequence }) => sequence)]).toEqual([100, 97, 98, 99, 100])
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

  it('that are taken at the first look are held from then on, by main where nothing else is under way', () => {
    const run = createRun({ held: ['writer'] })
    expect(run.observer.model().locks).toEqual([{ name: 'writer', waits: [], held: [{ from: 0, lane: 0 }] }]) // prettier-ignore
    run.lock('release')
    expect(run.observer.model().locks[0]?.held).toEqual([{ from: 0, to: 10, lane: 0 }])
  })

  it('are held by somebody where it is not known by whom, until he releases them', () => {
    const run = createRun({ held: ['writer'] })
    run.deliver(32, 0x8000n)
    const { locks, lanes } = run.observer.model()
    expect(lanes[locks[0]?.held[0]?.lane ?? -1]?.name).toBe('somebody')
    run.lock('release')
    expect(run.observer.model().locks[0]?.held).toEqual([{ from: 10, to: 20, lane: 1 }])
  })

  it('stay held when that they were taken is not kept any more', () => {
    const run = createRun({ limit: 4 })
    run.observer.model()
    run.lock('take')
    for (let count = 0; count < 50; count++) {
      run.lock('take', 'heap')
      run.lock('release', 'heap')
    }
    const writer = run.observer.model().locks.find(({ name }) => name === 'writer')
    expect(writer?.held).toEqual([{ from: 10, lane: 0 }])
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
  run.poll(TASK)
  const saved = structuredClone(run.observer.save())
  const before = run.observer.model()
  run.pollEnd()
  run.deliver(32, 0x8000n)
  run.observer.restore(saved)
  expect(run.observer.model()).toEqual({ ...before, instant: run.observer.model().instant })
  run.observer.restore(unseen)
  expect(run.observer.model()).toMatchObject({ total: 1, recent: [{ cause: 'begin' }] })
})

it('knows of no poll any more that began after the state it goes back to', () => {
  const run = createRun()
  const unseen = structuredClone(run.observer.save())
  run.observer.model()
  run.poll(TASK)
  run.observer.restore(unseen)
  expect(namesOf(run)).toEqual(['main'])
})

it('shares with the next checkpoint what has not changed since', () => {
  const run = createRun()
  run.observer.model()
  run.halt()
  run.lock('take')
  const first = run.observer.save() as Record<string, unknown>
  run.flag(false)
  const second = run.observer.save() as Record<string, unknown>
  expect(second).not.toEqual(first)
  for (const part of ['standing', 'switches', 'locks']) expect(second[part]).toBe(first[part])
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
