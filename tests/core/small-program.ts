/**
 * Runs a few bytes of 64-bit code on the core, in a page that everybody may execute, with a stack and a page of data.
 * A handler halts, so a program that ends in an exception stops there.
 */
import * as at from '../../src/emulator/core/layout'
import type { CallOuts } from '../../src/emulator/machine/core-binding'
import { createCoreHarness } from './core-harness'
import { HANDLER_BYTES, HANDLERS } from './supervisor'

export const CODE = 0x10_0000
export const DATA = 0x20_0000
/** Top of the program's own stack. */
export const STACK = 0x20_4000

const REGIONS = [
  { start: CODE, size: 0x1000, isWritable: true, isExecutable: true, fill: 'int3' },
  { start: DATA, size: 0x4000, isWritable: true, isExecutable: false, fill: 'pattern' },
]
const REGISTER_NUMBERS = { rax: 0, rcx: 1, rdx: 2, rbx: 3, rsp: 4, rbp: 5, rsi: 6, rdi: 7 } as const
type Register = keyof typeof REGISTER_NUMBERS

export interface Start {
  readonly cpl?: 0 | 3
  readonly registers?: Partial<Record<Register, bigint>>
  /** IF = 1 unless this says otherwise. */
  readonly rflags?: bigint
  readonly isInterruptible?: boolean
}

export const RFLAGS_TF = 1n << 8n
export const RFLAGS_IF = 1n << 9n
export const RFLAGS_NT = 1n << 14n

export type SmallProgram = ReturnType<typeof createSmallProgram>

export function createSmallProgram(bytes: readonly number[], callOuts: Partial<CallOuts> = {}) {
  const harness = createCoreHarness(callOuts)
  const { core, ram, peek, poke, mapRegions, enter, run } = harness
  mapRegions(REGIONS)
  ram.fill(0xcc, CODE, CODE + 0x1000)
  ram.set(bytes, CODE)
  const register = (name: Register) => core.getU64(at.GPR + 8 * REGISTER_NUMBERS[name])

  return {
    core,
    peek,
    poke,
    register,
    rip: () => core.getU64(at.RIP),
    run: (budget = 1000) => run(budget),

    start({ cpl = 0, registers = {}, rflags = 0n, isInterruptible = true }: Start = {}) {
      const all = Array<bigint>(16).fill(0n)
      all[REGISTER_NUMBERS.rsp] = BigInt(STACK)
      for (const [name, number] of Object.entries(REGISTER_NUMBERS))
        all[number] = registers[name as Register] ?? all[number] ?? 0n
      const data = cpl === 0 ? 0x18 : 0x2b
      const selectors = { CS: cpl === 0 ? 0x10 : 0x33, SS: data, DS: data, ES: data }
      enter(64, { registers: all, rip: BigInt(CODE), rflags, selectors }, cpl)
      if (!isInterruptible) core.setU64(at.RFLAGS, core.getU64(at.RFLAGS) & ~RFLAGS_IF)
    },

    /** The vector whose handler the processor stands in, if it does. */
    handledVector() {
      const offset = Number(core.getU64(at.RIP)) - HANDLERS
      return offset >= 0 && offset < 256 * HANDLER_BYTES
        ? Math.floor(offset / HANDLER_BYTES)
        : undefined
    },

    /** Quadwords at RSP: an error code first, where the vector has one, then RIP, CS, RFLAGS, RSP, SS. */
    frame(count: number) {
      const stackPointer = Number(register('rsp'))
      return Array.from({ length: count }, (_, i) => peek(stackPointer + 8 * i))
    },
  }
}
