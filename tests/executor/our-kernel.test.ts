/** What the observer makes of our own kernel, against what the kernel itself counts and prints. */
import { describe, expect, it } from 'vitest'
import { instant } from '../../src/shared/units'
import { loadMachine } from '../../src/emulator/host/loaded-machine'
import { typeText } from '../../src/shared/scan-codes'
import { core, kernelImage } from '../boot/ringside'
import { followed } from './followed'

const PROMPT = 'ring0> '
const SETTLED = 400_000
const TYPED = 2_000_000

describe('a key at the prompt', () => {
  const { machine, observer, until, type } = followed()
  until(PROMPT)
  machine.run(SETTLED)
  observer.model()
  const began = machine.instant()
  type('a')
  machine.run(TYPED)
  const model = observer.model()
  const stations = model.chain?.stations ?? []

  it('goes from the 8042 to the screen through seven stations, each at its instant', () => {
    expect(stations.map(({ kind }) => kind)).toEqual([
      'device',
      'interrupt',
      'input-queue',
      'wake',
      'ready-queue',
      'poll',
      'output',
    ])
    expect(stations.every(({ isExact }) => isExact)).toBe(true)
    const instants = stations.map((station) => Number(station.instant))
    expect(instants).toEqual([...instants].sort((a, b) => a - b))
    expect(instants[0]).toBeGreaterThan(began)
  })

  it('is the byte that the keyboard sent and the character that the screen shows', () => {
    expect(stations[0]).toMatchObject({ line: 1, scanCode: 0x1e })
    expect(stations[1]).toMatchObject({ line: 1, vector: 33 })
    expect(stations[2]).toMatchObject({ queue: 'SCAN_CODES', bytes: [0x1e], dropped: 0 })
    const output = stations.find((one) => one.kind === 'output')
    expect(output).toMatchObject({ device: 'screen', text: 'a' })
    const { row, column } = output?.cell ?? { row: 0, column: 0 }
    expect(machine.screen().cells[2 * (80 * row + column)]).toBe('a'.charCodeAt(0))
  })

  it('passes through the queues: first the byte waits, then the task, then neither', () => {
    const seen = stations.map(({ moment }) => [
      moment?.inputs.find(({ name }) => name === 'SCAN_CODES')?.length,
      moment?.ready?.items.map(({ value }) => value),
      moment?.tasks[0]?.status,
    ])
    expect(seen).toEqual([
      [0, [], 'waiting'],
      [0, [], 'waiting'],
      [1, [], 'waiting'],
      [1, [], 'ready'],
      [1, [1n], 'ready'],
      [1, [], 'running'],
      [0, [], 'running'],
    ])
  })

  it('leaves the task at its await, with what it keeps there', () => {
    const [task] = model.now.tasks
    expect(task).toMatchObject({ id: '1', status: 'waiting' })
    const [outer] = task?.awaiting ?? []
    const kind = model.kinds[task?.kind ?? 0]
    expect(kind?.name).toBe('converse')
    const state = kind?.states[outer?.state ?? 0]
    expect(state).toMatchObject({ kind: 'await', awaits: 'next_byte' })
    expect(state?.source?.file).toBe('src/shell/mod.rs')
    expect(state?.saved.map(({ name }) => name)).toEqual(['editor'])
  })

  it('found the processor asleep by STI and HLT, with interrupts off before', () => {
    expect(model.sleep).toMatchObject({ isAsleep: true, isPair: true, wasOpen: false })
  })
})

it('counts polls and wakes as the kernel does', () => {
  const { machine, observer, until, type, serial } = followed()
  until(PROMPT)
  observer.model()
  type('spawn sleeper\n')
  until('sleeper: awake')
  machine.run(SETTLED)
  type('tasks\n')
  const ROW = /^ *(\d+) +\w+ +(\d+) +(\d+) shell\r?$/m
  until(ROW)
  // The row is printed by the poll that is under way, after the wake that led to it.
  const [, id, polls, wakes] = ROW.exec(serial()) ?? []
  const { now, polls: total } = observer.model()
  const shell = now.tasks.find((task) => task.id === id)
  expect([shell?.polls, shell?.wakes]).toEqual([Number(polls), Number(wakes)])
  const sleeper = now.tasks.find((task) => task.id === '2')
  expect(sleeper).toMatchObject({ status: 'done', polls: 2, wakes: 1 })
  expect(total.total).toBe(Number(polls) + 2)
})

describe('a wake-up that is lost', () => {
  it('is seen as a byte in its queue and a handler that woke nobody', () => {
    const { machine, observer } = followed('scenario=late-waker')
    machine.run(SETTLED)
    observer.model()
    machine.input({ type: 'keys', scanCodes: [0x1e] })
    machine.run(TYPED)
    const { chain, now } = observer.model()
    expect(chain).toMatchObject({ end: 'nobody-woken' })
    expect(now.inputs.find(({ name }) => name === 'SCAN_CODES')?.length).toBe(1)
    expect(now.tasks.map(({ status }) => status)).toEqual(['waiting'])
  })
})

it('follows an executor that knows no wakers, and the byte that a poll finds by itself', () => {
  const { machine, observer, type } = followed('scenario=busy-poll')
  observer.model()
  machine.run(SETTLED)
  type('a')
  machine.run(TYPED)
  const { chain, now, polls, wakes } = observer.model()
  expect(chain?.end).toBe('nobody-woken')
  expect(chain?.stations.map(({ kind }) => kind).slice(-3)).toEqual([
    'input-queue',
    'poll',
    'output',
  ])
  expect(now.ready?.name).toBe('turn')
  expect(now.wakers.filter(({ holds }) => holds === 'noop').length).toBeGreaterThan(0)
  expect(polls.total).toBeGreaterThan(1_000)
  expect(wakes).toBe(0)
})

describe('going back', () => {
  it('gives the models that the run had given there', () => {
    const loaded = loadMachine(core, 'kernel', kernelImage, {
      commandLine: '',
      memorySize: 128 << 20,
    })
    const { timeline, observers } = loaded
    const model = () => observers.executor.model()
    timeline.run(SETTLED)
    model()
    timeline.input({ type: 'keys', scanCodes: typeText('ab') })
    // Along the way of the first key, and after the second.
    const places = [489_000, 490_020, 490_100, 490_300, 490_600, 3_000_000].map((at) =>
      instant(SETTLED + at - 400_000),
    )
    const before = places.map((place) => {
      timeline.run(place - timeline.now())
      return model()
    })
    for (const index of [4, 1, 3, 0, 2, 5]) {
      timeline.seek(places[index] ?? instant(0))
      expect(model()).toEqual(before[index])
    }
  })
})

it('yields models that can cross a message port', () => {
  const { machine, observer } = followed()
  machine.run(SETTLED)
  const model = observer.model()
  expect(structuredClone(model)).toEqual(model)
})
