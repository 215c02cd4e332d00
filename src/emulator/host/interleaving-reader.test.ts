/** Who runs on the prebuilt kernel: its tasks, its handlers and its locks, from the first look on. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { instant } from '../../shared/units'
import { compileCore } from '../machine/webassembly'
import { loadMachine, type LoadedMachine } from './loaded-machine'

const root = new URL('../../../', import.meta.url)
const core = compileCore(readFileSync(new URL('build/core/core.wasm', root)))
const image = readFileSync(new URL('kernel/prebuilt/ringside-kernel.elf', root))

const load = (commandLine: string): LoadedMachine =>
  loadMachine(core, 'kernel', image, { commandLine, memorySize: 16 << 20 })

const modelOf = ({ observers }: LoadedMachine) => observers.interleaving.model()

const runningIn = (loaded: LoadedMachine): string | undefined => {
  const { lanes, selected } = modelOf(loaded)
  return lanes[selected?.stack.at(-1) ?? -1]?.name
}

it('tells tasks by their futures, and no part of a task as one', () => {
  const loaded = load('exec=simple')
  modelOf(loaded)
  loaded.timeline.run(1_500_000)
  const { lanes, recent } = modelOf(loaded)
  expect(lanes.filter(({ kind }) => kind === 'task').length).toBeGreaterThan(0)
  for (const { stack } of recent)
    expect(stack.filter((lane) => lanes[lane]?.kind === 'task').length).toBeLessThan(2)
})

it('goes on from before the first look as if it had been looked at there', () => {
  const first = load('exec=simple')
  modelOf(first)
  first.timeline.run(1_200_000)

  const later = load('exec=simple')
  later.timeline.run(900_000)
  modelOf(later)
  for (let step = 0; runningIn(later) === 'main'; step++) {
    if (step > 100_000) throw new Error('nothing is polled')
    later.timeline.step(1)
  }
  later.timeline.seek(instant(10))
  expect(modelOf(later).lanes).toEqual([{ key: 'main', kind: 'main', name: 'main' }])
  later.timeline.run(1_200_000 - 10)
  expect(modelOf(later)).toEqual(modelOf(first))
})

it('finds the lock that nobody can release any more, though it is looked at only then', () => {
  const loaded = load('scenario=vga-deadlock')
  loaded.timeline.run(1_500_000)
  modelOf(loaded)
  loaded.timeline.run(1_000)
  const { lanes, locks } = modelOf(loaded)
  const writer = locks.find(({ name }) => name === 'writer')
  const nameOf = (stretch?: { readonly lane: number }) => lanes[stretch?.lane ?? -1]?.name
  expect([nameOf(writer?.held.at(-1)), nameOf(writer?.waits.at(-1))]).toEqual(['somebody', 'IRQ0'])
})

it('is told of RFLAGS.IF what the events of instructions say, and by no other run', () => {
  const run = (hasListener: boolean) => {
    const { machine } = load('exec=simple')
    const told: (readonly [number, boolean])[] = []
    const said: (readonly [number, boolean])[] = []
    machine.watchInterruptFlag((at, isEnabled) => void told.push([at, isEnabled]))
    if (hasListener)
      machine.listen(['instruction'], (event) => {
        if (event.type === 'instruction.flags-changed')
          said.push([event.instant, (event.new & 0x200n) !== 0n])
        else if (event.type === 'instruction.handler-entered')
          said.push([event.instant, (event.rflags & 0x200n) !== 0n])
      })
    machine.run(1_500_000)
    return { told, said, hash: machine.stateHash() }
  }
  const [alone, together] = [run(false), run(true)]
  expect(together.told.length).toBeGreaterThan(1000)
  expect(together.told).toEqual(together.said)
  expect(alone).toEqual({ ...together, said: [] })
  const { machine } = load('exec=simple')
  machine.run(1_500_000)
  expect(machine.stateHash()).toBe(alone.hash)
})
