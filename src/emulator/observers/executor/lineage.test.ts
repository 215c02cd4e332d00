import { describe, expect, it } from 'vitest'
import type { ExecutorMoment, Poll, QueueContents } from '../../../shared/models/executor'
import { instant, linearAddress, vector } from '../../../shared/units'
import { createLineage, type Lineage } from './lineage'

const TASK = '1000.1'

const queue = (
  role: QueueContents['role'],
  values: readonly number[],
  head = 0,
): QueueContents => ({
  name: role === 'ready' ? 'READY' : 'CODES',
  role,
  address: linearAddress(role === 'ready' ? 0x100n : 0x200n),
  capacity: 8,
  length: values.length,
  head,
  items: values.map((value) => ({ value: BigInt(value) })),
})

/** A program of one task, as far as the lineage can see it. */
function program() {
  let now = 0
  let [input, ready, screen] = [queue('input', []), queue('ready', []), new Uint8Array(4000)]
  let looksAtScreen = 0
  const moment = (): ExecutorMoment => ({
    instant: instant(now),
    tasks: [],
    counts: { running: 0, ready: 0, spawned: 0, waiting: 1, done: 0 },
    ready,
    inputs: [input],
    wakers: [],
  })
  const lineage = createLineage({
    look: moment,
    queues: () => ({ ready, inputs: [input] }),
    screen: () => {
      looksAtScreen += 1
      return screen
    },
    pushedAt: ({ role }) => instant(role === 'input' ? 30 : 50),
    writtenAt: () => instant(80),
    watchScreen: () => undefined,
    unwatchScreen: () => undefined,
  })
  return {
    lineage,
    looksAtScreen: () => looksAtScreen,
    at: (time: number) => instant((now = time)),
    push: (byte: number) => (input = queue('input', [byte])),
    pop: () => (input = queue('input', [], 1)),
    makeReady: () => (ready = queue('ready', [1])),
    write(character: string) {
      screen = screen.slice()
      screen[0] = character.charCodeAt(0)
    },
  }
}

const poll = (startedAt: number, duration: number): Poll => ({
  sequence: 1,
  startedAt: instant(startedAt),
  duration,
  result: 'pending',
})

/** The handler of a key, up to its first instruction. */
function enterHandler({ lineage, at }: ReturnType<typeof program>): void {
  lineage.keyBuffered(0x1e, at(10))
  lineage.requested(1, at(10))
  lineage.delivered(1, vector(33), at(20))
  lineage.handlerReached(undefined)
}

const kinds = (lineage: Lineage) =>
  lineage.chains().map(({ stations }) => stations.map(({ kind }) => kind))

describe('the way of a key', () => {
  function pressed() {
    const made = program()
    const { lineage, at, push, makeReady } = made
    enterHandler(made)
    push(0x1e)
    lineage.woken(() => TASK, at(40))
    makeReady()
    at(60)
    lineage.wakeReturned(TASK)
    lineage.handlerReturned(at(20), at(65), undefined)
    return made
  }

  it('is under way until the task has been polled', () => {
    const { lineage } = pressed()
    expect(lineage.chains()).toMatchObject([{ end: 'under-way', handlerDuration: 45 }])
    expect(kinds(lineage)).toEqual([['device', 'interrupt', 'input-queue', 'wake', 'ready-queue']])
  })

  it('ends with what the poll wrote, each station at its instant', () => {
    const { lineage, at, pop, write } = pressed()
    lineage.pollEntered(TASK, at(70))
    pop()
    write('a')
    lineage.pollReturned(() => poll(70, 30), at(100))
    const [chain] = lineage.chains()
    expect(chain).toMatchObject({ end: 'complete', poll: { duration: 30 } })
    expect(chain?.stations.map((one) => [one.kind, one.instant, one.isExact])).toEqual([
      ['device', 10, true],
      ['interrupt', 20, true],
      ['input-queue', 30, true],
      ['wake', 40, true],
      ['ready-queue', 50, true],
      ['poll', 70, true],
      ['output', 80, true],
    ])
    expect(chain?.stations.at(-1)).toMatchObject({ device: 'screen', text: 'a' })
  })

  it('shows the queues as they were before the handler, and with the byte after it', () => {
    const { lineage } = pressed()
    const lengths = lineage.chains()[0]?.stations.map(({ moment }) => moment?.inputs[0]?.length)
    expect(lengths).toEqual([0, 0, 1, 1, 1])
  })

  it('is not mixed up with polls of other tasks', () => {
    const { lineage, at } = pressed()
    lineage.pollEntered('2000.1', at(70))
    lineage.pollReturned(() => poll(70, 5), at(75))
    expect(lineage.chains()[0]?.end).toBe('under-way')
  })

  it('goes on from a saved state as if nothing had happened', () => {
    const { lineage, at } = pressed()
    const other = program()
    other.lineage.restore(structuredClone(lineage.state()))
    for (const one of [lineage, other.lineage]) {
      one.pollEntered(TASK, at(70))
      one.serialSent('a', at(75))
      one.pollReturned(() => poll(70, 30), at(100))
    }
    const last = (one: Lineage) => one.chains()[0]?.stations.at(-1)
    expect(last(other.lineage)).toMatchObject({ kind: 'output', device: 'serial', text: 'a' })
    expect(kinds(other.lineage)).toEqual(kinds(lineage))
  })
})

describe('a byte that nobody is woken for', () => {
  it('is told when the handler has returned', () => {
    const made = program()
    enterHandler(made)
    made.push(0x1e)
    made.lineage.handlerReturned(made.at(20), made.at(45), undefined)
    expect(made.lineage.chains()).toMatchObject([{ end: 'nobody-woken' }])
    expect(kinds(made.lineage)).toEqual([['device', 'interrupt', 'input-queue']])
  })

  it('is found by the poll that takes it', () => {
    const made = program()
    const { lineage, at, push, pop, write } = made
    enterHandler(made)
    push(0x1e)
    lineage.handlerReturned(at(20), at(45), undefined)
    lineage.pollEntered(TASK, at(50))
    lineage.pollReturned(() => poll(50, 5), at(55))
    lineage.pollEntered(TASK, at(60))
    pop()
    write('a')
    lineage.pollReturned(() => poll(60, 30), at(90))
    expect(lineage.chains()[0]).toMatchObject({ end: 'nobody-woken', poll: { startedAt: 60 } })
    expect(kinds(lineage)[0]?.slice(2)).toEqual(['input-queue', 'poll', 'output'])
  })

  it('is not looked for where no queue is known that it could lie in', () => {
    const { lineage, at, looksAtScreen } = program()
    lineage.delivered(1, vector(33), at(20))
    lineage.handlerReturned(at(20), at(45), undefined)
    lineage.pollEntered(TASK, at(50))
    lineage.pollReturned(() => poll(50, 5), at(55))
    expect(looksAtScreen()).toBe(0)
    expect(lineage.chains()).toMatchObject([{ end: 'nobody-woken' }])
  })

  it('is found by the poll that the handler interrupted', () => {
    const made = program()
    const { lineage, at, push, pop } = made
    enterHandler(made)
    push(0x1e)
    lineage.handlerReturned(at(20), at(45), TASK)
    pop()
    lineage.pollReturned(() => poll(5, 85), at(90))
    const station = lineage.chains()[0]?.stations.find(({ kind }) => kind === 'poll')
    expect(station).toMatchObject({ wasUnderWay: true, instant: 45 })
  })
})

it('says nothing of a tick that came to nothing', () => {
  const { lineage, at } = program()
  lineage.requested(0, at(10))
  lineage.delivered(0, vector(32), at(20))
  lineage.handlerReached(undefined)
  lineage.handlerReturned(at(20), at(30), undefined)
  expect(lineage.chains()).toEqual([])
})

it('keeps no more than a bounded number of chains, whatever the program does', () => {
  const { lineage, at } = program()
  for (let key = 1; key <= 1_000; key++) {
    lineage.delivered(1, vector(33), at(10 * key))
    lineage.woken(() => `${key}`, at(10 * key + 1))
    lineage.handlerReturned(at(10 * key), at(10 * key + 2), undefined)
  }
  expect(lineage.chains().length).toBeLessThan(100)
  expect(lineage.chains().at(-1)?.sequence).toBe(1_000)
})
