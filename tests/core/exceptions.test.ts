/**
 * How exceptions and interrupts are delivered, merged and returned from in 64-bit mode.
 * Expectations from the SDM Vol. 3A: "Exception and Interrupt Handling in 64-bit Mode", "Interrupt 8: Double Fault
 * Exception (#DF)"; Vol. 2: "IRET", "STI", "MOV".
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import {
  CODE,
  createSmallProgram,
  DATA,
  RFLAGS_IF,
  RFLAGS_NT,
  STACK,
  type Start,
} from './small-program'
import { handlerOf, IDT, interruptGate, RSP0, TSS } from './supervisor'

const [DE, UD, DF, NP, GP, PF] = [0, 6, 8, 11, 13, 14]
const IST2 = TSS + 36 + 8
const RF = 1n << 16n
const NOP = 0x90
const HLT = 0xf4
const NOT_MAPPED = 0x50_0000n

/** Each raises its exception with nothing prepared. */
const RAISES: Readonly<Record<number, { readonly bytes: number[]; readonly start?: Start }>> = {
  [DE]: { bytes: [0xf7, 0xf1] }, //                            div ecx, by zero
  [UD]: { bytes: [0x0f, 0x0b] },
  [GP]: { bytes: [0x8b, 0x06], start: { registers: { rsi: 1n << 63n } } },
  [PF]: { bytes: [0x8b, 0x06], start: { registers: { rsi: NOT_MAPPED } } },
}
const raising = (vector: number) => RAISES[vector] ?? { bytes: [] }

const gateAt = (vector: number) => IDT + 16 * vector
const PRESENT_BIT = 1n << 47n
const TRAP_GATE = 1n << 40n

describe('delivery', () => {
  it('from CPL 3 switches to RSP0 and pushes SS, RSP, RFLAGS, CS and RIP', () => {
    const program = createSmallProgram(raising(UD).bytes)
    program.start({ cpl: 3 })
    program.run()
    expect(program.handledVector()).toBe(UD)
    expect(program.register('rsp')).toBe(BigInt(RSP0 - 40))
    expect(program.frame(5)).toEqual([
      BigInt(CODE),
      0x33n,
      RFLAGS_IF | RF | 2n,
      BigInt(STACK),
      0x2bn,
    ])
    expect(program.core.getU32(at.CPL)).toBe(0)
    expect(
      program.core.getU32(at.SEGMENTS + at.SS * at.SEGMENT_SIZE + at.SEGMENT_SELECTOR) & 0xffff,
    ).toBe(0)
  })

  it('within CPL 0 stays on its stack, aligned to 16 bytes, and pushes RSP all the same', () => {
    const program = createSmallProgram(raising(UD).bytes)
    program.start({ registers: { rsp: BigInt(STACK - 0x18) } })
    program.run()
    expect(program.register('rsp')).toBe(BigInt(STACK - 0x20 - 40))
    expect(program.frame(5)[3]).toBe(BigInt(STACK - 0x18))
  })

  it('takes the stack that the gate names in its IST field, even within CPL 0', () => {
    const program = createSmallProgram(raising(GP).bytes)
    program.poke(IST2, BigInt(DATA + 0x1008))
    program.poke(gateAt(GP), interruptGate(handlerOf(GP), 0, 2))
    program.start(raising(GP).start)
    program.run()
    expect(program.register('rsp')).toBe(BigInt(DATA + 0x1000 - 48))
    expect(program.frame(2)).toEqual([0n, BigInt(CODE)])
  })

  it('clears IF through an interrupt gate and keeps it through a trap gate; NT is cleared by both', () => {
    for (const [gate, expected] of [
      [0n, 0n],
      [TRAP_GATE, RFLAGS_IF],
    ] as const) {
      const program = createSmallProgram(raising(UD).bytes)
      program.poke(gateAt(UD), interruptGate(handlerOf(UD)) | gate)
      program.start({ rflags: RFLAGS_NT })
      program.run()
      expect(program.core.getU64(at.RFLAGS) & (RFLAGS_IF | RFLAGS_NT)).toBe(expected)
      expect((program.frame(3)[2] ?? 0n) & (RFLAGS_IF | RFLAGS_NT)).toBe(RFLAGS_IF | RFLAGS_NT)
    }
  })

  it.each([
    {
      what: 'the gate is not present',
      gate: interruptGate(handlerOf(UD)) & ~PRESENT_BIT,
      vector: NP,
      error: (UD << 3) | 3,
    },
    {
      what: 'it is no gate',
      gate: interruptGate(handlerOf(UD)) & ~(0xfn << 40n),
      vector: GP,
      error: (UD << 3) | 3,
    },
    {
      what: 'it is a task gate',
      gate: (interruptGate(handlerOf(UD)) & ~(0xfn << 40n)) | (5n << 40n),
      vector: GP,
      error: (UD << 3) | 3,
    },
    {
      what: 'the selector is null',
      gate: interruptGate(handlerOf(UD)) & ~(0xffffn << 16n),
      vector: GP,
      error: 1,
    },
    {
      what: 'the selector is beyond the GDT',
      gate: interruptGate(handlerOf(UD)) | (0xff0n << 16n),
      vector: GP,
      error: 0xff0 | 1,
    },
    {
      what: 'the selector names data',
      gate: (interruptGate(handlerOf(UD)) & ~(0xffffn << 16n)) | (0x18n << 16n),
      vector: GP,
      error: 0x18 | 1,
    },
  ])('raises another exception, with EXT set, when $what', ({ gate, vector, error }) => {
    const program = createSmallProgram(raising(UD).bytes)
    program.poke(gateAt(UD), gate)
    program.start()
    program.run()
    expect(program.handledVector()).toBe(vector)
    expect(program.frame(2)).toEqual([BigInt(error), BigInt(CODE)])
  })

  it('of INT n reports the next instruction, and its failures the instruction itself, with EXT clear', () => {
    const good = createSmallProgram([0xcd, 0x40])
    good.start()
    good.run()
    expect([good.handledVector(), good.frame(1)[0]]).toEqual([0x40, BigInt(CODE + 2)])

    const beyond = createSmallProgram([0xcd, 0x40])
    beyond.core.setU32(at.IDTR_LIMIT, 0x3ff)
    beyond.start()
    beyond.run()
    expect(beyond.handledVector()).toBe(GP)
    expect(beyond.frame(2)).toEqual([BigInt((0x40 << 3) | 2), BigInt(CODE)])
  })
})

/** Breaks a vector's delivery so that it raises NP, or PF in pushing the frame. */
function breakGate(program: ReturnType<typeof createSmallProgram>, vector: number, by: number) {
  program.poke(IST2, NOT_MAPPED + 0x800n)
  const gate = interruptGate(handlerOf(vector), 0, by === PF ? 2 : 0)
  program.poke(gateAt(vector), by === NP ? gate & ~PRESENT_BIT : gate)
}

describe('an exception while another is delivered', () => {
  it.each([
    { first: UD, second: NP, served: NP, why: 'benign, then contributory: one after the other' },
    { first: UD, second: PF, served: PF, why: 'benign, then a page fault: one after the other' },
    {
      first: DE,
      second: PF,
      served: PF,
      why: 'contributory, then a page fault: one after the other',
    },
    {
      first: GP,
      second: PF,
      served: PF,
      why: 'contributory, then a page fault: one after the other',
    },
    { first: DE, second: NP, served: DF, why: 'two contributory ones: a double fault' },
    { first: GP, second: NP, served: DF, why: 'two contributory ones: a double fault' },
    {
      first: PF,
      second: NP,
      served: DF,
      why: 'a page fault, then a contributory one: a double fault',
    },
    { first: PF, second: PF, served: DF, why: 'two page faults: a double fault' },
  ])('$first then $second serves $served ($why)', ({ first, second, served }) => {
    const { bytes, start } = raising(first)
    const program = createSmallProgram(bytes)
    breakGate(program, first, second)
    program.start(start)
    program.run()
    // Where the page fault's own gate is the broken one, #DF has a gate that works.
    expect(program.handledVector()).toBe(served)
    if (served === DF) expect(program.frame(2)).toEqual([0n, BigInt(CODE)])
    if (second === PF) expect(program.core.getU64(at.CR2) & ~0xfffn).toBe(NOT_MAPPED)
  })

  it('shuts the processor down when #DF cannot be delivered, and leaves the whole chain', () => {
    const program = createSmallProgram(raising(PF).bytes)
    for (const vector of [PF, DF]) breakGate(program, vector, PF)
    program.start({ cpl: 3, registers: { rsi: NOT_MAPPED + 8n } })
    expect(program.run()).toBe(at.STOP_SHUTDOWN)
    expect(program.core.getU32(at.ACTIVITY)).toBe(at.ACTIVITY_SHUTDOWN)
    const link = (index: number, offset: number) =>
      program.core.getU32(at.CHAIN + index * at.CHAIN_LINK_SIZE + offset)
    const count = program.core.getU32(at.CHAIN_COUNT)
    expect(Array.from({ length: count }, (_, i) => link(i, 0))).toEqual([PF, PF, DF, PF])
    expect(Array.from({ length: count }, (_, i) => link(i, 16))).toEqual([
      Number(NOT_MAPPED) + 8,
      Number(NOT_MAPPED) + 0x800 - 8,
      0,
      Number(NOT_MAPPED) + 0x800 - 8,
    ])
    // What the user's code had is still there to be looked at.
    expect(program.rip()).toBe(BigInt(CODE))
    expect(program.register('rsp')).toBe(BigInt(STACK))

    const instant = program.core.getCount(at.INSTANT)
    expect(program.run()).toBe(at.STOP_SHUTDOWN)
    expect(program.core.getCount(at.INSTANT)).toBe(instant)
  })
})

describe('IRETQ', () => {
  const IRETQ = [0x48, 0xcf]
  const returning = (frame: readonly bigint[], start: Start = {}) => {
    const program = createSmallProgram(IRETQ)
    const base = DATA + 0x800
    frame.forEach((value, i) => {
      program.poke(base + 8 * i, value)
    })
    program.start({ ...start, registers: { rsp: BigInt(base) } })
    return program
  }
  const target = BigInt(CODE + 0x80)
  const toUser = [target, 0x33n, 0x202n, BigInt(DATA + 0x900), 0x2bn]

  it('goes back to CPL 3 with the frame’s RSP, SS and RFLAGS', () => {
    const program = returning(toUser, { rflags: 0x8d5n })
    program.run(1)
    expect([program.rip(), program.register('rsp'), program.core.getU32(at.CPL)]).toEqual([
      target,
      BigInt(DATA + 0x900),
      3,
    ])
    expect(program.core.getU64(at.RFLAGS)).toBe(0x202n)
  })

  it('clears data segments that CPL 3 may not have', () => {
    const program = returning(toUser)
    program.run(1)
    for (const segment of [at.DS, at.ES])
      expect(
        program.core.getU32(at.SEGMENTS + segment * at.SEGMENT_SIZE + at.SEGMENT_SELECTOR) & 0xffff,
      ).toBe(0)
  })

  it('pops RSP and SS within CPL 0 as well', () => {
    const program = returning([target, 0x10n, 0x2n, BigInt(DATA + 0x908), 0x18n])
    program.run(1)
    expect([program.rip(), program.register('rsp')]).toEqual([target, BigInt(DATA + 0x908)])
  })

  it.each([
    { what: 'RIP is not canonical', frame: [1n << 63n, ...toUser.slice(1)], error: 0n },
    { what: 'CS is null', frame: [target, 0n, ...toUser.slice(2)], error: 0n },
    { what: 'CS names data', frame: [target, 0x2bn, ...toUser.slice(2)], error: 0x28n },
    {
      what: 'CS lies beyond the GDT',
      frame: [target, 0x1003n, ...toUser.slice(2)],
      error: 0x1000n,
    },
    { what: 'SS is null at CPL 3', frame: [...toUser.slice(0, 4), 0n], error: 0n },
    { what: 'SS has another RPL than CS', frame: [...toUser.slice(0, 4), 0x28n], error: 0x28n },
  ])('raises #GP($error) when $what, and changes nothing', ({ frame, error }) => {
    const program = returning(frame)
    program.run(1)
    expect(program.handledVector()).toBe(GP)
    expect(program.frame(5)).toEqual([
      error,
      BigInt(CODE),
      0x10n,
      RFLAGS_IF | RF | 2n,
      BigInt(DATA + 0x800),
    ])
  })

  it('raises #GP(0) with NT = 1, for there are no tasks to return to', () => {
    const program = returning(toUser, { rflags: RFLAGS_NT })
    program.run(1)
    expect([program.handledVector(), program.frame(1)[0]]).toEqual([GP, 0n])
  })

  it('does not raise privilege: CPL 3 cannot return to CPL 0', () => {
    const program = returning([target, 0x10n, 0x2n, BigInt(STACK), 0x18n], { cpl: 3 })
    program.run(1)
    expect([program.handledVector(), program.frame(1)[0]]).toEqual([GP, 0x10n])
  })
})

describe('an interrupt', () => {
  const IRQ = 0x30
  const STI = 0xfb
  const CLI = 0xfa
  const requested = (bytes: readonly number[], isInterruptible: boolean) => {
    const acknowledged: number[] = []
    const program = createSmallProgram(bytes, {
      acknowledge() {
        acknowledged.push(IRQ)
        return IRQ
      },
    })
    program.start({ isInterruptible })
    return {
      program,
      acknowledged,
      request: () => {
        program.core.setU32(at.INTR, 1)
      },
    }
  }

  it('is taken before the next instruction with IF = 1, with RF clear in the pushed RFLAGS', () => {
    const { program, request, acknowledged } = requested([NOP, NOP], true)
    program.run(1)
    request()
    program.run(1)
    expect([program.handledVector(), program.frame(1)[0], acknowledged]).toEqual([
      IRQ,
      BigInt(CODE + 1),
      [IRQ],
    ])
    expect((program.frame(3)[2] ?? 0n) & RF).toBe(0n)
  })

  it('waits while IF = 0', () => {
    const { program, request, acknowledged } = requested([NOP, NOP, NOP], false)
    request()
    program.run(3)
    expect([program.rip(), acknowledged]).toEqual([BigInt(CODE + 3), []])
  })

  it('waits for one instruction after STI', () => {
    const { program, request } = requested([STI, NOP, NOP], false)
    request()
    program.run()
    expect([program.handledVector(), program.frame(1)[0]]).toEqual([IRQ, BigInt(CODE + 2)])
  })

  it('finds no gap between STI and CLI', () => {
    const { program, request, acknowledged } = requested([STI, CLI, NOP, NOP], false)
    request()
    program.run(4)
    expect([program.rip(), acknowledged]).toEqual([BigInt(CODE + 4), []])
  })

  it('finds no gap between STI and HLT: it wakes the processor', () => {
    const { program, request } = requested([STI, HLT, NOP], false)
    request()
    program.run()
    expect([program.handledVector(), program.frame(1)[0]]).toEqual([IRQ, BigInt(CODE + 2)])
  })

  it('waits for one instruction after MOV SS, however the run is sliced', () => {
    const { program, request, acknowledged } = requested([0x8e, 0xd0, NOP, NOP], true)
    program.core.setU64(at.GPR, 0x18n)
    program.run(1)
    request()
    program.run(1)
    expect([program.rip(), acknowledged]).toEqual([BigInt(CODE + 3), []])
    program.run(1)
    expect([program.handledVector(), program.frame(1)[0]]).toEqual([IRQ, BigInt(CODE + 3)])
  })

  it('does not wait after STI when IF was 1 before', () => {
    const { program, request } = requested([STI, NOP, NOP], true)
    program.run(1)
    request()
    program.run(1)
    expect([program.handledVector(), program.frame(1)[0]]).toEqual([IRQ, BigInt(CODE + 1)])
  })

  it('wakes a halted processor, which without one stays halted', () => {
    const { program, request } = requested([HLT, NOP], true)
    expect(program.run()).toBe(at.STOP_HALTED)
    expect(program.run()).toBe(at.STOP_HALTED)
    expect(program.rip()).toBe(BigInt(CODE + 1))
    request()
    program.run()
    expect([program.handledVector(), program.frame(1)[0]]).toEqual([IRQ, BigInt(CODE + 1)])
  })

  it('does not wake it while IF = 0', () => {
    const { program, request, acknowledged } = requested([HLT, NOP], false)
    program.run()
    request()
    expect(program.run()).toBe(at.STOP_HALTED)
    expect([program.rip(), acknowledged]).toEqual([BigInt(CODE + 1), []])
  })
})
