/** Any instant of a run can be gone to, stepped back from, and left on another way: with the state that a run there has. */
import { describe, expect, it } from 'vitest'
import { core, kernelImage } from '../boot/ringside'
import { typeText } from '../../src/shared/scan-codes'
import { instant, linearAddress, physicalAddress } from '../../src/shared/units'
import type { LoggedInput } from '../../src/emulator/machine/input-log'
import { createMachine } from '../../src/emulator/machine/machine'
import { createTimeline, type TimelineOptions } from '../../src/emulator/timeline/timeline'

const INPUTS: readonly LoggedInput[] = [
  { instant: instant(400_001), input: { type: 'keys', scanCodes: typeText('walk 0xb8000\n') } },
  { instant: instant(1_234_567), input: { type: 'keys', scanCodes: typeText('int 3\n') } },
  { instant: instant(2_000_003), input: { type: 'keys', scanCodes: typeText('alloc 100\n') } },
]
const END = 6_000_000

const newMachine = (inputs = INPUTS) =>
  createMachine(core, { image: kernelImage, commandLine: '', memorySize: 16 * 2 ** 20, inputs })

/** Checkpoints so close that a short run has many of them. */
const DENSE: TimelineOptions = { spacing: 5_000 }

function record(options = DENSE) {
  const machine = newMachine()
  const timeline = createTimeline(machine, options)
  timeline.run(END)
  return { machine, timeline }
}

/** Searches to the end. */
function finish<Found>(search: Generator<unknown, Found>): Found {
  for (;;) {
    const result = search.next()
    if (result.done) return result.value
  }
}

/** A sequence of numbers that looks random and is the same every time. */
function scatter(count: number, limit: number): number[] {
  let state = 12345
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state % limit
  })
}

describe('a timeline', () => {
  it('stands at any instant as a machine that has run there', () => {
    const { machine, timeline } = record()
    for (const target of scatter(25, END)) {
      timeline.seek(instant(target))
      const straight = newMachine()
      straight.run(target)
      expect(machine.instant()).toBe(target)
      expect(machine.stateHash(), `at instant ${target}`).toBe(straight.stateHash())
    }
  })

  it('comes back early from a run when somebody has seen enough, and not from going to an instant', () => {
    const machine = newMachine()
    const timeline = createTimeline(machine, DENSE)
    const stop = machine.listen(['exception'], () => machine.interrupt())
    timeline.run(END)
    const early = machine.instant()
    expect(early).toBeLessThan(END)
    stop()
    timeline.run(END - early)
    machine.listen(['exception'], () => machine.interrupt())
    timeline.seek(instant(0))
    timeline.seek(instant(END))
    expect(machine.instant()).toBe(END)
  })

  it('runs on from the past into the same future', () => {
    const { machine, timeline } = record()
    const atEnd = machine.stateHash()
    timeline.seek(instant(1_000_000))
    timeline.run(END - 1_000_000)
    expect(machine.stateHash()).toBe(atEnd)
    expect(timeline.end()).toBe(END)
  })

  it('steps back through the states that it stepped forward through', () => {
    const { machine, timeline } = record()
    timeline.seek(instant(15_000))
    const passed: string[] = []
    for (let step = 0; step < 40; step++) {
      passed.push(machine.stateHash())
      timeline.step(1)
    }
    for (const hash of passed.reverse()) {
      timeline.stepBack(1)
      expect(machine.stateHash()).toBe(hash)
    }
  })

  it('steps back over a sleep in one step, and into its beginning from its middle', () => {
    const { machine, timeline } = record()
    timeline.seek(instant(5_500_000))
    expect(machine.isHalted()).toBe(true)
    timeline.stepBack(1)
    expect(machine.isHalted()).toBe(true)
    const fellAsleep = machine.instant()
    expect(fellAsleep).toBeLessThan(5_500_000)
    timeline.stepBack(1)
    expect(machine.isHalted()).toBe(false)
    timeline.step(1)
    expect(machine.instant()).toBe(fellAsleep)
  })

  it('goes no further back than to the beginning', () => {
    const { machine, timeline } = record()
    timeline.stepBack(10 ** 9)
    expect(machine.instant()).toBe(0)
    timeline.stepBack(1)
    expect(machine.instant()).toBe(0)
  })

  it('takes another way when it is given input in the past', () => {
    const { machine, timeline } = record()
    timeline.seek(instant(1_100_000))
    timeline.input({ type: 'keys', scanCodes: typeText('ud\n') })
    expect(timeline.end()).toBe(1_100_000)
    timeline.run(END - 1_100_000)

    const straight = newMachine(INPUTS.slice(0, 1))
    straight.run(1_100_000)
    straight.input({ type: 'keys', scanCodes: typeText('ud\n') })
    straight.run(END - 1_100_000)
    expect(machine.stateHash()).toBe(straight.stateHash())
  })

  it('keeps the way that was left, and goes over to it and back', () => {
    const { machine, timeline } = record()
    const firstEnd = machine.stateHash()
    timeline.seek(instant(1_100_000))
    timeline.input({ type: 'keys', scanCodes: typeText('ud\n') })
    timeline.run(END - 1_100_000)
    const secondEnd = machine.stateHash()
    expect(timeline.branches()).toEqual([
      { id: 0, forkedAt: 0, end: END },
      { id: 1, parent: 0, forkedAt: 1_100_000, end: END },
    ])

    timeline.switchTo(0)
    expect(machine.instant()).toBe(END)
    expect(machine.stateHash()).toBe(firstEnd)
    timeline.seek(instant(900_000))
    timeline.switchTo(1)
    expect(machine.instant()).toBe(900_000)
    timeline.run(END - 900_000)
    expect(machine.stateHash()).toBe(secondEnd)
    expect(timeline.branches()).toHaveLength(2)
  })

  it('is revived from its branches alone, at the same state', () => {
    const { machine, timeline } = record()
    timeline.seek(instant(1_100_000))
    timeline.input({ type: 'keys', scanCodes: typeText('ud\n') })
    timeline.run(END - 1_100_000)
    timeline.seek(instant(4_321_000))
    const saved = { branches: timeline.ways().save(), present: timeline.present() }

    const other = newMachine([])
    const revived = createTimeline(other, { ...DENSE, saved })
    revived.seek(instant(4_321_000))
    expect(other.stateHash()).toBe(machine.stateHash())
    timeline.switchTo(0)
    revived.switchTo(0)
    expect(other.stateHash()).toBe(machine.stateHash())
    expect(revived.ways().save()).toEqual(timeline.ways().save())
  })

  it('finds the last event of a kind, and leaves the machine where it was', () => {
    const { machine, timeline } = record()
    const before = machine.stateHash()
    const result = finish(
      timeline.findLast(['exception'], (event) => event.type === 'exception.delivered'),
    )
    expect(result).toMatchObject({ type: 'exception.delivered', vector: 3 })
    expect(result?.instant).toBeGreaterThan(1_234_567)
    expect(machine.stateHash()).toBe(before)
  })

  it('finds who wrote a byte last, whoever it was', () => {
    const { machine, timeline } = record()
    const before = machine.stateHash()
    // The first character of the third row of the screen: the prompt's.
    const cell = physicalAddress(0xb8000n + 2n * 160n)
    const result = finish(timeline.findLastWrite(cell, 1))
    expect(result?.address).toBe(cell)
    expect(machine.stateHash()).toBe(before)
    timeline.seek(instant(result?.instant ?? 0))
    expect(machine.processor().rip).toBe(result?.rip)
    const byteThere = () => machine.memory.bytes[Number(cell)]
    const old = byteThere()
    timeline.step(1)
    expect([old, byteThere()]).toEqual([Number((result?.old ?? 0n) & 0xffn), 'r'.charCodeAt(0)])
    expect(finish(timeline.findLastWrite(cell, 1, result?.instant))?.instant).toBeLessThan(
      result?.instant ?? 0,
    )
  })

  it('finds the processor itself where it set a bit in a page table', () => {
    const { machine, timeline } = record()
    const walk = machine.translate(linearAddress(0xb8000n), 'write').walk
    const entry = walk.steps.at(-1)?.address ?? physicalAddress(0n)
    const write = finish(timeline.findLastWrite(entry, 8))
    expect(write && write.old ^ write.new).toBe(0x60n)
  })

  it('says so when nobody wrote', () => {
    const { timeline } = record()
    expect(finish(timeline.findLastWrite(physicalAddress(0xf0_0000n), 8))).toBeUndefined()
  })

  it('leaves the machine where it was when a search is given up', () => {
    const { machine, timeline } = record()
    const before = machine.stateHash()
    const search = timeline.findLast(['exception'], () => false)
    search.next()
    search.return(undefined)
    expect(machine.stateHash()).toBe(before)
  })

  it('takes its followers along', () => {
    const machine = newMachine()
    let text = ''
    machine.onSerial((byte) => (text += String.fromCharCode(byte)))
    const follower = {
      save: () => text,
      restore: (saved: unknown) => void (text = saved as string),
    }
    const timeline = createTimeline(machine, { ...DENSE, followers: [follower] })
    timeline.run(END)
    const whole = text
    timeline.seek(instant(23_000))
    const early = text
    expect(whole.startsWith(early)).toBe(true)
    expect(early.length).toBeLessThan(whole.length)
    timeline.seek(instant(END))
    expect(text).toBe(whole)
  })
})
