import { describe, expect, it } from 'vitest'
import type { MachineEvent } from '../../shared/events'
import { eventKind, EVENT_KINDS } from '../../shared/query/event-kinds'
import { sourcesOf } from '../../shared/query/event-kind'
import { instant, linearAddress, physicalAddress, vector } from '../../shared/units'
import type { EventRecord } from './event-record'
import { createRecorder } from './recorder'

const at = <T extends object>(now: number, event: T) => ({ instant: instant(now), ...event })
const address = linearAddress
const decode = (bytes: Uint8Array) => String.fromCharCode(...bytes)

const walk = (now: number, more: object = {}) =>
  at(now, {
    topic: 'page-walk',
    type: 'page-walk.completed',
    rip: address(1n),
    cpl: 0,
    isExplicit: true,
    linearAddress: address(0xb_8000n),
    access: 'write',
    cr3: 0x1000n,
    steps: [4, 3, 2].map((index) => ({
      address: physicalAddress(0x1000n),
      index,
      value: 3n,
      written: 3n,
      neighbours: [],
    })),
    outcome: 'mapped',
    physicalAddress: physicalAddress(0xb_8000n),
    pageSize: '2m',
    ...more,
  }) as MachineEvent

const delivered = (now: number, more: object = {}) =>
  at(now, {
    topic: 'exception',
    type: 'exception.delivered',
    vector: vector(14),
    source: 'exception',
    errorCode: 2,
    returnRip: address(0x1000n),
    handlerRip: address(0x2000n),
    rspBefore: address(0x9008n),
    rspAfter: address(0x8fd0n),
    ist: 0,
    cplBefore: 0,
    cplAfter: 0,
    gate: [0x0000_8e00_0008_2000n, 0n],
    attempt: {
      idtr: { base: address(0x5000n), limit: 0xfff },
      gateAddress: address(0x50e0n),
      gate: [0x0000_8e00_0008_2000n, 0n],
      stackSource: 'current',
      frameTop: address(0x9000n),
      rspBefore: address(0x9008n),
      cplBefore: 0,
      rflagsBefore: 0x202n,
      frame: [
        { slot: 'SS', address: address(0x8ff8n), value: 0x10n },
        { slot: 'RSP', address: address(0x8ff0n), value: 0x9008n },
        { slot: 'RFLAGS', address: address(0x8fe8n), value: 0x1_0202n },
        { slot: 'CS', address: address(0x8fe0n), value: 8n },
        { slot: 'RIP', address: address(0x8fd8n), value: 0x1000n },
        { slot: 'error code', address: address(0x8fd0n), value: 2n },
      ],
    },
    ...more,
  }) as MachineEvent

const returned = (now: number, rsp: bigint) =>
  at(now, {
    topic: 'exception',
    type: 'exception.returned',
    rip: address(0x2010n),
    returnRip: address(0x1000n),
    rspBefore: address(rsp),
    rspAfter: address(0x9008n),
  }) as MachineEvent

const halted = (now: number) =>
  at(now, {
    topic: 'control',
    type: 'control.halted',
    rip: address(5n),
    interruptsEnabled: true,
  }) as MachineEvent

const plain = { isAutomaticEoi: false, lines: 0, levelTriggered: 0, lowestPriority: 7 }
const master = { irr: 0b10, imr: 0xfc, isr: 0b1, base: 0x20, ...plain }
const slave = { irr: 0, imr: 0xff, isr: 0, base: 0x28, ...plain }

const line = (now: number, fields: object) =>
  at(now, {
    topic: 'interrupt',
    rip: address(1n),
    interruptsEnabled: false,
    master,
    slave,
    ...fields,
  }) as MachineEvent

const instruction = (now: number, fields: object) =>
  at(now, { topic: 'instruction', rip: address(0x2000n), ...fields }) as MachineEvent

const EVENTS: readonly MachineEvent[] = [
  walk(1),
  walk(2, { outcome: 'not-present', physicalAddress: undefined, pageSize: undefined }),
  at(3, {
    topic: 'page-walk',
    type: 'page-walk.tlb-flushed',
    rip: address(1n),
    scope: 'page',
    linearAddress: address(7n),
  }) as MachineEvent,
  at(4, {
    topic: 'exception',
    type: 'exception.raised',
    rip: address(1n),
    vector: vector(14),
    errorCode: 2,
    cr2: address(7n),
    during: 'delivery',
    deliveredVector: vector(3),
  }) as MachineEvent,
  delivered(5),
  returned(6, 0x8fd8n),
  at(7, {
    topic: 'exception',
    type: 'exception.shutdown',
    rip: address(1n),
    chain: [{ vector: vector(14), during: 'instruction' }],
  }) as MachineEvent,
  line(8, { type: 'interrupt.acknowledged', vector: vector(0x21), line: 1, isSpurious: false }),
  at(9, {
    topic: 'control',
    type: 'control.register-written',
    rip: address(1n),
    register: 'CR0',
    old: 0x11n,
    new: 0x8000_0010n,
  }) as MachineEvent,
  line(9, { type: 'interrupt.requested', line: 1 }),
  line(9, { type: 'interrupt.blocked', line: 1, reasons: ['in-service', 'interrupts-disabled'] }),
  line(9, { type: 'interrupt.blocked', line: 1, reasons: ['in-service'] }),
  line(9, { type: 'interrupt.ended', controller: 'master', line: 0, isSpecific: false }),
  at(9, { topic: 'interrupt', type: 'interrupt.timer-expired', count: 7 }) as MachineEvent,
  at(9, { topic: 'interrupt', type: 'interrupt.key-buffered', scanCode: 0x1e }) as MachineEvent,
  instruction(9, { type: 'instruction.retired', instruction: 'OUT', operand: 0x20n }),
  instruction(9, { type: 'instruction.flags-changed', old: 0x202n, new: 2n }),
  instruction(9, { type: 'instruction.stack-segment-loaded', old: 0x10n, new: 0n }),
  instruction(9, { type: 'instruction.handler-entered', vector: vector(14), rsp: 1n, rflags: 2n }),
  halted(10),
  delivered(11, {
    topic: 'interrupt',
    type: 'interrupt.delivered',
    source: 'interrupt',
    vector: vector(0x20),
    errorCode: undefined,
  }),
]

function recordAll(): EventRecord[] {
  const recorder = createRecorder(decode)
  const end = instant(12)
  return [
    ...EVENTS.flatMap(recorder.record),
    ...recorder.portAccess({ direction: 'out', port: 0x3f8, value: 0x6f }, end),
    ...recorder.portAccess({ direction: 'in', port: 0x1234, value: 0xff }, end),
    ...[...'ok\r\n'].flatMap((letter) => recorder.serialByte(letter.charCodeAt(0), end)),
    ...recorder.exited(33, end),
  ]
}

/** The facts of other origins come to the recorder ready-made. */
const OWN_ORIGINS = new Set(['the serial port', 'accesses to ports', 'the end of the run'])

const only = (kind: string, ...words: string[]) =>
  recordAll().filter(
    (event) => event.kind === kind && words.every((word) => event.arguments.includes(word)),
  )

describe('the recorder', () => {
  it('fills no field that the table does not have, with no value of another type', () => {
    for (const { kind, fields } of recordAll()) {
      const known = eventKind(kind)?.fields ?? {}
      for (const [name, value] of Object.entries(fields)) {
        const type = known[name]
        expect(type, `${kind}.${name}`).toBeDefined()
        if (typeof type === 'object' && 'words' in type) expect(type.words).toContain(value)
        else if (type === 'text') expect(value).toBeTypeOf('string')
        else if (type === 'list') expect(value).toBeInstanceOf(Array)
        else if (type === 'structure') expect(value).toBeTypeOf('object')
        else expect(value).toBeTypeOf('bigint')
      }
    }
  })

  it('makes an event of every kind that the table says it can have', () => {
    const recorded = recordAll()
    const missing = EVENT_KINDS.flatMap((kind) => {
      const words = Object.keys(kind.words ?? { '': true })
      return words
        .filter((word) =>
          sourcesOf(kind, word ? [word] : []).some(
            (source) => 'events' in source || ('from' in source && OWN_ORIGINS.has(source.from)),
          ),
        )
        .filter(
          (word) =>
            !recorded.some(
              (one) => one.kind === kind.name && (!word || one.arguments.includes(word)),
            ),
        )
        .map((word) => `${kind.name} ${word}`)
    })
    expect(missing).toEqual([])
  })

  it('numbers the events of an instant', () => {
    const places = recordAll().map((event) => [Number(event.instant), event.order])
    expect(places.slice(0, 3)).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
    ])
  })

  it('makes of a walk that ends well a fill too', () => {
    expect(only('walk').map(({ fields }) => [fields['result'], fields['stop']])).toEqual([
      ['ok', 2n],
      ['np', 2n],
    ])
    expect(only('tlb', 'fill')).toMatchObject([
      { instant: 1, fields: { va: 0xb_8000n, pa: 0xb_8000n, size: '2m' } },
    ])
    expect(only('tlb', 'flush')).toMatchObject([{ fields: { scope: 'page', va: 7n } }])
  })

  it('reads the gate and the stack of a delivery', () => {
    expect(only('deliver')[0]?.fields).toMatchObject({
      vec: 14n,
      source: 'exc',
      rsp0: 0x9008n,
      rsp1: 0x9000n,
      gate: { p: 1n, dpl: 0n, type: 14n, ist: 0n, sel: 8n, offset: 0x2000n },
    })
  })

  it('makes an event of each word of the frame, in the order of pushing', () => {
    const slots = only('push').filter(({ instant: at }) => at === 5)
    expect(slots.map(({ fields }) => fields['slot'])).toEqual(
      ['ss', 'rsp', 'rflags', 'cs', 'rip', 'err'],
    ) // prettier-ignore
    expect(slots[0]?.fields).toEqual({ slot: 'ss', va: 0x8ff8n, value: 0x10n })
  })

  it('says once of each reason why a request waits, with the registers of its controller', () => {
    expect(only('irq', 'raise')).toMatchObject([
      { fields: { line: 1n, vec: 0x21n, irr: 2n, isr: 1n, imr: 0xfcn } },
    ])
    expect(only('irq', 'block').map(({ fields }) => [fields['why'], fields['if']])).toEqual([
      ['isr', 0n],
      ['if0', 0n],
    ])
    expect(only('irq', 'eoi')).toMatchObject([{ fields: { line: 0n } }])
  })

  it('knows instructions by their names, flags by their bits, and the frame of a handler', () => {
    expect(only('insn')).toMatchObject([{ arguments: ['out'], fields: { operand: 0x20n } }])
    expect(only('reg', 'rflags')).toMatchObject([{ fields: { set: 0n, cleared: 0x200n } }])
    expect(only('reg', 'ss')).toMatchObject([{ fields: { new: 0n } }])
    expect(only('enter')).toMatchObject([
      { fields: { vec: 14n, if: 0n, frame: { rip: 0x1000n, err: 2n } } },
    ])
  })

  it('knows which handler an IRETQ leaves by where its frame lies', () => {
    expect(only('leave')).toMatchObject([{ fields: { vec: 14n, to: 0x1000n } }])
    const recorder = createRecorder(decode)
    recorder.record(delivered(1))
    const frame = [{ slot: 'RIP', address: address(0x8f00n), value: 0x1000n }]
    recorder.record(delivered(2, { vector: vector(3), errorCode: undefined, attempt: { frame } }))
    expect(recorder.record(returned(3, 0x8f00n))[0]?.fields['vec']).toBe(3n)
    expect(recorder.record(returned(4, 0x8fd8n))[0]?.fields['vec']).toBe(14n)
    expect(recorder.record(returned(5, 0x8fd8n))[0]?.fields).not.toHaveProperty('vec')
  })

  it('tells set bits from cleared ones', () => {
    expect(only('reg', 'cr0')).toMatchObject([{ fields: { set: 0x8000_0000n, cleared: 1n } }])
  })

  it('wakes up once for each HLT, by what is delivered first', () => {
    expect(only('unhalt')).toMatchObject([{ instant: 11, fields: { vec: 0x20n, rip: 0x1000n } }])
    expect(only('halt')).toMatchObject([{ fields: { if: 1n } }])
  })

  it('makes lines of bytes, and a value of the exit status', () => {
    expect(only('text', 'serial')).toMatchObject([{ fields: { line: 'ok' } }])
    expect(only('exit')).toMatchObject([{ fields: { value: 16n } }])
  })

  it('names the chip behind a port, where there is one', () => {
    expect(only('port', 'out')[0]?.fields).toEqual({ port: 0x3f8n, value: 0x6fn, dev: 'uart' })
    expect(only('port', 'in')[0]?.fields).toEqual({ port: 0x1234n, value: 0xffn })
  })

  it('says of a fault what was tried and what was under way', () => {
    expect(only('fault')).toMatchObject([
      { fields: { access: 'w', class: 'pf', during: 'deliver', delivering: 3n, cr2: 7n } },
    ])
  })
})
