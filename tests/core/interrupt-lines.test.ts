/**
 * What the machine tells of its interrupt lines, on programs that program the real controllers: from the device's
 * request to the EOI, and why a request is not taken. 8259A data sheet, "Interrupt Sequence"; SDM Vol. 3A, "Masking
 * Maskable Hardware Interrupts".
 */
import { describe, expect, it } from 'vitest'
import { createMachine } from '../../src/emulator/machine/machine'
import { createTimeline } from '../../src/emulator/timeline/timeline'
import type { InterruptBlocked, MachineEvent } from '../../src/shared/events'
import { typeText } from '../../src/shared/scan-codes'
import { instant } from '../../src/shared/units'
import { smallKernel } from '../../src/emulator/boot/elf-image.fixture'
import { core, kernelImage } from '../boot/ringside'

const machineOf = (commandLine: string) =>
  createMachine(core, {
    image: kernelImage,
    commandLine,
    memorySize: 16 << 20,
    inputs: [{ instant: instant(300_000), input: { type: 'keys', scanCodes: typeText('a') } }],
  })

function listenTo(machine: ReturnType<typeof machineOf>) {
  const events: MachineEvent[] = []
  machine.listen(['interrupt'], (event) => events.push(event))
  return events
}

function run(commandLine: string, budget: number) {
  const machine = machineOf(commandLine)
  const events = listenTo(machine)
  machine.run(budget)
  return { machine, events }
}

const words = (event: MachineEvent) => event.type.slice('interrupt.'.length)
const lineOf = (event: MachineEvent) => ('line' in event ? event.line : undefined)

describe('a tick of the timer', () => {
  const { events } = run('scenario=timer', 40_000_000)
  const ticks = events.filter(({ type }) => type === 'interrupt.timer-expired')

  it('is counted from one', () => {
    expect(ticks.length).toBeGreaterThan(3)
    expect(ticks.map((tick) => 'count' in tick && tick.count)).toEqual(ticks.map((_, n) => n + 1))
  })

  it('goes through request, INTA and handler to its EOI', () => {
    const from = events.findIndex((event) => words(event) === 'acknowledged' && lineOf(event) === 0)
    const story = events.slice(from, from + 4).filter((event) => words(event) !== 'blocked')
    expect(story.slice(0, 3).map(words)).toEqual(['acknowledged', 'delivered', 'ended'])
    const [acknowledged, delivered, ended] = story
    expect(acknowledged).toMatchObject({
      line: 0,
      vector: 0x20,
      isSpurious: false,
      master: { isr: 1, irr: 0 },
    })
    expect(delivered).toMatchObject({ vector: 0x20, source: 'interrupt' })
    expect(ended).toMatchObject({
      line: 0,
      controller: 'master',
      isSpecific: false,
      master: { isr: 0 },
    })
  })

  it('has its request told right before, with IRR set', () => {
    const tick = events.findIndex(({ type }) => type === 'interrupt.timer-expired')
    expect(events[tick + 1]).toMatchObject({
      type: 'interrupt.requested',
      line: 0,
      instant: events[tick]?.instant,
      master: { irr: expect.any(Number) as number },
    })
  })

  it('follows the writes that set the controllers up', () => {
    const written = events.filter((event) => words(event) === 'controller-written')
    expect(written).toContainEqual(
      expect.objectContaining({ controller: 'master', register: 'ICW2', value: 0x20 }),
    )
    expect(written).toContainEqual(
      expect.objectContaining({ controller: 'slave', register: 'ICW2', value: 0x28 }),
    )
  })
})

describe('a request that waits', () => {
  const blocked = (events: readonly MachineEvent[], line: number) =>
    events.filter(
      (event): event is InterruptBlocked =>
        event.type === 'interrupt.blocked' && event.line === line,
    )

  it('for an EOI that never comes is told so, once for each request', () => {
    const { events } = run('scenario=missing-eoi', 60_000_000)
    const ofTimer = events.filter((event) => lineOf(event) === 0).map(words)
    const from = ofTimer.indexOf('acknowledged') + 1
    expect(ofTimer.slice(from, from + 4)).toEqual(['requested', 'blocked', 'requested', 'blocked'])
    const [wait] = blocked(events, 0).filter(({ reasons }) => reasons.includes('in-service'))
    expect(wait).toMatchObject({ reasons: ['in-service'], master: { isr: 1, irr: 1 } })
  })

  it('for the mask, RFLAGS.IF and the shadow of STI says so as they come and go', () => {
    // Line 0 open, counter 0 in mode 0; wait for its IRR bit; mask and open it; STI; one instruction more.
    const machine = createMachine(core, {
      image: smallKernel([
        ...[0xb0, 0x30, 0xe6, 0x43, 0xb0, 0x40, 0xe6, 0x40, 0xb0, 0x02, 0xe6, 0x40],
        ...[0xb0, 0xfe, 0xe6, 0x21, 0xe4, 0x20, 0xa8, 0x01, 0x74, 0xfa],
        ...[0xb0, 0xff, 0xe6, 0x21, 0xb0, 0xfe, 0xe6, 0x21, 0xfb, 0x90, 0xf4],
      ]),
      commandLine: '',
      memorySize: 4 << 20,
    })
    const events = listenTo(machine)
    expect(machine.run(1_000_000)).toMatchObject({ reason: 'shutdown' })
    const from = events.findIndex(({ type }) => type === 'interrupt.requested')
    const story = events
      .slice(from)
      .map((event) => (event.type === 'interrupt.blocked' ? event.reasons.join(' ') : words(event)))
    expect(story.slice(0, 7)).toEqual([
      'requested',
      'interrupts-disabled',
      'controller-written',
      'masked interrupts-disabled',
      'controller-written',
      'interrupt-shadow',
      'acknowledged',
    ])
    // STI retires, one instruction retires in its shadow, and then comes INTA.
    const at = (index: number) => events[from + index]?.instant ?? 0
    expect(at(6) - at(5)).toBe(2)
  })

  it('is never told to wait for nothing, nor twice for the same in a row', () => {
    const { events } = run('', 20_000_000)
    for (const line of [0, 1]) {
      let last = ''
      for (const event of events.filter((each) => lineOf(each) === line)) {
        const key = event.type === 'interrupt.blocked' ? event.reasons.join() : ''
        if (event.type === 'interrupt.blocked') expect(key).not.toBe('')
        expect(key === '' || key !== last).toBe(true)
        last = key
      }
    }
  })
})

describe('a key', () => {
  it('enters the 8042, requests line 1, and is acknowledged and ended', () => {
    const { events } = run('', 4_000_000)
    const from = events.findIndex(({ type }) => type === 'interrupt.key-buffered')
    expect(events[from]).toMatchObject({ scanCode: 0x1e })
    const ofKeyboard = events.slice(from).filter((event) => lineOf(event) === 1)
    const story = ofKeyboard.map(words).filter((word) => word !== 'blocked')
    expect(story.slice(0, 3)).toEqual(['requested', 'acknowledged', 'ended'])
  })
})

describe('whoever listens', () => {
  it('changes nothing in the guest', () => {
    const [plain, heard] = [machineOf(''), machineOf('')]
    listenTo(heard)
    for (const machine of [plain, heard]) machine.run(5_000_000)
    expect(heard.instant()).toBe(plain.instant())
    expect(heard.stateHash()).toBe(plain.stateHash())
  })

  it('hears the same in any slices', () => {
    const { events } = run('', 3_000_000)
    const machine = machineOf('')
    const sliced = listenTo(machine)
    while (machine.instant() < 3_000_000) machine.run(1 + (machine.instant() % 7_919))
    expect(sliced.filter(({ instant: at }) => at < 3_000_000)).toEqual(
      events.filter(({ instant: at }) => at < 3_000_000),
    )
  })

  it('hears the same again after the machine went back', () => {
    const machine = machineOf('')
    const events = listenTo(machine)
    const timeline = createTimeline(machine, { spacing: 50_000 })
    timeline.run(3_000_000)
    const first = events.splice(0)
    for (const target of [310_000, 1_111_111, 2_000_001]) {
      timeline.seek(instant(target))
      events.length = 0
      timeline.run(3_000_000 - target)
      // What happens at the instant that was gone to may have been told on the way there.
      const after = (list: readonly MachineEvent[]) =>
        list.filter((event) => event.instant > target)
      expect(after(events)).toEqual(after(first))
    }
  })
})
