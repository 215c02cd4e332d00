/**
 * A processor alone with a small program: identity-mapped pages, handlers that halt, registers by name.
 * The tables are those of the instruction tests; every test may bend them before it runs.
 */
import * as at from '../../src/emulator/core/layout'
import type { CallOuts } from '../../src/emulator/machine/core-binding'
import { createCoreHarness } from './core-harness'
import { GDT, HANDLER_BYTES, HANDLERS, IDT, PAGE_TABLES } from './supervisor'
import { assemble, type Bits } from './listing'

export const CODE = 0x10_0000
export const DATA = 0x20_0000
export const STACK = 0x20_4000
/** Linear addresses below 8 MiB that are not mapped until a test maps them. */
export const FREE = 0x40_0000

export const KERNEL_CODE_32 = 0x08
export const KERNEL_CODE = 0x10
export const KERNEL_DATA = 0x18
export const USER_CODE_32 = 0x23
export const USER_DATA = 0x2b
export const USER_CODE = 0x33

export const P = 1n
export const RW = 2n
export const US = 4n
export const A = 1n << 5n
export const D = 1n << 6n
export const XD = 1n << 63n
export const USER_PAGE = P | RW | US

export const RFLAGS = {
  FIXED: 2n,
  TF: 1n << 8n,
  IF: 1n << 9n,
  NT: 1n << 14n,
  RF: 1n << 16n,
  AC: 1n << 18n,
} as const

export const VECTOR = { DE: 0, DB: 1, NMI: 2, BP: 3, UD: 6, DF: 8, TS: 10, NP: 11, SS: 12, GP: 13, PF: 14 } // prettier-ignore

const REGISTERS = 'rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15'.split(' ')
const WITH_ERROR_CODE = [8, 10, 11, 12, 13, 14]

export interface Start {
  readonly bits?: 32 | 64
  readonly cpl?: 0 | 3
  readonly rip?: bigint
  /** Besides bit 1. */
  readonly rflags?: bigint
  /** `rsp` is STACK unless it stands here. */
  readonly registers?: Readonly<Record<string, bigint>>
}

export type Guest = ReturnType<typeof createGuest>

export function createGuest(callOuts: Partial<CallOuts> = {}) {
  const harness = createCoreHarness(callOuts)
  const { core, ram, peek, poke, enter } = harness
  const pteOf = (linear: number) => PAGE_TABLES + 8 * (linear >> 12)
  const registerAt = (name: string) => at.GPR + 8 * REGISTERS.indexOf(name)
  const register = (name: string) => core.getU64(registerAt(name))

  /** Maps 4 KiB pages from `linear` on to those from `physical` on. */
  function map(linear: number, physical: number, bits = USER_PAGE, pages = 1) {
    for (let i = 0; i < pages; i++)
      poke(pteOf(linear + 0x1000 * i), BigInt(physical + 0x1000 * i) | bits)
  }

  poke(GDT + KERNEL_CODE_32, 0x00cf_9b00_0000_ffffn)
  map(CODE, CODE, USER_PAGE, 4)
  map(DATA, DATA, USER_PAGE, 8)

  return {
    core,
    ram,
    peek,
    poke,
    map,
    pteOf,
    register,

    setRegister: (name: string, value: bigint) => core.setU64(registerAt(name), value),

    /** Puts a listing into memory; what follows it there is left as it is. */
    write(listing: string, address = CODE, bits: Bits = 64) {
      ram.set(assemble(listing, address, bits), address)
    },

    start({ bits = 64, cpl = 0, rip = BigInt(CODE), rflags = 0n, registers = {} }: Start = {}) {
      const values = REGISTERS.map(
        (name) => registers[name] ?? (name === 'rsp' ? BigInt(STACK) : 0n),
      )
      const data = cpl === 0 ? KERNEL_DATA : USER_DATA
      const code =
        bits === 64 ? (cpl === 0 ? KERNEL_CODE : USER_CODE) : cpl === 0 ? KERNEL_CODE_32 : USER_CODE_32 // prettier-ignore
      const selectors = { CS: code, SS: data, DS: data, ES: data }
      enter(bits, { registers: values, rip, rflags: 0n, selectors }, cpl)
      core.setU64(at.RFLAGS, rflags | RFLAGS.FIXED)
      core.flushTlb()
    },

    run: (budget = 1000) => harness.run(budget),
    rip: () => core.getU64(at.RIP),
    instant: () => core.getCount(at.INSTANT),

    /** Sets bits of a register in the state area. */
    setBits(field: number, bits: bigint) {
      core.setU64(field, core.getU64(field) | bits)
    },
    clearBits(field: number, bits: bigint) {
      core.setU64(field, core.getU64(field) & ~bits)
    },

    /** The vector whose handler was reached, and the frame that was pushed for it. */
    delivered() {
      const offset = Number(core.getU64(at.RIP)) - HANDLERS
      if (offset < 0 || offset >= 256 * HANDLER_BYTES) return undefined
      const vector = Math.floor(offset / HANDLER_BYTES)
      const hasErrorCode = WITH_ERROR_CODE.includes(vector)
      const top = Number(register('rsp'))
      const frame = top + (hasErrorCode ? 8 : 0)
      return {
        vector,
        errorCode: hasErrorCode ? Number(peek(top)) : undefined,
        rip: peek(frame),
        cs: Number(peek(frame + 8)),
        rflags: peek(frame + 16),
        rsp: peek(frame + 24),
        ss: Number(peek(frame + 32)),
        cr2: core.getU64(at.CR2),
      }
    },

    /** Replaces the handler of a vector, which else halts. Sixteen bytes at most. */
    handle(vector: number, listing: string) {
      const handler = HANDLERS + HANDLER_BYTES * vector
      ram.set(assemble(listing, handler), handler)
    },

    /** Changes a gate: `change` gets its low half. */
    changeGate(vector: number, change: (gate: bigint) => bigint) {
      poke(IDT + 16 * vector, change(peek(IDT + 16 * vector)))
    },

    listen(topics: number) {
      core.setU32(at.TOPICS, topics)
    },
    unlisten() {
      core.setU32(at.TOPICS, 0)
      core.setU32(at.EVENT_COUNT, 0)
    },
    /** Addresses of the records of a kind that stand in the ring. */
    events(kind: number) {
      return Array.from(
        { length: core.getU32(at.EVENT_COUNT) },
        (_, i) => at.EVENT_RING + i * at.EVENT_SIZE,
      ).filter((record) => core.getU32(record + at.EVENT_KIND) === kind)
    },

    chain() {
      return Array.from({ length: core.getU32(at.CHAIN_COUNT) }, (_, i) => {
        const link = at.CHAIN + i * at.CHAIN_LINK_SIZE
        const flags = core.getU32(link + 4)
        return {
          vector: core.getU32(link),
          errorCode: flags & at.CHAIN_HAS_ERROR_CODE ? core.getU32(link + 8) : undefined,
          isDuringDelivery: (flags & at.CHAIN_DURING_DELIVERY) !== 0,
          cr2: core.getU64(link + 16),
        }
      })
    },
  }
}
