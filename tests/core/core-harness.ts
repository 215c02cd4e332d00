/**
 * Drives the core alone: a processor in long mode with the tables of supervisor.ts.
 * Knows no devices and no kernel; it reads and writes the state directly.
 */
import { readFileSync } from 'node:fs'
import * as at from '../../src/emulator/core/layout'
import { bindCore, type CallOuts } from '../../src/emulator/machine/core-binding'
import { compileCore } from '../../src/emulator/machine/webassembly'
import { PageEntry } from '../../src/shared/x86/paging'
import {
  buildSystemTables,
  BUSY_TSS,
  DESCRIPTOR_DPL,
  GDT,
  HANDLERS,
  IDT,
  PAGE_TABLES,
  PML4,
  RAM_BYTES,
  RSP0,
  TSS,
  TSS_SELECTOR,
  USER_CODE_32,
  USER_CODE_64,
  USER_DATA,
} from './supervisor'

const compiled = compileCore(readFileSync(new URL('../../build/core/core.wasm', import.meta.url)))

const CR0_PE_MP_ET_NE_WP_PG = 0x8001_0033n
const CR4_PAE = 0x20n
const EFER_LME_LMA_NXE = 0xd00n
const RFLAGS_IF = 0x200n
const RFLAGS_FIXED = 0x002n

/** Pages that a program may use. */
export interface Region {
  readonly start: number
  readonly size: number
  readonly isWritable: boolean
  readonly isExecutable: boolean
  readonly fill: string
}

/** What a program can see of the processor. Registers in the order of their numbers; RFLAGS is TF, DF and status alone. */
export interface VisibleState {
  readonly registers: readonly bigint[]
  readonly rip: bigint
  readonly rflags: bigint
  readonly selectors: Readonly<Record<'CS' | 'SS' | 'DS' | 'ES', number>>
}

/** Where an exception led: the vector whose handler was reached, and what was pushed for it. */
export interface Delivery {
  readonly vector: number
  readonly errorCode: bigint | undefined
  readonly cr2: bigint
  /** RFLAGS as pushed, RF and all. */
  readonly pushedRflags: bigint
}

export interface Outcome {
  readonly state: VisibleState
  /** Absent while the user's code is still running. */
  readonly delivery: Delivery | undefined
}

export type CoreHarness = ReturnType<typeof createCoreHarness>

export function createCoreHarness(callOuts: Partial<CallOuts> = {}) {
  const core = bindCore(compiled, RAM_BYTES, { ...SILENCE, ...callOuts })
  const view = new DataView(core.buffer)
  const ram = new Uint8Array(core.buffer, at.RAM, RAM_BYTES)

  // Frames on the stack need not be aligned, and nor does what cases write.
  const u64 = (address: number) => view.getBigUint64(address, true)
  const setU64 = (address: number, value: bigint) => view.setBigUint64(address, value, true)
  const setU32 = (address: number, value: number) => view.setUint32(address, value, true)
  /** 64 bits of physical memory. */
  const poke = (address: number, value: bigint) => setU64(at.RAM + address, value)
  const peek = (address: number) => u64(at.RAM + address)

  function setSegment(
    index: number,
    selector: number,
    attributes: number,
    base = 0,
    limit = 0xffff_ffff,
  ) {
    const segment = at.SEGMENTS + index * at.SEGMENT_SIZE
    setU64(segment + at.SEGMENT_BASE, BigInt(base))
    setU32(segment + at.SEGMENT_LIMIT, attributes ? limit : 0)
    setU32(segment + at.SEGMENT_ATTRIBUTES, attributes)
    view.setUint16(segment + at.SEGMENT_SELECTOR, selector, true)
  }
  const selectorOf = (index: number) =>
    view.getUint16(at.SEGMENTS + index * at.SEGMENT_SIZE + at.SEGMENT_SELECTOR, true)

  /** What every case finds the same: control registers, tables, data segments. */
  function setSystemState() {
    core.reset()
    setU64(at.CR0, CR0_PE_MP_ET_NE_WP_PG)
    setU64(at.CR3, BigInt(PML4))
    setU64(at.CR4, CR4_PAE)
    setU64(at.EFER, EFER_LME_LMA_NXE)
    setU64(at.GDTR_BASE, BigInt(GDT))
    setU32(at.GDTR_LIMIT, TSS_SELECTOR + 15)
    setU64(at.IDTR_BASE, BigInt(IDT))
    setU32(at.IDTR_LIMIT, 0xfff)
    setSegment(at.LDTR, 0, 0)
    setSegment(at.TR, TSS_SELECTOR, BUSY_TSS, TSS, 0x67)
  }

  function readDelivery(): Delivery & { readonly frame: number } {
    const vector = (Number(u64(at.RIP)) - HANDLERS) >> 4
    const stackPointer = Number(u64(at.GPR + 8 * 4))
    const hasErrorCode = RSP0 - stackPointer === 48
    return {
      vector,
      errorCode: hasErrorCode ? u64(at.RAM + stackPointer) : undefined,
      cr2: u64(at.CR2),
      pushedRflags: u64(at.RAM + stackPointer + (hasErrorCode ? 24 : 16)),
      frame: at.RAM + stackPointer + (hasErrorCode ? 8 : 0),
    }
  }

  const readRegisters = (count: number) =>
    Array.from({ length: count }, (_, i) => {
      const value = u64(at.GPR + 8 * i)
      return count === 8 ? value & 0xffff_ffffn : value
    })

  buildSystemTables(poke)
  setSystemState()

  return {
    core,
    ram,
    peek,
    poke,
    setSegment,

    /** Anything may have happened to the tables and control registers: all as at the beginning. */
    rebuild() {
      ram.fill(0)
      buildSystemTables(poke)
      setSystemState()
    },

    /** Maps the regions for the user, and nothing else. */
    mapRegions(regions: readonly Region[]) {
      for (const { start, size, isWritable, isExecutable } of regions)
        for (let page = start; page < start + size; page += 0x1000)
          poke(
            PAGE_TABLES + 8 * (page >> 12),
            BigInt(page) |
              PageEntry.P |
              PageEntry.US |
              (isWritable ? PageEntry.RW : 0n) |
              (isExecutable ? 0n : PageEntry.XD),
          )
      core.flushTlb()
    },

    /** Puts the processor at the start of a case. RAM was written before. */
    enter(bits: 32 | 64, state: VisibleState, cpl: 0 | 3 = 3) {
      const dpl = cpl === 0 ? DESCRIPTOR_DPL : 0
      for (let i = 0; i < 16; i++) setU64(at.GPR + 8 * i, state.registers[i] ?? 0n)
      setU64(at.RIP, state.rip)
      setU64(at.RFLAGS, state.rflags | RFLAGS_IF | RFLAGS_FIXED)
      setU32(at.FLAG_KIND, at.FLAGS_EXPLICIT)
      setU64(at.CR2, 0n)
      setSegment(at.CS, state.selectors.CS, (bits === 64 ? USER_CODE_64 : USER_CODE_32) & ~dpl)
      for (const index of [at.SS, at.DS, at.ES])
        setSegment(index, state.selectors.DS, USER_DATA & ~dpl)
      for (const index of [at.FS, at.GS]) setSegment(index, 0, 0)
      setU32(at.ACTIVITY, at.ACTIVITY_RUNNING)
      setU32(at.SHADOW, 0)
      setU32(at.CHAIN_COUNT, 0)
      core.enterState()
      core.flushCode()
    },

    /** Retires at most `budget` instructions; says why it came back. */
    run: core.run,

    /** The user's state: the processor's own, or, once an exception was delivered, what it pushed and left. */
    outcome(bits: 32 | 64): Outcome {
      const registers = readRegisters(bits === 64 ? 16 : 8)
      const selectors = {
        CS: selectorOf(at.CS),
        SS: selectorOf(at.SS),
        DS: selectorOf(at.DS),
        ES: selectorOf(at.ES),
      }
      if (view.getUint32(at.CPL, true) === 3)
        return {
          state: { registers, rip: u64(at.RIP), rflags: u64(at.RFLAGS), selectors },
          delivery: undefined,
        }
      const { frame, ...delivery } = readDelivery()
      registers[4] = u64(frame + 24)
      return {
        state: {
          registers,
          rip: u64(frame),
          rflags: delivery.pushedRflags,
          selectors: { ...selectors, CS: Number(u64(frame + 8)), SS: Number(u64(frame + 32)) },
        },
        delivery,
      }
    },
  }
}

/** Nothing answers at the ports and behind RAM; no interrupt is ever requested. */
const SILENCE: CallOuts = {
  portIn: () => -1,
  portOut: () => undefined,
  mmioRead: () => -1n,
  mmioWrite: () => undefined,
  acknowledge: () => 0,
  reached: () => undefined,
  drain: () => undefined,
}
