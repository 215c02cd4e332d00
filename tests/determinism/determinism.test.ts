/** Equal image, configuration and inputs give equal states, however the run is cut, interrupted or repeated. */
import { describe, expect, it } from 'vitest'
import type { LoggedInput } from '../../src/emulator/machine/input-log'
import { createMachine } from '../../src/emulator/machine/machine'
import type { Machine } from '../../src/emulator/machine/machine-api'
import { typeText } from '../../src/shared/scan-codes'
import { instant } from '../../src/shared/units'
import { core, kernelImage } from '../boot/ringside'

const MEMORY_SIZE = 16 * 2 ** 20

/** Keys and serial text that come in mid-boot, at the prompt, and while a command runs. */
const INPUTS: readonly LoggedInput[] = [
  { instant: instant(5_000), input: { type: 'serial', bytes: [...Buffer.from('int 3\n')] } },
  { instant: instant(400_001), input: { type: 'keys', scanCodes: typeText('walk 0xb8000\n') } },
  { instant: instant(1_234_567), input: { type: 'keys', scanCodes: typeText('alloc 100\n') } },
  { instant: instant(2_000_003), input: { type: 'keys', scanCodes: typeText('ticks\n') } },
]

const newMachine = (commandLine = '', inputs = INPUTS): Machine =>
  createMachine(core, { image: kernelImage, commandLine, memorySize: MEMORY_SIZE, inputs })

function runTo(machine: Machine, end: number, slice: number): void {
  while (machine.instant() < end) {
    const stop = machine.run(Math.min(slice, end - machine.instant()))
    if (stop.reason !== 'budget') return
  }
}

describe('a run', () => {
  // The boot to the prompt and some way into sleep, one instruction at a time.
  const BOOT = 40_000
  // Far enough for all inputs to have been answered.
  const END = 7_000_000

  it('does not depend on slices of 1, 7, 1000 or a million instants', () => {
    const hashes = [1, 7, 1000, 1_000_000].map((slice) => {
      const machine = newMachine()
      runTo(machine, BOOT, slice)
      return machine.stateHash()
    })
    expect(new Set(hashes).size).toBe(1)
  })

  it('does not depend on slices while it is typed to', () => {
    const hashes = [997, 1000, 65_536, 1_000_000].map((slice) => {
      const machine = newMachine()
      runTo(machine, END, slice)
      return machine.stateHash()
    })
    expect(new Set(hashes).size).toBe(1)
  })

  it('passes the same states on the way, at every thousandth instant of the boot', () => {
    const whole = newMachine()
    const pieces = newMachine()
    for (let end = 1000; end <= BOOT; end += 1000) {
      runTo(whole, end, 1000)
      runTo(pieces, end, 13)
      expect(pieces.stateHash(), `at instant ${end}`).toBe(whole.stateHash())
    }
  })

  it('has another hash when one input differs', () => {
    const one = newMachine()
    const other = newMachine('', INPUTS.slice(0, -1))
    runTo(one, END, 1_000_000)
    runTo(other, END, 1_000_000)
    expect(other.stateHash()).not.toBe(one.stateHash())
  })

  it('does not depend on who listens', () => {
    const quiet = newMachine()
    const watched = newMachine()
    let count = 0
    watched.listen(['page-walk', 'exception', 'interrupt', 'control'], () => (count += 1))
    runTo(quiet, END, 1_000_000)
    runTo(watched, END, 1_000_000)
    expect(count).toBeGreaterThan(100)
    expect(watched.stateHash()).toBe(quiet.stateHash())
  })

  it('does not depend on who looks', () => {
    const quiet = newMachine()
    const looked = newMachine()
    for (let end = 500; end <= BOOT; end += 500) {
      runTo(looked, end, 500)
      looked.translate(looked.processor().rip as never, 'read')
      looked.screen()
      looked.snapshot()
      looked.statistics()
      looked.readLinear(looked.processor().rip as never, 64)
    }
    runTo(quiet, BOOT, 1_000_000)
    expect(looked.stateHash()).toBe(quiet.stateHash())
  })
})

describe('a snapshot', () => {
  const END = 4_000_000

  it.each([1_000, 22_000, 700_000, 1_300_000, 2_500_000])(
    'of instant %i continues as if nothing had happened',
    (middle) => {
      const straight = newMachine()
      runTo(straight, END, 1_000_000)

      const machine = newMachine()
      runTo(machine, middle, 1000)
      const snapshot = machine.snapshot()
      const hash = machine.stateHash()
      runTo(machine, END, 1000)
      expect(machine.stateHash()).toBe(straight.stateHash())

      machine.restore(snapshot)
      expect(machine.instant()).toBe(middle)
      expect(machine.stateHash()).toBe(hash)
      runTo(machine, END, 777)
      expect(machine.stateHash()).toBe(straight.stateHash())
    },
  )

  it('can be gone back to again and again, and from a later one to an earlier one', () => {
    const machine = newMachine()
    const snapshots = [10_000, 500_000, 1_500_000].map((middle) => {
      runTo(machine, middle, 1000)
      return { snapshot: machine.snapshot(), hash: machine.stateHash() }
    })
    runTo(machine, END, 1_000_000)
    const end = machine.stateHash()
    for (const { snapshot, hash } of [...snapshots].reverse()) {
      machine.restore(snapshot)
      expect(machine.stateHash()).toBe(hash)
      runTo(machine, END, 1_000_000)
      expect(machine.stateHash()).toBe(end)
    }
  })

  it('of a machine that stands still keeps why', () => {
    const machine = newMachine('scenario=no-idt', [])
    expect(machine.run(1_000_000).reason).toBe('shutdown')
    const snapshot = machine.snapshot()
    machine.restore(snapshot)
    expect(machine.run(1000)).toMatchObject({ reason: 'shutdown' })
  })
})

describe('an input log', () => {
  it('replays a live run to the same state', () => {
    const live = newMachine('', [])
    live.run(500_000)
    live.input({ type: 'keys', scanCodes: typeText('heap\n') })
    live.run(123_457)
    live.input({ type: 'serial', bytes: [...Buffer.from('regs\n')] })
    live.input({ type: 'keys', scanCodes: typeText('x') })
    live.run(3_000_000)

    const replayed = newMachine('', live.inputs())
    runTo(replayed, live.instant(), 9999)
    expect(replayed.stateHash()).toBe(live.stateHash())
  })

  it('drops what lay ahead when the run goes another way', () => {
    const machine = newMachine()
    machine.run(100_000)
    machine.input({ type: 'keys', scanCodes: typeText('a') })
    expect(machine.inputs().map((entry) => entry.instant)).toEqual([5_000, 100_000])
  })
})

describe('stepping', () => {
  it('reaches the same states as running', () => {
    const stepped = newMachine('', [])
    const run = newMachine('', [])
    for (let i = 0; i < 20_000; i++) stepped.step(1)
    run.run(20_000)
    expect(stepped.instant()).toBe(20_000)
    expect(stepped.stateHash()).toBe(run.stateHash())
  })

  it('goes on with the handler when the processor sleeps', () => {
    const machine = newMachine('', [])
    machine.run(2_000_000)
    while (!machine.isHalted()) machine.step(1)
    const executed = machine.executed()
    machine.step(1)
    expect(machine.executed()).toBe(executed + 1)
    expect(machine.isHalted()).toBe(false)
  })
})
