/** Kernels of the series, release and debug, of which nothing but the symbols is left: what is certain is told. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Executor } from '../../src/shared/models/executor'
import { followed } from './followed'

const image = (name: string) =>
  readFileSync(new URL(`../series/recorded/${name}.elf`, import.meta.url))

/** Of ELF64: its places of `e_shoff`, and of `e_shnum` and `e_shstrndx`. */
const stripped = (elf: Uint8Array) => Uint8Array.from(elf).fill(0, 0x28, 0x30).fill(0, 0x3c, 0x40)

const names = ({ now, kinds }: Executor) => now.tasks.map(({ kind }) => kinds[kind]?.name)

describe.each(['tasks-debug', 'tasks-release'])('%s', (name) => {
  const { machine, observer, until, type } = followed('', image(name))
  observer.model()
  until('\n> ')
  machine.run(400_000)
  type('R')
  machine.run(4_000_000)
  const model = observer.model()

  it('has three tasks, two of them done after four polls', () => {
    expect(names(model).sort()).toEqual(['count', 'count', 'echo_a_line'])
    const done = model.now.tasks.filter(({ status }) => status === 'done')
    expect(done.map(({ polls, wakes }) => [polls, wakes])).toEqual([
      [4, 3],
      [4, 3],
    ])
  })

  it('wakes them by each other and by the keyboard', () => {
    const causes = model.now.tasks.map(({ lastWake }) => lastWake?.cause.kind)
    expect(causes.sort()).toEqual(['interrupt', 'task', 'task'])
  })

  it('tells the way of a key as far as functions show it', () => {
    expect(model.chain).toMatchObject({ end: 'complete' })
    expect(model.chain?.stations.map(({ kind }) => kind)).toEqual([
      'device',
      'interrupt',
      'wake',
      'poll',
      'output',
    ])
    expect(model.chain?.stations.at(-1)).toMatchObject({ device: 'serial', text: 'R' })
  })

  it('says that types are missing, and shows no state or queue', () => {
    expect(model.gaps).toEqual(['no-types'])
    expect(model.now.ready).toBeUndefined()
    expect(model.now.tasks.every(({ awaiting, id }) => awaiting.length === 0 && !id)).toBe(true)
  })
})

describe('bare-release, with an executor under other names and its types', () => {
  it('shows riders at the await at which they stepped aside, and the queue that they stand in', () => {
    const { machine, observer, until } = followed('', image('bare-release'))
    observer.model()
    until('chestnut rides round 1', 10)
    machine.run(100)
    const { now, kinds, gaps, polls } = observer.model()
    expect(polls.total).toBeGreaterThanOrEqual(3)
    expect(now.ready).toMatchObject({ name: 'carousel.riders', capacity: 4 })
    const stops = now.tasks.flatMap(({ status, awaiting: [first], kind }) =>
      status === 'running' ? [] : [kinds[kind]?.states[first?.state ?? 0]?.awaits],
    )
    expect(stops.length).toBeGreaterThanOrEqual(2)
    expect(new Set(stops)).toEqual(new Set(['step_aside']))
    expect(gaps).toContain('no-task-numbers')
  })

  it('counts nine polls, three of them the last', () => {
    const { machine, observer } = followed('', image('bare-release'))
    machine.run(5_000_000)
    expect(observer.model().polls).toEqual({ total: 9, pending: 6, ready: 3 })
  })
})

it('tells no way of a key where nothing has a name: wakes that are not seen are not missing', () => {
  const { machine, observer, until, type } = followed('', stripped(image('tasks-release')))
  observer.model()
  until('\n> ')
  machine.run(400_000)
  type('R')
  machine.run(4_000_000)
  const model = observer.model()
  expect(model.gaps).toEqual(['no-symbols'])
  expect(model.chain).toBeUndefined()
  expect(model.chains).toEqual([])
})

it('says that a kernel without futures has none', () => {
  const { machine, observer } = followed('', image('heap-release'))
  machine.run(100_000)
  expect(observer.model()).toMatchObject({ gaps: ['no-futures'], now: { tasks: [] } })
})
