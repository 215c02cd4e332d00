import { describe, expect, it } from 'vitest'
import type {
  DeliveryAttempt,
  DeliveryFailed,
  ExceptionDelivered,
  ExceptionRaised,
  MachineEvent,
} from '../../shared/events'
import { instant, linearAddress, vector } from '../../shared/units'
import { createStackSwitchObserver } from './stack-switch'
import type { StackReader } from './stack-switch-reader'

const BOTTOM = 0x10_0000n
const TOP = 0x10_4000n
const IST1 = 0x20_3000n
const TSS = 0x30_0000n

/** Memory that holds one stack of 16 KiB, one of 12 KiB for IST1, and a TSS that names it. */
interface World {
  rsp: bigint
  now: number
  words: Map<bigint, bigint>
  tssLimit: number
  isShutDown: boolean
}

const world = (options: Partial<World> = {}): World => ({
  rsp: TOP - 0x100n,
  now: 100,
  words: new Map([[TSS + 36n, IST1]]),
  tssLimit: 0x67,
  isShutDown: false,
  ...options,
})

const RANGES = [
  [BOTTOM, TOP],
  [IST1 - 0x3000n, IST1],
  [TSS, TSS + 0x1000n],
] as const

const rangeOf = (address: bigint) => RANGES.find(([from, to]) => address >= from && address < to)

function readerOf(of: World): StackReader {
  return {
    instant: () => instant(of.now),
    processor: () => ({
      general: Array.from({ length: 16 }, (_, index) => (index === 4 ? of.rsp : 0n)),
      rip: 0x1234n,
      cpl: 0,
      isLongMode: true,
      isHalted: false,
      isShutDown: of.isShutDown,
      taskRegister: { selector: 0x18, base: TSS, limit: of.tssLimit },
    }),
    read(address, length) {
      const range = rangeOf(address)
      if (!range) return new Uint8Array(0)
      const bytes = new Uint8Array(Math.min(length, Number(range[1] - address)))
      const view = new DataView(bytes.buffer)
      for (let at = 0; at + 8 <= bytes.length; at += 4) {
        const word = of.words.get(address + BigInt(at))
        if (word !== undefined) view.setBigUint64(at, word, true)
      }
      return bytes
    },
    writableAround(address) {
      const range = rangeOf(address)
      return (
        range && { from: linearAddress(range[0]), to: linearAddress(range[1]), absentBelow: 'pt' }
      )
    },
    outcomeOfStore: (address) => (rangeOf(address) ? 'mapped' : 'not-present'),
    symbolAround: () => undefined,
    instruction: (rip) => ({ rip }),
    backtrace: () => [],
  }
}

const GATE = (ist: number): [bigint, bigint] => [0x8e00_0008_5000n | (BigInt(ist) << 32n), 0n]

function attempt(rspBefore: bigint, ist: number, hasError: boolean): DeliveryAttempt {
  const top = ist > 0 ? IST1 : rspBefore & ~0xfn
  const slots = ['SS', 'RSP', 'RFLAGS', 'CS', 'RIP', ...(hasError ? ['error code'] : [])] as const
  return {
    idtr: { base: linearAddress(0x1000n), limit: 0xfff },
    gateAddress: linearAddress(0x1080n),
    gate: GATE(ist),
    stackSource: ist > 0 ? 'ist' : 'current',
    frameTop: linearAddress(top),
    rspBefore: linearAddress(rspBefore),
    cplBefore: 0,
    rflagsBefore: 2n,
    frame: slots.map((slot, index) => ({
      slot: slot as 'SS',
      address: linearAddress(top - BigInt(8 * (index + 1))),
      value: (slot as string) === 'RSP' ? rspBefore : BigInt(index),
    })),
  }
}

const raised = (number: number, more: Partial<ExceptionRaised> = {}): ExceptionRaised => ({
  topic: 'exception',
  type: 'exception.raised',
  instant: instant(50),
  rip: linearAddress(0x1234n),
  vector: vector(number),
  during: 'instruction',
  ...more,
})

const failed = (number: number, rspBefore: bigint): DeliveryFailed => ({
  topic: 'exception',
  type: 'exception.delivery-failed',
  instant: instant(50),
  rip: linearAddress(0x1234n),
  vector: vector(number),
  source: 'exception',
  failedCheck: 'frame-push',
  attempt: { ...attempt(rspBefore, 0, true), frame: [] },
})

function delivered(
  number: number,
  rspBefore: bigint,
  { ist = 0, hasError = false, at = 50, returnRip = 0x1234n } = {},
): ExceptionDelivered {
  const made = attempt(rspBefore, ist, hasError)
  return {
    topic: 'exception',
    type: 'exception.delivered',
    instant: instant(at),
    vector: vector(number),
    source: 'exception',
    ...(hasError ? { errorCode: 0 } : {}),
    returnRip: linearAddress(returnRip),
    handlerRip: linearAddress(0x5000n),
    rspBefore: linearAddress(rspBefore),
    rspAfter: linearAddress((made.frame.at(-1)?.address ?? 0n) as bigint),
    ist,
    cplBefore: 0,
    cplAfter: 0,
    gate: GATE(ist),
    attempt: made,
  }
}

/** What the processor stores while it delivers. */
function store(into: World, { attempt: { frame } }: ExceptionDelivered): void {
  for (const { address, value } of frame) into.words.set(address, value)
}

const returned = (rspBefore: bigint, rspAfter: bigint, at = 60): MachineEvent => ({
  topic: 'exception',
  type: 'exception.returned',
  instant: instant(at),
  rip: linearAddress(0x5010n),
  returnRip: linearAddress(0x1234n),
  rspBefore: linearAddress(rspBefore),
  rspAfter: linearAddress(rspAfter),
})

const observed = (of: World, ...events: readonly MachineEvent[]) => {
  const observer = createStackSwitchObserver(readerOf(of))
  events.forEach(observer.observe)
  return observer
}

describe('the stacks without a story', () => {
  it('finds the stack of RSP between its guard page and the next page that is not there', () => {
    const { shown } = observed(world()).model()
    const [current] = shown.stacks
    expect(current).toMatchObject({
      name: 'kernel stack',
      use: 'current',
      top: { address: TOP, foundBy: [{ kind: 'mapping' }] },
      bottom: { address: BOTTOM },
      guard: { page: BOTTOM - 0x1000n, stoppedAt: 'pt' },
      pointer: TOP - 0x100n,
    })
    expect(shown.reason).toEqual({ kind: 'code' })
    expect(shown.story).toBeUndefined()
  })

  it('finds the stack that the TSS holds ready, by its pointer', () => {
    const { shown } = observed(world()).model()
    expect(shown.stacks[1]).toMatchObject({ key: 'ist1', name: 'IST1 stack', use: 'unused' })
    expect(shown.stacks[1]?.top?.foundBy).toContainEqual({ kind: 'tss', field: 'IST1' })
  })

  it('reads no pointer beyond the limit of the TSS', () => {
    const { shown } = observed(world({ tssLimit: 30 })).model()
    expect(shown.taskState?.pointers.map(({ field }) => field)).toEqual(['RSP0', 'RSP1', 'RSP2'])
    expect(shown.stacks).toHaveLength(1)
  })

  it('has no current stack where RSP points at nothing', () => {
    const { shown } = observed(world({ rsp: 0xdead_0000_0000n })).model()
    expect(shown.current).toBeUndefined()
  })

  it('knows a stack that RSP has left by less than its guard page', () => {
    const { shown } = observed(world({ rsp: BOTTOM - 0x18n })).model()
    expect(shown.current).toBe(`stack-${TOP.toString(16)}`)
  })
})

describe('a delivery', () => {
  it('tells the chain of an overflow, the pair that merged, and the stack of IST1', () => {
    const of = world({ rsp: IST1 - 0x80n })
    const end = delivered(8, BOTTOM, { ist: 1, hasError: true })
    store(of, end)
    const cr2 = linearAddress(BOTTOM - 8n)
    const observer = observed(
      of,
      raised(14, { errorCode: 2, cr2 }),
      failed(14, BOTTOM),
      raised(14, { errorCode: 2, cr2, during: 'delivery', deliveredVector: vector(14) }),
      raised(8, { errorCode: 0, during: 'delivery', deliveredVector: vector(14) }),
      end,
    )
    const { shown, recent } = observer.model()
    expect(recent).toMatchObject([{ vectors: [14, 8], end: 'delivered', ist: 1 }])
    const { story } = shown
    if (story?.kind !== 'delivery') throw new Error('a delivery is told')
    expect(story).toMatchObject({ end: 'delivered', ist: 1, from: `stack-${TOP.toString(16)}`, to: 'ist1', isLive: true }) // prettier-ignore
    expect(story.steps).toMatchObject([
      { vector: 14, failedCheck: 'frame-push' },
      { vector: 8, second: { vector: 14 }, rule: 'double-fault' },
    ])
    expect(story.counterfactual).toMatchObject({ ist: 0, outcome: 'not-present' })
    expect(shown.reason).toEqual({ kind: 'delivery', vector: 8, field: 'IST1' })
    expect(shown.stacks.find(({ key }) => key === story.from)).toMatchObject({
      use: 'suspended',
      pointer: BOTTOM,
    })
  })

  it('tells what IST1 would have done where the processor shut down', () => {
    const of = world({ rsp: BOTTOM, isShutDown: true })
    const second = { during: 'delivery', errorCode: 2 } as const
    const { shown } = observed(
      of,
      raised(14, { errorCode: 2 }),
      failed(14, BOTTOM),
      raised(14, second),
      raised(8, { during: 'delivery', errorCode: 0 }),
      failed(8, BOTTOM),
      raised(14, second),
      {
        topic: 'exception',
        type: 'exception.shutdown',
        instant: instant(50),
        rip: linearAddress(0x1234n),
        chain: [],
      },
    ).model()
    expect(shown.story).toMatchObject({
      end: 'shutdown',
      lastFault: { vector: 14 },
      counterfactual: { ist: 1, outcome: 'mapped', stack: 'ist1' },
    })
  })

  it('serves a contributory exception and a page fault one after the other', () => {
    const end = delivered(14, TOP - 0x100n, { hasError: true })
    const of = world({ rsp: end.rspAfter })
    store(of, end)
    const { story } = observed(
      of,
      raised(0),
      failed(0, TOP - 0x100n),
      raised(14, { during: 'delivery', errorCode: 0 }),
      end,
    ).model().shown
    expect(story?.kind === 'delivery' && story.steps).toMatchObject([
      { vector: 0 },
      { vector: 14, second: { vector: 14 }, rule: 'serial' },
    ])
  })

  it('is no longer told when it was returned from, and what had lain there is not known', () => {
    const of = world()
    const end = delivered(3, TOP - 0x100n)
    store(of, end)
    const observer = observed(of, raised(3), end, returned(end.rspAfter, TOP - 0x100n))
    expect(observer.model().shown.story).toBeUndefined()
    observer.select(1)
    const { story, stacks } = observer.model().shown
    expect(story).toMatchObject({ kind: 'delivery', isLive: false })
    expect(stacks[0]?.parts.map((part) => part.kind)).toEqual(['unknown', 'processor-frame'])
    observer.select(undefined)
    expect(observer.model().shown.story).toBeUndefined()
  })

  it('is not told any more when its frame was written over', () => {
    const of = world()
    const end = delivered(3, TOP - 0x100n)
    store(of, end)
    of.rsp = end.rspAfter
    const observer = observed(of, raised(3), end)
    expect(observer.model().shown.story).toBeDefined()
    of.words.set(end.attempt.frame[1]?.address ?? 0n, 0n)
    expect(observer.model().shown.story).toBeUndefined()
  })
})

describe('frames upon frames', () => {
  /** A handler that faults on its first instruction, again and again. */
  function pile(count: number): { of: World; events: MachineEvent[] } {
    const of = world()
    const events: MachineEvent[] = []
    let rsp = TOP - 0x100n
    for (let index = 0; index < count; index++) {
      const end = delivered(14, rsp, { hasError: true, at: index, returnRip: 0x5000n })
      store(of, end)
      events.push(raised(14, { errorCode: 0x10 }), end)
      rsp = end.rspAfter
    }
    of.rsp = rsp
    return { of, events }
  }

  it('are one part with their number, and the last by itself', () => {
    const { of, events } = pile(200)
    const parts = observed(of, ...events).model().shown.stacks[0]?.parts ?? []
    expect(parts.slice(-2)).toMatchObject([
      { kind: 'processor-frames', count: 199 },
      { kind: 'processor-frame', vector: 14 },
    ])
  })

  it('are taken off one by one', () => {
    const { of, events } = pile(3)
    const observer = observed(of, ...events)
    const last = events.at(-1)
    if (last?.type !== 'exception.delivered') throw new Error('a delivery came last')
    const slot = last.attempt.frame.find(({ slot: name }) => name === 'RIP')?.address ?? 0n
    observer.observe(returned(slot, last.rspBefore))
    of.rsp = last.rspBefore
    of.now = 1000
    const parts = observer.model().shown.stacks[0]?.parts ?? []
    expect(parts.filter(({ kind }) => kind.startsWith('processor'))).toMatchObject([
      { kind: 'processor-frames', count: 1 },
      { kind: 'processor-frame' },
    ])
  })
})

describe('a return', () => {
  it('tells the words that were popped, where they still lie there', () => {
    const of = world({ now: 61 })
    const end = delivered(3, TOP - 0x100n)
    store(of, end)
    const rip = end.rspAfter
    of.words.set(rip, 0x1234n)
    const { story } = observed(of, raised(3), end, returned(rip, TOP - 0x100n)).model().shown
    if (story?.kind !== 'return') throw new Error('a return is told')
    expect(story.words.map(({ slot }) => slot)).toEqual(['RIP', 'CS', 'RFLAGS', 'RSP', 'SS'])
    expect(story.delivery).toMatchObject({ vector: 3 })
  })

  it('tells RIP and RSP alone where something else lies there by now', () => {
    const { story } = observed(world({ now: 61 }), returned(TOP - 0x128n, TOP - 0x100n)).model()
      .shown
    expect(story?.kind === 'return' && story.words.map(({ slot }) => slot)).toEqual(['RIP', 'RSP'])
  })
})

it('gives equal models for equal events, also after save and restore', () => {
  const of = world({ rsp: IST1 - 0x80n })
  const end = delivered(8, BOTTOM, { ist: 1, hasError: true })
  store(of, end)
  const events = [
    raised(14, { errorCode: 2 }),
    failed(14, BOTTOM),
    raised(14, { during: 'delivery' }),
  ]
  const one = observed(of, ...events)
  const other = createStackSwitchObserver(readerOf(of))
  other.restore(structuredClone(one.save()))
  for (const event of [raised(8, { during: 'delivery' }), end]) {
    one.observe(event)
    other.observe(event)
  }
  expect(other.model()).toEqual(one.model())
  expect(structuredClone(one.model())).toEqual(one.model())
})
