import { describe, expect, it } from 'vitest'
import type {
  DeliveryFailed,
  DeliverySource,
  ExceptionDelivered,
  ExceptionRaised,
  ExceptionReturned,
  FrameWord,
  InterruptAcknowledged,
  MachineEvent,
} from '../../shared/events'
import { instant, linearAddress, vector } from '../../shared/units'
import { createIdtDispatchObserver } from './idt-dispatch'
import type { DispatchLookup } from './idt-dispatch-model'
import type { IdtTableReader } from './idt-table'

const lookup: DispatchLookup = {
  instruction: (rip) => ({ rip, text: 'int3' }),
  handler: (rip) => ({ rip, symbol: 'enter', code: [] }),
}

const GATE = [0x8e00_0008_1000n | (0x80n << 40n), 0n] as const
const IDT = linearAddress(0x9000n)
const IF = 1n << 9n

const SLOTS = ['SS', 'RSP', 'RFLAGS', 'CS', 'RIP'] as const

interface Delivery {
  readonly vector: number
  readonly rsp: bigint
  readonly at?: number
  readonly source?: DeliverySource
  /** The stack pointer of an IST field. */
  readonly ist?: bigint
  readonly rip?: bigint
}

function attemptOf({ vector: number, rsp, ist, rip = 0x500n }: Delivery) {
  const top = ist ?? rsp
  const frame = SLOTS.map((slot, index): FrameWord => {
    const address = linearAddress(top - BigInt(8 * (index + 1)))
    return { slot, address, value: slot === 'RIP' ? rip : 0n }
  })
  return {
    idtr: { base: IDT, limit: 0xfff },
    gateAddress: linearAddress(IDT + BigInt(16 * number)),
    gate: GATE,
    codeDescriptor: { address: linearAddress(0x8008n), value: 0x00af_9b00_0000_ffffn },
    stackSource: ist === undefined ? ('current' as const) : ('ist' as const),
    ...(ist !== undefined && {
      stackPointer: { address: linearAddress(0xa024n), value: linearAddress(ist) },
    }),
    frameTop: linearAddress(top),
    rspBefore: linearAddress(rsp),
    cplBefore: 0,
    rflagsBefore: IF,
    frame,
  }
}

function delivered(delivery: Delivery): ExceptionDelivered {
  const { vector: number, rsp, at = 0, source = 'exception', ist, rip = 0x500n } = delivery
  return {
    topic: source === 'interrupt' ? 'interrupt' : 'exception',
    type: source === 'interrupt' ? 'interrupt.delivered' : 'exception.delivered',
    instant: instant(at),
    vector: vector(number),
    source,
    returnRip: linearAddress(rip),
    handlerRip: linearAddress(0x1000n),
    rspBefore: linearAddress(rsp),
    rspAfter: linearAddress((ist ?? rsp) - 40n),
    ist: ist === undefined ? 0 : 1,
    cplBefore: 0,
    cplAfter: 0,
    gate: GATE,
    attempt: attemptOf(delivery),
  }
}

const failed = (number: number, source: DeliverySource = 'exception'): DeliveryFailed => ({
  topic: 'exception',
  type: 'exception.delivery-failed',
  instant: instant(0),
  rip: linearAddress(0x500n),
  vector: vector(number),
  source,
  failedCheck: 'gate-present',
  attempt: { ...attemptOf({ vector: number, rsp: 0x4000n }), frame: [] },
})

const raised = (number: number, more: Partial<ExceptionRaised> = {}): ExceptionRaised => ({
  topic: 'exception',
  type: 'exception.raised',
  instant: instant(0),
  rip: linearAddress(0x500n),
  vector: vector(number),
  during: 'instruction',
  ...more,
})

const returned = (ripSlot: bigint, to = 0x500n, at = 9): ExceptionReturned => ({
  topic: 'exception',
  type: 'exception.returned',
  instant: instant(at),
  rip: linearAddress(0x1010n),
  returnRip: linearAddress(to),
  rspBefore: linearAddress(ripSlot),
  rspAfter: linearAddress(ripSlot + 40n),
})

const PLAIN = { isAutomaticEoi: false, lines: 0, levelTriggered: 0, lowestPriority: 7 }

const acknowledged = (number: number, line: number): InterruptAcknowledged => ({
  topic: 'interrupt',
  type: 'interrupt.acknowledged',
  instant: instant(0),
  rip: linearAddress(0x500n),
  vector: vector(number),
  line,
  isSpurious: false,
  master: { irr: 0, imr: 0, isr: 1, base: 0x20, ...PLAIN },
  slave: { irr: 0, imr: 0, isr: 0, base: 0x28, ...PLAIN },
})

const observed = (...events: MachineEvent[]) => {
  const observer = createIdtDispatchObserver(lookup)
  events.forEach(observer.observe)
  return observer
}

const ends = (...events: MachineEvent[]) =>
  observed(...events)
    .model()
    .recent.map(({ end }) => end)

const selected = (...events: MachineEvent[]) => observed(...events).model().selected

describe('the idt-dispatch observer', () => {
  it('shows nothing before the first delivery', () => {
    expect(createIdtDispatchObserver(lookup).model()).toEqual({ recent: [], total: 0 })
  })

  it('shows the whole table until there is a delivery', () => {
    const table: IdtTableReader = {
      instant: () => instant(1),
      idtr: () => ({ base: IDT, limit: 0xfff }),
      gateBytes: () => 16,
      read: (_, length) => new Uint8Array(length),
      symbolAt: () => undefined,
    }
    const observer = createIdtDispatchObserver(lookup, { table })
    expect(observer.model().table?.idtr.base).toBe(IDT)
    observer.observe(delivered({ vector: 3, rsp: 0x4000n }))
    expect(observer.model().table).toBeUndefined()
    expect(observer.model().selected?.vector).toBe(3)
  })

  it('shows the last delivery with its checks, its handler and what became of IF', () => {
    const dispatch = selected(
      raised(14, { errorCode: 2, cr2: linearAddress(0x7000n) }),
      delivered({ vector: 14, rsp: 0x4000n }),
    )
    expect(dispatch).toMatchObject({ vector: 14, errorCode: 2, cr2: 0x7000n, gateBytes: 16 })
    expect(dispatch?.entry).toMatchObject({ ifBefore: true, ifAfter: false, cplAfter: 0 })
    expect(dispatch?.checks.every(({ result }) => result === 'passed')).toBe(true)
    expect(dispatch?.checks.map(({ check }) => check)).not.toContain('gate-dpl')
  })

  it('stops at the check that failed: what follows was not made', () => {
    const results = selected(raised(14), failed(14))?.checks.map(({ result }) => result)
    expect(results?.slice(0, 4)).toEqual(['passed', 'passed', 'passed', 'failed'])
    expect(new Set(results?.slice(4))).toEqual(new Set(['not-made']))
  })

  it('knows the line of an interrupt by its acknowledgement', () => {
    const dispatch = selected(
      acknowledged(0x20, 0),
      delivered({ vector: 0x20, rsp: 0x4000n, source: 'interrupt' }),
    )
    expect(dispatch).toMatchObject({ line: 0, source: 'interrupt' })
    expect(dispatch).not.toHaveProperty('errorCode')
  })
})

describe('returns', () => {
  it('pairs an IRETQ with the delivery whose frame it takes off', () => {
    const dispatch = selected(delivered({ vector: 3, rsp: 0x4000n }), returned(0x3fd8n))
    expect(dispatch?.end).toMatchObject({ kind: 'returned', instant: 9, isElsewhere: false })
  })

  it('says when the handler has changed where to', () => {
    const dispatch = selected(delivered({ vector: 3, rsp: 0x4000n }), returned(0x3fd8n, 0x502n))
    expect(dispatch?.end).toMatchObject({ kind: 'returned', isElsewhere: true })
  })

  it('takes no notice of an IRETQ from a frame that nothing pushed', () => {
    expect(ends(delivered({ vector: 3, rsp: 0x4000n }), returned(0x7000n))).toEqual(['open'])
  })

  it('gives up a frame that another delivery pushes over', () => {
    const [first, second] = [
      delivered({ vector: 14, rsp: 0x4000n }),
      delivered({ vector: 13, rsp: 0x4008n }),
    ]
    expect(ends(first, second, returned(0x3fe0n))).toEqual(['overwritten', 'returned'])
  })

  it('gives up what a handler further out has left behind', () => {
    const outer = delivered({ vector: 0x80, rsp: 0x4000n })
    const inner = delivered({ vector: 14, rsp: 0x3f00n })
    expect(ends(outer, inner, returned(0x3fd8n))).toEqual(['returned', 'left'])
  })
})

describe('nesting', () => {
  const outer = delivered({ vector: 0x80, rsp: 0x4000n })

  it('finds the handlers that a delivery interrupts, the nearest first', () => {
    const middle = delivered({ vector: 3, rsp: 0x3f00n })
    const dispatch = selected(outer, middle, delivered({ vector: 14, rsp: 0x3e00n }))
    expect(dispatch?.within.map(({ vector }) => vector)).toEqual([3, 0x80])
    expect(dispatch?.depth).toBe(2)
  })

  it('is over after the return', () => {
    const again = delivered({ vector: 14, rsp: 0x3e00n })
    expect(selected(outer, returned(0x3fd8n), again)?.depth).toBe(0)
  })

  it('does not take a delivery above the frame of a handler that never returned for one inside it', () => {
    const [lost, next] = [
      delivered({ vector: 14, rsp: 0x3000n }),
      delivered({ vector: 0x20, rsp: 0x4000n, source: 'interrupt' }),
    ]
    expect(selected(lost, next)?.depth).toBe(0)
  })

  it('holds on the other stack of an IST', () => {
    const onIst = delivered({ vector: 8, rsp: 0x4000n, ist: 0x9000n })
    expect(selected(onIst, delivered({ vector: 14, rsp: 0x8f00n }))?.within).toMatchObject([
      { vector: 8 },
    ])
  })

  it('does not reach across the top of a stack that lies below', () => {
    const onIst = delivered({ vector: 8, rsp: 0x9f00n, ist: 0x3000n })
    const lost = delivered({ vector: 14, rsp: 0x4000n })
    const there = delivered({ vector: 13, rsp: 0x2f00n })
    expect(selected(onIst, lost, there)?.within).toMatchObject([{ vector: 8 }])
  })
})

describe('exceptions during delivery', () => {
  const during = { during: 'delivery' } as const

  it('pairs a failure with what it raised, by the rule of their classes', () => {
    const observer = observed(
      raised(14),
      failed(14),
      raised(11, { ...during, errorCode: 0x73, deliveredVector: vector(14) }),
      raised(8, { ...during, errorCode: 0, deliveredVector: vector(11) }),
      delivered({ vector: 8, rsp: 0x4000n, ist: 0x9000n }),
    )
    const pair = {
      first: { vector: 14 },
      second: { vector: 11, errorCode: 0x73 },
      rule: 'double-fault',
    }
    expect(observer.model().selected).toMatchObject({ vector: 8, errorCode: 0, after: pair })
    observer.select(1)
    expect(observer.model().selected?.end).toMatchObject({
      kind: 'failed',
      check: 'gate-present',
      pair,
    })
  })

  it('serves an INT n that fails serially, whatever its vector', () => {
    const dispatch = selected(raised(8), failed(8, 'instruction'), raised(13, during))
    expect(dispatch?.end).toMatchObject({ pair: { rule: 'serial' } })
  })

  it('ends a double fault that fails in shutdown', () => {
    const dispatch = selected(raised(8, during), failed(8), raised(13, during))
    expect(dispatch?.end).toMatchObject({ pair: { rule: 'shutdown' } })
  })

  it('does not tie an exception of the next instruction to the failure before it', () => {
    const dispatch = selected(
      ...[raised(14), failed(14), raised(13, during)],
      ...[raised(3), delivered({ vector: 3, rsp: 0x4000n, source: 'instruction' })],
    )
    expect(dispatch).not.toHaveProperty('after')
  })
})

describe('what is kept', () => {
  it('keeps to the delivery that the reader chose until told otherwise', () => {
    const observer = observed(
      delivered({ vector: 3, rsp: 0x4000n }),
      delivered({ vector: 6, rsp: 0x4000n }),
    )
    observer.select(1)
    observer.observe(delivered({ vector: 14, rsp: 0x4000n }))
    expect(observer.model().selected?.vector).toBe(3)
    observer.select(undefined)
    expect(observer.model().selected?.vector).toBe(14)
  })

  it('counts all deliveries and keeps the recent ones, with the returns of those', () => {
    const observer = createIdtDispatchObserver(lookup, { limit: 4 })
    for (let at = 1; at <= 100; at++) {
      observer.observe(delivered({ vector: 3, rsp: 0x4000n, at }))
      observer.observe(returned(0x3fd8n, 0x500n, at))
    }
    const { total, recent } = observer.model()
    expect(total).toBe(100)
    expect(recent.map(({ sequence }) => sequence)).toEqual([97, 98, 99, 100])
    expect(recent.map(({ end }) => end)).toEqual(Array(4).fill('returned'))
  })

  it('is bounded, however many handlers never return', () => {
    const observer = createIdtDispatchObserver(lookup, { limit: 4 })
    for (let depth = 1; depth <= 1000; depth++)
      observer.observe(delivered({ vector: 14, rsp: 0x10_0000n - BigInt(48 * depth) }))
    expect(observer.model().selected).toMatchObject({ depth: 999 })
    expect(observer.model().selected?.within).toHaveLength(8)
    const { open } = observer.save() as { open: { frames: unknown[] } }
    expect(open.frames.length).toBeLessThanOrEqual(64)
  })

  it('gives equal models for equal events after its state was saved and restored', () => {
    const before = observed(
      delivered({ vector: 0x80, rsp: 0x4000n }),
      raised(14, { errorCode: 0 }),
      failed(14),
    )
    const after = createIdtDispatchObserver(lookup)
    after.restore(structuredClone(before.save()))
    for (const observer of [before, after]) {
      observer.observe(raised(13, { during: 'delivery' }))
      observer.observe(delivered({ vector: 13, rsp: 0x3f00n }))
      observer.observe(returned(0x3ed8n))
    }
    expect(after.model()).toEqual(before.model())
  })

  it('yields models that can cross a message port', () => {
    const model = observed(delivered({ vector: 3, rsp: 0x4000n })).model()
    expect(structuredClone(model)).toEqual(model)
  })
})
