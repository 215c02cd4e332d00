/**
 * What the core tells of the deliveries it makes, and of those that one of its checks ends: each check is failed once,
 * with everything before it as it must be. SDM Vol. 2, "INT n"; Vol. 3A, "Interrupt and Exception Handling".
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { decodeEvent } from '../../src/emulator/machine/event-records'
import type {
  DeliveryCheck,
  DeliveryFailed,
  ExceptionDelivered,
  MachineEvent,
} from '../../src/shared/events'
import {
  CODE,
  createGuest,
  DATA,
  FREE,
  KERNEL_CODE,
  KERNEL_CODE_32,
  KERNEL_DATA,
  STACK,
  USER_CODE_32,
  VECTOR,
  type Guest,
  type Start,
} from './guest'
import {
  GDT,
  handlerOf,
  IDT,
  KERNEL_CODE as CODE_SELECTOR,
  RSP0,
  TSS,
  TSS_SELECTOR,
} from './supervisor'

const { UD, NP, GP, PF, TS, SS } = VECTOR
const SOFTWARE = 0x40
const IST1 = TSS + 36
const TSS_LIMIT = at.SEGMENTS + at.TR * at.SEGMENT_SIZE + at.SEGMENT_LIMIT
const TSS_BASE = at.SEGMENTS + at.TR * at.SEGMENT_SIZE + at.SEGMENT_BASE
const NON_CANONICAL = 1n << 63n
const PRESENT = 1n << 47n
const gateAt = (vector: number) => IDT + 16 * vector
const inIdt = (vector: number) => (vector << 3) | 2

/** Runs one listing and decodes all that the core told of exceptions and interrupts. */
function tell(listing: string, prepare: (guest: Guest) => void, start: Start = {}): MachineEvent[] {
  const guest = createGuest({
    acknowledge() {
      guest.core.setU32(at.INTR, 0)
      return 0x60
    },
  })
  guest.write(listing, CODE, start.bits ?? 64)
  prepare(guest)
  guest.start(start)
  guest.listen(at.TOPIC_EXCEPTION | at.TOPIC_INTERRUPT)
  guest.run(1)
  return Array.from({ length: guest.core.getU32(at.EVENT_COUNT) }, (_, index) =>
    decodeEvent(guest.core, at.EVENT_RING + index * at.EVENT_SIZE),
  )
}

const RAISE_UD = '0f 0b    ud2'
const failed = (events: readonly MachineEvent[]) =>
  events.filter((event): event is DeliveryFailed => event.type === 'exception.delivery-failed')
const delivered = (events: readonly MachineEvent[]) =>
  events.filter((event): event is ExceptionDelivered => 'handlerRip' in event)

interface Failure {
  readonly check: DeliveryCheck
  readonly breakIt: (guest: Guest) => void
  /** What the failed check raises. */
  readonly raises: { readonly vector: number; readonly errorCode: number; readonly cr2?: bigint }
  readonly listing?: string
  readonly start?: Start
}

const changeCode = (guest: Guest, change: (descriptor: bigint) => bigint) => {
  // The handler gets a descriptor of its own, so that the running code's stays good.
  guest.poke(GDT + 0x50, change(guest.peek(GDT + CODE_SELECTOR)))
  guest.core.setU32(at.GDTR_LIMIT, 0x57)
  guest.changeGate(UD, (gate) => (gate & ~(0xffffn << 16n)) | (0x50n << 16n))
}
const useIst = (guest: Guest, stack: bigint) => {
  guest.changeGate(UD, (gate) => gate | (1n << 32n))
  guest.poke(IST1, stack)
}
/** The linear address of a page that is mapped nowhere. */
const NOWHERE = BigInt(FREE)

const FAILURES: readonly Failure[] = [
  {
    check: 'idt-limit',
    breakIt: ({ core }) => core.setU32(at.IDTR_LIMIT, 16 * SOFTWARE + 14),
    raises: { vector: GP, errorCode: inIdt(SOFTWARE) },
    listing: 'cd 40    int 0x40',
  },
  {
    check: 'gate-read',
    breakIt({ core, poke, peek, map }) {
      // A table of which only the first page, with the gates of the exceptions, is there.
      for (let entry = 0; entry < 0x200; entry += 8) poke(DATA + 0x1e00 + entry, peek(IDT + entry))
      map(FREE, DATA + 0x1000)
      core.setU64(at.IDTR_BASE, NOWHERE + 0xe00n)
    },
    raises: { vector: PF, errorCode: 0, cr2: NOWHERE + 0xe00n + 16n * BigInt(SOFTWARE) },
    listing: 'cd 40    int 0x40',
  },
  {
    check: 'gate-type',
    breakIt: (guest) => guest.changeGate(UD, (gate) => gate & ~(0xfn << 40n)),
    raises: { vector: GP, errorCode: inIdt(UD) | 1 },
  },
  {
    check: 'gate-dpl',
    breakIt: () => undefined,
    raises: { vector: GP, errorCode: inIdt(SOFTWARE) },
    listing: 'cd 40    int 0x40',
    start: { cpl: 3 },
  },
  {
    check: 'gate-present',
    breakIt: (guest) => guest.changeGate(UD, (gate) => gate & ~PRESENT),
    raises: { vector: NP, errorCode: inIdt(UD) | 1 },
  },
  {
    check: 'selector-not-null',
    breakIt: (guest) => guest.changeGate(UD, (gate) => gate & ~(0xffffn << 16n)),
    raises: { vector: GP, errorCode: 1 },
  },
  {
    check: 'selector-limit',
    breakIt: (guest) => guest.changeGate(UD, (gate) => gate | (0xff0n << 16n)),
    raises: { vector: GP, errorCode: 0xff0 | 1 },
  },
  {
    check: 'descriptor-read',
    breakIt(guest) {
      const { core, poke, peek, map } = guest
      for (let entry = 0; entry < 0x50; entry += 8) poke(DATA + 0x1fb0 + entry, peek(GDT + entry))
      map(FREE, DATA + 0x1000)
      core.setU64(at.GDTR_BASE, NOWHERE + 0xfb0n)
      core.setU32(at.GDTR_LIMIT, 0xfff)
      guest.changeGate(UD, (gate) => (gate & ~(0xffffn << 16n)) | (0x50n << 16n))
    },
    raises: { vector: PF, errorCode: 0, cr2: NOWHERE + 0x1000n },
  },
  {
    check: 'code-segment',
    breakIt: (guest) => changeCode(guest, () => guest.peek(GDT + KERNEL_DATA)),
    raises: { vector: GP, errorCode: 0x50 | 1 },
  },
  {
    check: 'code-dpl',
    breakIt: (guest) => changeCode(guest, (code) => code | (3n << 45n)),
    raises: { vector: GP, errorCode: 0x50 | 1 },
  },
  {
    check: 'code-64-bit',
    breakIt: (guest) => changeCode(guest, () => guest.peek(GDT + KERNEL_CODE_32)),
    raises: { vector: GP, errorCode: 0x50 | 1 },
  },
  {
    check: 'code-present',
    breakIt: (guest) => changeCode(guest, (code) => code & ~PRESENT),
    raises: { vector: NP, errorCode: 0x50 | 1 },
  },
  {
    check: 'tss-limit',
    breakIt(guest) {
      useIst(guest, BigInt(DATA))
      guest.core.setU32(TSS_LIMIT, 42)
    },
    raises: { vector: TS, errorCode: TSS_SELECTOR | 1 },
  },
  {
    check: 'tss-read',
    breakIt(guest) {
      useIst(guest, BigInt(DATA))
      guest.core.setU64(TSS_BASE, NOWHERE)
    },
    raises: { vector: PF, errorCode: 0, cr2: NOWHERE + 36n },
  },
  {
    check: 'stack-canonical',
    breakIt: (guest) => useIst(guest, NON_CANONICAL),
    raises: { vector: SS, errorCode: 1 },
  },
  {
    check: 'handler-canonical',
    breakIt: (guest) => guest.poke(gateAt(UD) + 8, 0x8000_0000n),
    raises: { vector: GP, errorCode: 1 },
  },
  {
    check: 'frame-push',
    breakIt: (guest) => useIst(guest, NOWHERE + 0x1008n),
    raises: { vector: PF, errorCode: 2, cr2: NOWHERE + 0x1000n - 8n },
  },
]

describe.each(FAILURES)('a delivery whose check $check fails', (failure) => {
  const events = () => tell(failure.listing ?? RAISE_UD, failure.breakIt, failure.start)
  const order = FAILURES.map(({ check }) => check)
  const reached = (check: DeliveryCheck) => order.indexOf(failure.check) > order.indexOf(check)

  it('says so, and then what the check raised', () => {
    const told = events()
    const index = told.findIndex(({ type }) => type === 'exception.delivery-failed')
    const vector = failure.listing ? SOFTWARE : UD
    expect(told[index]).toMatchObject({
      topic: 'exception',
      failedCheck: failure.check,
      vector,
      source: failure.listing ? 'instruction' : 'exception',
      instant: 0,
      rip: BigInt(failure.listing ? CODE + 2 : CODE),
      attempt: { gateAddress: BigInt(told.length > 0 ? idtrBase(told[index]) + 16 * vector : 0) },
    })
    expect(told[index + 1]).toMatchObject({
      type: 'exception.raised',
      during: 'delivery',
      deliveredVector: vector,
      ...failure.raises,
    })
  })

  it('tells what was read up to there and nothing beyond', () => {
    const [event] = failed(events())
    const attempt = event?.attempt
    expect(attempt?.gate !== undefined).toBe(reached('gate-read'))
    expect(attempt?.codeDescriptor !== undefined).toBe(reached('descriptor-read'))
    expect(attempt?.stackSource !== undefined).toBe(
      reached('code-present') || failure.check === 'tss-limit',
    )
    expect(attempt?.frameTop !== undefined).toBe(failure.check === 'frame-push')
    expect(attempt?.frame).toEqual([])
  })
})

const idtrBase = (event: MachineEvent | undefined) =>
  event && 'attempt' in event ? Number(event.attempt.idtr.base) : 0

describe('a failed check of the stack', () => {
  it('tells where the stack pointer would have come from', () => {
    const short = failed(
      tell(RAISE_UD, (guest) => {
        useIst(guest, BigInt(DATA))
        guest.core.setU32(TSS_LIMIT, 42)
      }),
    )[0]
    expect(short?.attempt).toMatchObject({
      stackSource: 'ist',
      tss: { base: BigInt(TSS), limit: 42 },
    })
    expect(short?.attempt.stackPointer).toBeUndefined()

    const unpushed = failed(tell(RAISE_UD, (guest) => useIst(guest, NOWHERE + 0x1008n)))[0]
    expect(unpushed?.attempt).toMatchObject({
      stackPointer: { address: BigInt(IST1), value: NOWHERE + 0x1008n },
      frameTop: NOWHERE + 0x1000n,
    })
  })
})

describe('a delivery that succeeds', () => {
  it('tells of gate, code segment, stack and every word of the frame', () => {
    const [event] = delivered(
      tell(RAISE_UD, () => undefined, { registers: { rsp: BigInt(STACK - 0x18) }, rflags: 0x8d5n }),
    )
    expect(event?.attempt).toEqual({
      idtr: { base: BigInt(IDT), limit: 0xfff },
      gateAddress: BigInt(gateAt(UD)),
      gate: event?.gate,
      codeDescriptor: { address: BigInt(GDT + KERNEL_CODE), value: 0x00af_9b00_0000_ffffn },
      stackSource: 'current',
      frameTop: BigInt(STACK - 0x20),
      rspBefore: BigInt(STACK - 0x18),
      cplBefore: 0,
      rflagsBefore: 0x8d7n,
      frame: [
        { slot: 'SS', address: BigInt(STACK - 0x28), value: BigInt(KERNEL_DATA) },
        { slot: 'RSP', address: BigInt(STACK - 0x30), value: BigInt(STACK - 0x18) },
        { slot: 'RFLAGS', address: BigInt(STACK - 0x38), value: 0x1_08d7n },
        { slot: 'CS', address: BigInt(STACK - 0x40), value: BigInt(KERNEL_CODE) },
        { slot: 'RIP', address: BigInt(STACK - 0x48), value: BigInt(CODE) },
      ],
    })
    expect(event?.handlerRip).toBe(BigInt(handlerOf(UD)))
  })

  it('from CPL 3 tells of RSP0, and with an error code of six words', () => {
    const [event] = delivered(
      tell('48 8b 06    mov rax, [rsi]', () => undefined, { cpl: 3, registers: { rsi: NOWHERE } }),
    )
    expect(event?.attempt).toMatchObject({
      stackSource: 'privilege-change',
      stackPointer: { address: BigInt(TSS + 4), value: BigInt(RSP0) },
      tss: { base: BigInt(TSS), limit: 0x67 },
      frameTop: BigInt(RSP0),
      cplBefore: 3,
    })
    expect(event?.attempt.frame.map(({ slot }) => slot)).toEqual(
      ['SS', 'RSP', 'RFLAGS', 'CS', 'RIP', 'error code'],
    ) // prettier-ignore
    expect(event?.attempt.frame.at(-1)).toMatchObject({ address: BigInt(RSP0 - 48), value: 4n })
  })

  it('is told of after a failed one with what is its own', () => {
    const told = tell(RAISE_UD, (guest) => guest.changeGate(UD, (gate) => gate & ~PRESENT))
    expect(told.map(({ type }) => type)).toEqual([
      'exception.raised',
      'exception.delivery-failed',
      'exception.raised',
      'exception.delivered',
    ])
    const [event] = delivered(told)
    expect(event).toMatchObject({ vector: NP, attempt: { gateAddress: BigInt(gateAt(NP)) } })
    expect(event?.attempt.frame).toHaveLength(6)
  })

  it('of an interrupt that fails belongs to the exceptions', () => {
    const told = tell(
      '90    nop',
      (guest) => {
        guest.core.setU32(at.INTR, 1)
        guest.changeGate(0x60, (gate) => gate & ~PRESENT)
      },
      { rflags: 0x200n },
    )
    expect(failed(told)[0]).toMatchObject({ topic: 'exception', vector: 0x60, source: 'interrupt' })
  })
})

describe('outside of IA-32e mode', () => {
  it('words are as wide as the gate, and SS and ESP are pushed for an inner stack alone', () => {
    const told = tell('0f 0b    ud2', (guest) => {
      guest.core.setU64(at.CR0, 0x33n)
      guest.core.setU64(at.EFER, 0n)
      guest.poke(IDT + 8 * UD, BigInt(handlerOf(UD) & 0xffff) | (BigInt(KERNEL_CODE_32) << 16n) | (0x8en << 40n) | (BigInt(handlerOf(UD) >>> 16) << 48n))
    }, { bits: 32 }) // prettier-ignore
    const [event] = delivered(told)
    expect(event?.attempt.frame).toMatchObject([
      { slot: 'RFLAGS', address: BigInt(STACK - 4) },
      { slot: 'CS', address: BigInt(STACK - 8), value: BigInt(KERNEL_CODE_32) },
      { slot: 'RIP', address: BigInt(STACK - 12), value: BigInt(CODE) },
    ])
    expect(event?.attempt).toMatchObject({
      gateAddress: BigInt(IDT + 8 * UD),
      frameTop: BigInt(STACK),
    })
  })

  it('an inner stack whose segment cannot be loaded is told of as such', () => {
    const told = tell('cd 40    int 0x40', (guest) => {
      guest.core.setU64(at.CR0, 0x33n)
      guest.core.setU64(at.EFER, 0n)
      guest.poke(IDT + 8 * SOFTWARE, BigInt(handlerOf(SOFTWARE) & 0xffff) | (BigInt(KERNEL_CODE_32) << 16n) | (0xeen << 40n) | (BigInt(handlerOf(SOFTWARE) >>> 16) << 48n))
      guest.poke(TSS + 8, BigInt(USER_CODE_32))
    }, { bits: 32, cpl: 3 }) // prettier-ignore
    expect(failed(told)[0]).toMatchObject({
      failedCheck: 'stack-segment',
      attempt: { stackSource: 'privilege-change', tss: { base: BigInt(TSS) } },
    })
  })
})
