/**
 * Instructions of the operating system: control registers, MSRs, descriptor tables, ports, fast system calls.
 * Expectations from the SDM Vol. 2 under each name and Vol. 3A, "Control Registers".
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import {
  CODE,
  createSmallProgram,
  DATA,
  RFLAGS_IF,
  STACK,
  type SmallProgram,
  type Start,
} from './small-program'
import { GDT, IDT, PML4, TSS, TSS_SELECTOR } from './supervisor'

const [UD, TS, GP] = [6, 10, 13]
const MOV_CR0 = [0x0f, 0x22, 0xc0] //   mov cr0, rax
const MOV_CR3 = [0x0f, 0x22, 0xd8]
const MOV_CR4 = [0x0f, 0x22, 0xe0]
const MOV_CR8 = [0x44, 0x0f, 0x22, 0xc0]
const WRMSR = [0x0f, 0x30]
const RDMSR = [0x0f, 0x32]
const CR0 = 0x8001_0033n

/** Runs one instruction and says which exception it raised, with its error code, or that it went through. */
function step(
  bytes: readonly number[],
  start: Start = {},
  prepare?: (program: SmallProgram) => void,
) {
  const program = createSmallProgram(bytes)
  prepare?.(program)
  program.start(start)
  program.run(1)
  const vector = program.handledVector()
  const hasErrorCode = vector !== undefined && [8, 10, 11, 12, 13, 14].includes(vector)
  return { program, vector, errorCode: hasErrorCode ? program.frame(1)[0] : undefined }
}
const msr = (number: number, value: bigint) => ({
  registers: { rcx: BigInt(number), rax: value & 0xffff_ffffn, rdx: value >> 32n },
})
const EFER = 0xc000_0080

describe('MOV to a control register', () => {
  it.each([
    { what: 'CR0 with PG = 1 and PE = 0', bytes: MOV_CR0, rax: CR0 & ~1n },
    { what: 'CR0 with NW = 1 and CD = 0', bytes: MOV_CR0, rax: CR0 | (1n << 29n) },
    { what: 'CR0 with a bit of the upper half', bytes: MOV_CR0, rax: CR0 | (1n << 32n) },
    { what: 'CR0 with PG = 0 in 64-bit mode', bytes: MOV_CR0, rax: CR0 & ~(1n << 31n) },
    { what: 'CR4 with PAE = 0 in long mode', bytes: MOV_CR4, rax: 0n },
    { what: 'CR4 with a reserved bit', bytes: MOV_CR4, rax: 0x20n | (1n << 40n) },
    {
      what: 'CR3 with a bit beyond the physical addresses',
      bytes: MOV_CR3,
      rax: BigInt(PML4) | (1n << 41n),
    },
    { what: 'CR8 with more than a priority', bytes: MOV_CR8, rax: 16n },
  ])('raises #GP(0) for $what', ({ bytes, rax }) => {
    const { vector, errorCode } = step(bytes, { registers: { rax } })
    expect([vector, errorCode]).toEqual([GP, 0n])
  })

  it.each([
    { what: 'CR1', bytes: [0x0f, 0x22, 0xc8] },
    { what: 'CR5', bytes: [0x0f, 0x20, 0xe8] },
  ])('raises #UD for $what, which does not exist', ({ bytes }) => {
    expect(step(bytes).vector).toBe(UD)
  })

  it('writes what can be written, and MOV from it reads that', () => {
    const { program } = step([...MOV_CR4, 0x0f, 0x20, 0xe3], { registers: { rax: 0xa0n } })
    program.run(1)
    expect(program.register('rbx')).toBe(0xa0n)
  })
})

describe('WRMSR and RDMSR', () => {
  it.each([
    { what: 'an MSR that does not exist', number: 0x1234, value: 0n },
    { what: 'IA32_EFER with a reserved bit', number: EFER, value: 0xd00n | 2n },
    { what: 'IA32_EFER.LME cleared with paging on', number: EFER, value: 0x800n },
    { what: 'IA32_FS_BASE not canonical', number: 0xc000_0100, value: 1n << 63n },
    { what: 'IA32_LSTAR not canonical', number: 0xc000_0082, value: 0x8000_0000_0000n },
  ])('raise #GP(0) for $what', ({ number, value }) => {
    const { vector, errorCode } = step(WRMSR, msr(number, value))
    expect([vector, errorCode]).toEqual([GP, 0n])
  })

  it('raise #GP(0) when an MSR that does not exist is read', () => {
    expect(step(RDMSR, msr(0x1234, 0n)).vector).toBe(GP)
  })

  it.each([
    { name: 'IA32_FS_BASE', number: 0xc000_0100 },
    { name: 'IA32_GS_BASE', number: 0xc000_0101 },
    { name: 'IA32_KERNEL_GS_BASE', number: 0xc000_0102 },
    { name: 'IA32_STAR', number: 0xc000_0081 },
    { name: 'IA32_LSTAR', number: 0xc000_0082 },
  ])('keep $name in EDX:EAX', ({ number }) => {
    const { program } = step(
      [...WRMSR, 0x31, 0xc0, 0x31, 0xd2, ...RDMSR],
      msr(number, 0xffff_8000_1234_5678n),
    )
    program.run(3)
    expect([program.register('rdx'), program.register('rax')]).toEqual([0xffff_8000n, 0x1234_5678n])
  })

  it('LMA cannot be written: it is what it is', () => {
    const { program, vector } = step([...WRMSR, ...RDMSR], msr(EFER, 0x900n))
    program.run(1)
    expect([vector, program.register('rax')]).toEqual([undefined, 0xd00n])
  })
})

describe('SWAPGS', () => {
  it('exchanges the base of GS with IA32_KERNEL_GS_BASE', () => {
    const { program } = step([0x0f, 0x01, 0xf8], {}, ({ core }) => {
      core.setU64(at.MSR_KERNEL_GS_BASE, 0x1234n)
    })
    expect(program.core.getU64(at.SEGMENTS + at.GS * at.SEGMENT_SIZE + at.SEGMENT_BASE)).toBe(
      0x1234n,
    )
    expect(program.core.getU64(at.MSR_KERNEL_GS_BASE)).toBe(0n)
  })

  it('raises #GP(0) at CPL 3', () => {
    const { vector, errorCode } = step([0x0f, 0x01, 0xf8], { cpl: 3 })
    expect([vector, errorCode]).toEqual([GP, 0n])
  })
})

describe('descriptor tables', () => {
  it('LGDT and LIDT load ten bytes in 64-bit code', () => {
    for (const [modrm, base, limit] of [
      [0x16, at.GDTR_BASE, at.GDTR_LIMIT],
      [0x1e, at.IDTR_BASE, at.IDTR_LIMIT],
    ] as const) {
      const { program } = step(
        [0x0f, 0x01, modrm],
        { registers: { rsi: BigInt(DATA) } },
        ({ poke }) => {
          poke(DATA, 0x9234_5678_9abc_0fffn)
          poke(DATA + 8, 0x5555_ffffn)
        },
      )
      expect(program.core.getU64(base)).toBe(0xffff_9234_5678_9abcn)
      expect(program.core.getU32(limit)).toBe(0x0fff)
    }
  })

  it('SGDT and SIDT store what was loaded', () => {
    for (const [modrm, base, limit] of [
      [0x06, GDT, TSS_SELECTOR + 15],
      [0x0e, IDT, 0xfff],
    ] as const) {
      const { program } = step([0x0f, 0x01, modrm], { registers: { rsi: BigInt(DATA) } })
      expect(program.peek(DATA) & 0xffffn).toBe(BigInt(limit))
      expect((program.peek(DATA) >> 16n) | ((program.peek(DATA + 8) & 0xffffn) << 48n)).toBe(
        BigInt(base),
      )
    }
  })

  it('LTR marks the descriptor busy, and takes no busy one', () => {
    const LTR = [0x0f, 0x00, 0xd8]
    const start = { registers: { rax: BigInt(TSS_SELECTOR) } }
    const busy = step(LTR, start)
    expect([busy.vector, busy.errorCode]).toEqual([GP, BigInt(TSS_SELECTOR)])
    const available = step(LTR, start, ({ poke, peek }) => {
      poke(GDT + TSS_SELECTOR, peek(GDT + TSS_SELECTOR) & ~(1n << 41n))
    })
    expect(available.vector).toBeUndefined()
    expect((available.program.peek(GDT + TSS_SELECTOR) >> 41n) & 1n).toBe(1n)
    expect(
      available.program.core.getU64(at.SEGMENTS + at.TR * at.SEGMENT_SIZE + at.SEGMENT_BASE),
    ).toBe(BigInt(TSS))
  })

  it('loading SS with a null selector works at CPL 0 of 64-bit mode, with a code selector it does not', () => {
    expect(step([0x8e, 0xd0]).vector).toBeUndefined()
    const code = step([0x8e, 0xd0], { registers: { rax: 0x10n } })
    expect([code.vector, code.errorCode]).toEqual([GP, 0x10n])
  })
})

describe('ports', () => {
  const OUT = [0xee] //  out dx, al
  const withPort = { registers: { rdx: 0xf4n, rax: 0xabn } }

  it('see INSTANT as it was before the instruction, in mid-block too', () => {
    const seen: number[] = []
    const program = createSmallProgram([0x90, 0x90, ...OUT, 0x90, 0xef, 0xf4], {
      portOut: (port, width, value) =>
        seen.push(program.core.getCount(at.INSTANT), port, width, value),
    })
    program.start({ registers: { rdx: 0xf4n, rax: 0x1234_5678n } })
    const start = program.core.getCount(at.INSTANT)
    program.run()
    expect(seen).toEqual([start + 2, 0xf4, 1, 0x78, start + 4, 0xf4, 4, 0x1234_5678])
  })

  it('give IN its value by width, and leave the rest of RAX as writes of that width do', () => {
    const answers: [number[], bigint][] = [
      [[0xec], 0xffff_ffff_ffff_ffa5n],
      [[0x66, 0xed], 0xffff_ffff_ffff_a5a5n],
      [[0xed], 0xa5a5_a5a5n],
    ]
    for (const [bytes, expected] of answers) {
      const program = createSmallProgram(bytes, { portIn: () => 0xa5a5_a5a5 | 0 })
      program.start({ registers: { rax: ~0n & 0xffff_ffff_ffff_ffffn } })
      program.run(1)
      expect(program.register('rax')).toBe(expected)
    }
  })

  it('need IOPL or the permission bit map of the TSS at CPL 3', () => {
    const denied = step(OUT, { ...withPort, cpl: 3 })
    expect([denied.vector, denied.errorCode]).toEqual([GP, 0n])
    expect(step(OUT, { ...withPort, cpl: 3, rflags: 3n << 12n }).vector).toBeUndefined()
    const mapped = (bit: bigint) => (program: SmallProgram) => {
      program.core.setU32(at.SEGMENTS + at.TR * at.SEGMENT_SIZE + at.SEGMENT_LIMIT, 0x68 + 32)
      program.poke(TSS + 0x68 + 24, bit << (0xf4n % 64n))
      program.poke(TSS + 0x68 + 32, 0xffn)
    }
    expect(step(OUT, { ...withPort, cpl: 3 }, mapped(0n)).vector).toBeUndefined()
    expect(step(OUT, { ...withPort, cpl: 3 }, mapped(1n)).vector).toBe(GP)
  })
})

describe('SYSCALL and SYSRET', () => {
  const enable = ({ core }: SmallProgram) => {
    core.setU64(at.EFER, core.getU64(at.EFER) | 1n)
    core.setU64(at.MSR_STAR, (0x0023n << 48n) | (0x0010n << 32n))
    core.setU64(at.MSR_LSTAR, BigInt(CODE + 0x100))
    core.setU64(at.MSR_FMASK, RFLAGS_IF)
  }
  const r11 = at.GPR + 8 * 11

  it('enter CPL 0 at IA32_LSTAR with the return address in RCX, RFLAGS in R11, and no stack of its own', () => {
    const { program } = step([0x0f, 0x05], { cpl: 3 }, enable)
    expect([
      program.rip(),
      program.register('rcx'),
      program.register('rsp'),
      program.core.getU32(at.CPL),
    ]).toEqual([BigInt(CODE + 0x100), BigInt(CODE + 2), BigInt(STACK), 0])
    expect(program.core.getU64(r11)).toBe(RFLAGS_IF | 2n)
    expect(program.core.getU64(at.RFLAGS) & RFLAGS_IF).toBe(0n)
  })

  it('return to CPL 3', () => {
    const { program } = step(
      [0x48, 0x0f, 0x07],
      { registers: { rcx: BigInt(CODE + 0x80) } },
      (made) => {
        enable(made)
      },
    )
    expect([program.rip(), program.core.getU32(at.CPL)]).toEqual([BigInt(CODE + 0x80), 3])
  })

  it('are #UD while IA32_EFER.SCE = 0', () => {
    expect(step([0x0f, 0x05], { cpl: 3 }).vector).toBe(UD)
    expect(step([0x48, 0x0f, 0x07]).vector).toBe(UD)
  })
})

describe('time and identity', () => {
  it('RDTSC counts instants, and CPUID says the same every time', () => {
    const values = [0, 1].map(() => {
      const { program } = step([0x0f, 0x31, 0x90, 0x90, 0x0f, 0x31, 0x0f, 0xa2])
      const first = program.register('rax')
      program.run(3)
      const second = program.register('rax')
      program.run(1)
      return [
        second > first,
        program.register('rax'),
        program.register('rbx'),
        program.register('rcx'),
      ]
    })
    expect(values[0]?.[0]).toBe(true)
    expect(values[1]).toEqual(values[0])
  })

  it('an instruction that exists and is not there raises #UD, and is counted and named', () => {
    const { program, vector } = step([0x0f, 0x58, 0xc1]) // addps xmm0, xmm1
    expect(vector).toBe(UD)
    expect(program.core.getU32(at.MISSING_COUNT)).toBe(1)
    expect(program.core.getU32(at.MISSING) & 0xffff).toBe(0x580f)
  })

  it('UD2 raises #UD and is not missing', () => {
    const { program } = step([0x0f, 0x0b])
    expect(program.core.getU32(at.MISSING_COUNT)).toBe(0)
  })
})

describe('a TSS that is too short', () => {
  it('raises #TS with its selector when a stack is looked for', () => {
    const { vector, errorCode } = step([0x0f, 0x0b], { cpl: 3 }, ({ core }) => {
      core.setU32(at.SEGMENTS + at.TR * at.SEGMENT_SIZE + at.SEGMENT_LIMIT, 3)
    })
    // #TS needs that stack as well, and so does #DF: nothing can be delivered.
    expect([vector, errorCode]).toEqual([undefined, undefined])
    const { program } = step([0x0f, 0x0b], { cpl: 3 }, ({ core }) => {
      core.setU32(at.SEGMENTS + at.TR * at.SEGMENT_SIZE + at.SEGMENT_LIMIT, 3)
    })
    expect(program.core.getU32(at.ACTIVITY)).toBe(at.ACTIVITY_SHUTDOWN)
    const vectors = Array.from({ length: program.core.getU32(at.CHAIN_COUNT) }, (_, i) =>
      program.core.getU32(at.CHAIN + i * at.CHAIN_LINK_SIZE),
    )
    expect(vectors).toEqual([UD, TS, TS, 8, TS])
  })
})
