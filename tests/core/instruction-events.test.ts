/** Single instructions as the core tells of them on demand: as they retire, and never when they fault. */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { decodeEvent } from '../../src/emulator/machine/event-records'
import type { InstructionEvent, MachineEvent } from '../../src/shared/events'
import {
  CODE,
  createGuest,
  DATA,
  FREE,
  KERNEL_DATA,
  RFLAGS,
  STACK,
  VECTOR,
  type Guest,
  type Start,
} from './guest'
import { TSS_SELECTOR } from './supervisor'

function tell(listing: string, start: Start = {}, prepare?: (guest: Guest) => void, budget = 1) {
  const guest = createGuest({ portIn: () => 0x55 })
  guest.write(listing)
  prepare?.(guest)
  guest.start(start)
  guest.listen(at.TOPIC_INSTRUCTION)
  guest.run(budget)
  return Array.from({ length: guest.core.getU32(at.EVENT_COUNT) }, (_, index): MachineEvent =>
    decodeEvent(guest.core, at.EVENT_RING + index * at.EVENT_SIZE),
  ).filter((event): event is InstructionEvent => event.topic === 'instruction')
}

const retired = (events: readonly InstructionEvent[]) =>
  events.filter((event) => event.type === 'instruction.retired')

describe('an instruction', () => {
  it.each([
    ['0f 01 1e    lidt [rsi]', 'LIDT', BigInt(DATA)],
    ['0f 01 16    lgdt [rsi]', 'LGDT', BigInt(DATA)],
    ['0f 01 3e    invlpg [rsi]', 'INVLPG', BigInt(DATA)],
    ['fb    sti', 'STI', undefined],
    ['fa    cli', 'CLI', undefined],
    ['f4    hlt', 'HLT', undefined],
    ['cc    int3', 'INT3', undefined],
    ['e4 21    in al, 0x21', 'IN', 0x21n],
    ['ee    out dx, al', 'OUT', 0x3f8n],
    ['48 cf    iretq', 'IRET', BigInt(CODE + 8)],
  ])('%s retires with its operand', (listing, instruction, operand) => {
    const events = tell(
      listing,
      { registers: { rsi: BigInt(DATA), rdx: 0x3f8n, rsp: BigInt(DATA + 0x100) } },
      ({ poke }) => {
        const frame = [BigInt(CODE + 8), 0x10n, RFLAGS.FIXED, BigInt(STACK), BigInt(KERNEL_DATA)]
        frame.forEach((word, index) => poke(DATA + 0x100 + 8 * index, word))
      },
    )
    const expected = { instruction, instant: 0, rip: BigInt(CODE) }
    expect(retired(events)).toMatchObject([
      operand === undefined ? expected : { ...expected, operand },
    ])
  })

  it('LTR retires with its selector', () => {
    const events = tell(
      '0f 00 d8    ltr ax',
      { registers: { rax: BigInt(TSS_SELECTOR) } },
      (guest) =>
        // LTR takes an available TSS, and marks it busy.
        guest.poke(0x60_8000 + TSS_SELECTOR, guest.peek(0x60_8000 + TSS_SELECTOR) & ~(2n << 40n)),
    )
    expect(retired(events)).toMatchObject([{ instruction: 'LTR', operand: BigInt(TSS_SELECTOR) }])
  })

  it.each([
    ['fa    cli', { cpl: 3 }],
    ['0f 01 1e    lidt [rsi]', { registers: { rsi: BigInt(FREE) } }],
    ['e4 21    in al, 0x21', { cpl: 3 }],
    ['48 cf    iretq', { registers: { rsp: BigInt(FREE) } }],
  ] as const)('%s that faults does not retire', (listing, start) => {
    expect(retired(tell(listing, start))).toEqual([])
  })
})

describe('RFLAGS', () => {
  it('is told of where a system flag changes, by whatever', () => {
    const toggled = tell('fb    sti\nfa    cli\n90    nop\nfa    cli', {}, undefined, 4)
    expect(toggled.filter(({ type }) => type === 'instruction.flags-changed')).toMatchObject([
      { old: 2n, new: 0x202n, rip: BigInt(CODE) },
      { old: 0x202n, new: 2n, rip: BigInt(CODE + 1) },
    ])
    const popped = tell('9d    popfq', { registers: { rsp: BigInt(DATA) } }, ({ poke }) =>
      poke(DATA, RFLAGS.AC | RFLAGS.FIXED | 1n),
    )
    expect(popped).toMatchObject([{ type: 'instruction.flags-changed', new: RFLAGS.AC | 3n }])
    const arithmetic = tell('9d    popfq', { registers: { rsp: BigInt(DATA) } }, ({ poke }) =>
      poke(DATA, 0x8d7n),
    )
    expect(arithmetic).toEqual([])
  })
})

describe('SS', () => {
  it('is told of where another selector is loaded', () => {
    const events = tell(
      '8e d0    mov ss, ax\n8e d0    mov ss, ax',
      { registers: { rax: 0n } },
      undefined,
      2,
    )
    expect(events).toMatchObject([
      { type: 'instruction.stack-segment-loaded', old: BigInt(KERNEL_DATA), new: 0n },
    ])
  })
})

describe('a handler', () => {
  const entered = (events: readonly InstructionEvent[]) =>
    events.filter(({ type }) => type === 'instruction.handler-entered')

  it('is entered when its first instruction was fetched', () => {
    const events = tell('0f 0b    ud2', { rflags: RFLAGS.IF }, undefined, 5)
    expect(entered(events)).toMatchObject([
      { vector: VECTOR.UD, instant: 1, rsp: BigInt(STACK - 40), rflags: 2n },
    ])
  })

  it('is not when it lies where nothing can be fetched', () => {
    const events = tell(
      '0f 0b    ud2',
      {},
      (guest) =>
        guest.changeGate(
          VECTOR.UD,
          (gate) => (gate & ~0xffffn & ~(0xffffn << 48n)) | (BigInt(FREE >> 16) << 48n),
        ),
      5,
    )
    expect(entered(events)).toMatchObject([{ vector: VECTOR.PF }])
  })
})
