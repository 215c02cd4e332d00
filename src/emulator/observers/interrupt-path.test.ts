import { describe, expect, it } from 'vitest'
import type { MachineEvent, PicRegisters } from '../../shared/events'
import type { InterruptStanding } from '../../shared/models/interrupt-path'
import { STANDING_LINES } from '../../shared/models/interrupt-path'
import { instant, linearAddress, vector } from '../../shared/units'
import { createInterruptPathObserver } from './interrupt-path'
import type { InterruptPathReader } from './interrupt-path-model'

const QUIET: PicRegisters = {
  irr: 0,
  imr: 0,
  isr: 0,
  base: 0x20,
  isAutomaticEoi: false,
  lines: 0,
  levelTriggered: 0,
  lowestPriority: 7,
}
const SLAVE = { ...QUIET, base: 0x28 }
const RIP = linearAddress(0x500n)

const reader = (
  waiting: InterruptPathReader['waitingLines'] = () => [],
  master: PicRegisters = QUIET,
): InterruptPathReader => ({
  instruction: (rip) => ({ rip, text: 'out dx, al' }),
  handler: (rip) => ({ rip, symbol: 'timer', code: [] }),
  functions: () => [{ name: 'end_of_interrupt', source: 'pic.rs:7' }],
  waitingLines: waiting,
  standing: (): Omit<InterruptStanding, 'waiting' | 'inService'> => ({
    instant: instant(99),
    rip: RIP,
    interruptsEnabled: true,
    isShadowed: false,
    cr8: 0,
    activity: 'running',
    instruction: { rip: RIP },
    master,
    slave: SLAVE,
  }),
})

type Chips = Partial<Record<'master' | 'slave', Partial<PicRegisters>>>

const fact = (now: number, fields: object, { master, slave }: Chips = {}) =>
  ({
    topic: 'interrupt',
    instant: instant(now),
    rip: RIP,
    interruptsEnabled: true,
    master: { ...QUIET, ...master },
    slave: { ...SLAVE, ...slave },
    ...fields,
  }) as MachineEvent

const bit = (line: number): Chips =>
  line < 8 ? { master: { irr: 1 << line } } : { slave: { irr: 1 << (line - 8) } }
const requested = (now: number, line: number) =>
  fact(now, { type: 'interrupt.requested', line }, bit(line))
const blocked = (now: number, line: number, reasons: readonly string[], chips: Chips = bit(line)) =>
  fact(now, { type: 'interrupt.blocked', line, reasons }, chips)
const acknowledged = (now: number, line: number, more: object = {}, chips: Chips = {}) =>
  fact(now, { type: 'interrupt.acknowledged', line, vector: vector(0x20 + line), isSpurious: false, ...more }, chips) // prettier-ignore
const ended = (now: number, controller: 'master' | 'slave', line: number) =>
  fact(now, { type: 'interrupt.ended', controller, line, isSpecific: false, value: 0x20 })

const frameAt = (top: bigint) =>
  ['SS', 'RSP', 'RFLAGS', 'CS', 'RIP'].map((slot, index) => ({
    slot,
    address: linearAddress(top - BigInt(8 * (index + 1))),
    value: 0x500n,
  }))

const delivered = (now: number, number: number, { top = 0x9000n, source = 'interrupt' } = {}) =>
  ({
    topic: source === 'interrupt' ? 'interrupt' : 'exception',
    type: source === 'interrupt' ? 'interrupt.delivered' : 'exception.delivered',
    instant: instant(now),
    vector: vector(number),
    source,
    returnRip: RIP,
    handlerRip: linearAddress(0x8000n),
    rspBefore: linearAddress(top),
    rspAfter: linearAddress(top - 40n),
    ist: 0,
    cplBefore: 0,
    cplAfter: 0,
    gate: [0x8e00n << 32n, 0n],
    attempt: {
      gateAddress: linearAddress(0x1000n),
      rspBefore: linearAddress(top),
      frameTop: linearAddress(top),
      cplBefore: 0,
      rflagsBefore: 0x202n,
      frame: frameAt(top),
    },
  }) as unknown as MachineEvent

const returned = (now: number, top = 0x9000n) =>
  ({
    topic: 'exception',
    type: 'exception.returned',
    instant: instant(now),
    rip: linearAddress(0x8010n),
    returnRip: RIP,
    rspBefore: linearAddress(top - 40n),
    rspAfter: linearAddress(top),
  }) as MachineEvent

const halted = (now: number) =>
  ({ topic: 'control', type: 'control.halted', instant: instant(now), rip: RIP }) as MachineEvent
const tick = (now: number, count: number) =>
  ({
    topic: 'interrupt',
    type: 'interrupt.timer-expired',
    instant: instant(now),
    count,
  }) as MachineEvent

function observed(...events: readonly MachineEvent[]) {
  const observer = createInterruptPathObserver(reader())
  events.forEach(observer.observe)
  return observer
}

const WHOLE_WAY = [
  halted(5),
  tick(10, 3),
  requested(10, 0),
  acknowledged(10, 0, {}, { master: { isr: 1 } }),
  delivered(10, 0x20),
  ended(40, 'master', 0),
  returned(60),
]

describe('the way of a request', () => {
  it('goes from the tick that raised the line to the EOI and the return', () => {
    const { selected } = observed(...WHOLE_WAY).model()
    expect(selected?.cause).toEqual({ kind: 'tick', count: 3 })
    expect(selected?.acknowledged).toMatchObject({ vector: 0x20, haltedSince: 5 })
    expect(selected?.delivery).toMatchObject({ kind: 'entered', interruptsEnabled: false })
    expect(selected?.ends).toMatchObject([{ instant: 40, value: 0x20 }])
    expect(selected?.returned?.instant).toBe(60)
  })

  it('is late by what passed between the request and the first instruction of the handler', () => {
    const { recent } = observed(
      requested(10, 0),
      blocked(10, 0, ['interrupts-disabled']),
      acknowledged(73, 0),
      delivered(73, 0x20),
    ).model()
    expect(recent).toMatchObject([
      { latency: 63, state: 'in-service', reasons: ['interrupts-disabled'] },
    ])
  })

  it('names the line in service that outranks one that waits', () => {
    const { selected } = observed(
      requested(10, 1),
      blocked(10, 1, ['in-service'], { master: { irr: 2, isr: 1 } }),
    ).model()
    expect(selected?.waits).toMatchObject([{ reasons: ['in-service'], outrankedBy: 0 }])
  })

  it('is over when the device lowers its line before INTA', () => {
    const { recent, selected } = observed(requested(10, 4), requested(20, 0)).model()
    expect(recent.map(({ state }) => state)).toEqual(['withdrawn', 'waiting'])
    expect(selected?.line).toBe(0)
  })

  it('shows the lines again once a controller is written to after that', () => {
    const written = fact(30, { type: 'interrupt.controller-written' })
    const observer = observed(requested(10, 1), written)
    expect(observer.model().selected).toBeUndefined()
    expect(observer.model().recent).toHaveLength(1)
    observer.select(1)
    expect(observer.model().selected?.line).toBe(1)
  })

  it('takes two EOIs for a line of the slave, the second one for the cascade', () => {
    const until = (...ends: readonly MachineEvent[]) =>
      observed(
        requested(1, 8),
        acknowledged(2, 8),
        delivered(2, 0x28),
        ...ends,
        returned(9),
      ).model()
    expect(until(ended(5, 'slave', 8)).recent[0]?.state).toBe('unended')
    const both = until(ended(5, 'slave', 8), ended(6, 'master', 2))
    expect(both.recent[0]?.state).toBe('done')
    expect(both.selected?.ends.map(({ controller }) => controller)).toEqual(['slave', 'master'])
  })

  it('needs no EOI where the controller ends interrupts by itself', () => {
    const { recent } = observed(
      requested(1, 0),
      acknowledged(2, 0, {}, { master: { isAutomaticEoi: true } }),
      delivered(2, 0x20),
      returned(9),
    ).model()
    expect(recent[0]?.state).toBe('done')
  })

  it('begins at INTA when it is spurious, and leaves nothing to end', () => {
    const { recent, selected } = observed(
      requested(1, 1),
      acknowledged(2, 7, { isSpurious: true }),
      delivered(2, 0x27),
      returned(9),
    ).model()
    expect(recent.map(({ line, state }) => [line, state])).toEqual([
      [1, 'withdrawn'],
      [7, 'done'],
    ])
    expect(selected?.requested).toBeUndefined()
    expect(selected?.acknowledged?.isSpurious).toBe(true)
  })

  it('says whose handler it interrupts', () => {
    const { selected } = observed(
      requested(1, 4),
      acknowledged(2, 4),
      delivered(2, 0x24),
      requested(5, 0),
      acknowledged(5, 0),
      delivered(5, 0x20, { top: 0x8f00n }),
    ).model()
    expect(selected?.acknowledged?.nestedIn).toEqual([4])
  })

  it('is not returned from by the IRETQ of an exception in its handler', () => {
    const events = [
      requested(1, 0),
      acknowledged(1, 0),
      delivered(1, 0x20),
      delivered(4, 14, { top: 0x8f00n, source: 'exception' }),
      returned(6, 0x8f00n),
    ]
    expect(observed(...events).model().selected?.returned).toBeUndefined()
    expect(observed(...events, returned(8)).model().selected?.returned?.instant).toBe(8)
  })
})

describe('what is shown', () => {
  it('is the last request, one that was chosen, or the lines as they stand', () => {
    const observer = observed(...WHOLE_WAY, requested(70, 1))
    expect(observer.model().selected?.line).toBe(1)
    observer.select(1)
    expect(observer.model().selected?.line).toBe(0)
    observer.select(STANDING_LINES)
    expect(observer.model().selected).toBeUndefined()
    observer.select(undefined)
    expect(observer.model().selected?.line).toBe(1)
  })

  it('keeps no more requests than it was told to, and counts them all', () => {
    const observer = createInterruptPathObserver(reader(), { limit: 3 })
    for (let now = 1; now <= 20; now++) observer.observe(requested(now, 0))
    const { recent, total } = observer.model()
    expect(recent.map(({ sequence }) => sequence)).toEqual([18, 19, 20])
    expect(total).toBe(20)
  })

  it('knows since when a line waits that waits now', () => {
    const observer = createInterruptPathObserver(reader(() => [{ line: 1, reasons: ['masked'] }]))
    observer.observe(requested(33, 1))
    expect(observer.model().standing.waiting).toEqual([
      { line: 1, reasons: ['masked'], sequence: 1, since: 33 },
    ])
  })

  it('knows whose EOI a line in service lacks', () => {
    const observer = createInterruptPathObserver(reader(undefined, { ...QUIET, isr: 1 }))
    const events = [requested(1, 0), acknowledged(2, 0), delivered(2, 0x20), returned(9)]
    events.forEach(observer.observe)
    expect(observer.model().standing.inService).toEqual([
      { line: 0, sequence: 1, since: 2, isUnended: true },
    ])
  })
})

describe('a line that nobody ends', () => {
  it('is known to be in service after however many ticks, and its handler to have returned', () => {
    const observer = createInterruptPathObserver(reader(undefined, { ...QUIET, isr: 1 }), {
      limit: 64,
    })
    const events = [requested(1, 0), acknowledged(2, 0), delivered(2, 0x20), returned(9)]
    events.forEach(observer.observe)
    for (let now = 10; now <= 400; now++) observer.observe(requested(now, 0))
    expect(observer.model().standing.inService).toEqual([
      { line: 0, sequence: 1, since: 2, isUnended: true },
    ])
  })
})

describe('equal events give equal models', () => {
  it('also after the state was saved and restored in between', () => {
    for (let cut = 0; cut <= WHOLE_WAY.length; cut++) {
      const first = observed(...WHOLE_WAY.slice(0, cut))
      const second = observed(requested(3, 1))
      second.restore(structuredClone(first.save()))
      WHOLE_WAY.slice(cut).forEach(second.observe)
      expect(second.model()).toEqual(observed(...WHOLE_WAY).model())
    }
  })

  it('and going on does not change what was saved', () => {
    const observer = observed(...WHOLE_WAY.slice(0, 4))
    const saved = observer.save()
    const before = structuredClone(saved)
    WHOLE_WAY.slice(4).forEach(observer.observe)
    expect(saved).toEqual(before)
  })
})
