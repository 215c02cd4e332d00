/**
 * Joins the compiled core to a linear memory and to the call-outs of a machine.
 *
 * Knows the core's imports and exports and how a run is unwound; nothing of devices.
 */
import * as L from '../core/layout'
import { createLinearMemory, instantiate, type CoreModule } from './webassembly'

/** What the core asks of the machine while it runs. */
export interface CallOuts {
  portIn(port: number, width: number): number
  portOut(port: number, width: number, value: number): void
  mmioRead(physical: bigint, width: number): bigint
  mmioWrite(physical: bigint, width: number, value: bigint): void
  /** The INTA cycle: the vector in bits 0 to 7, the line of the interrupt controllers in bits 8 to 11. */
  acknowledge(): number
  /** The instruction at RIP, which is probed, is about to be executed. */
  reached(): void
  /** The event ring must be emptied now, in the middle of an instruction. */
  drain(): void
}

interface CoreExports {
  /** Builds the core's own tables; once, before anything else. */
  initialize(): void
  reset(): void
  run(): void
  flushTlb(): void
  flushCode(): void
  refreshTlb(): void
  enterState(): void
  translate(linear: bigint, access: number): number
  peek(linear: bigint): number
  hashState(): bigint
  /** Gives 0 when there is no room for another address. */
  addCodeProbe(linear: bigint): number
  removeCodeProbe(linear: bigint): void
  flushPage(linear: bigint): void
  canHold(register: number, value: bigint): number
  setControl(register: number, value: bigint): void
}

export interface Core extends Omit<CoreExports, 'run' | 'initialize' | 'canHold'> {
  readonly buffer: ArrayBuffer
  /** Runs until the budget is used up or something else ends it; gives the `STOP_…` code. */
  run(budget: number): number
  getU32(offset: number): number
  setU32(offset: number, value: number): void
  getU64(offset: number): bigint
  /** So many bytes from an offset on, as they are now. */
  copyBytes(offset: number, count: number): Uint8Array
  /** So many cells from an offset on, as they are now. */
  copyU64(offset: number, count: number): readonly bigint[]
  setU64(offset: number, value: bigint): void
  /** Whether a control register, by its `REGISTER_…`, could be set to a value now. */
  canHold(register: number, value: bigint): boolean
  /** A 64-bit cell that holds no more than 2^53, as a number. */
  getCount(offset: number): number
  setCount(offset: number, value: number): void
}

/** Thrown through the core's frames when an exception is delivered in mid-instruction; never seen outside. */
const UNWIND = Symbol('unwind')

export function bindCore(module: CoreModule, memorySize: number, callOuts: CallOuts): Core {
  const memory = createLinearMemory(L.RAM + memorySize)
  const { buffer } = memory
  const exports = instantiate<CoreExports>(module, {
    env: { memory },
    machine: {
      ...callOuts,
      unwind() {
        throw UNWIND
      },
    },
  })

  const u8 = new Uint8Array(buffer)
  const u32 = new Uint32Array(buffer)
  const u64 = new BigUint64Array(buffer)
  const TWO_32 = 0x1_0000_0000

  const getU32 = (offset: number) => u32[offset >> 2] ?? 0
  const setU32 = (offset: number, value: number) => void (u32[offset >> 2] = value)
  const setCount = (offset: number, value: number) => {
    setU32(offset, value % TWO_32)
    setU32(offset + 4, Math.floor(value / TWO_32))
  }

  function runToEnd(): void {
    for (;;) {
      try {
        exports.run()
        return
      } catch (error) {
        if (error !== UNWIND) throw error
      }
    }
  }

  exports.initialize()
  setU32(L.RAM_SIZE, memorySize)
  return {
    reset: () => exports.reset(),
    flushTlb: () => exports.flushTlb(),
    flushCode: () => exports.flushCode(),
    refreshTlb: () => exports.refreshTlb(),
    enterState: () => exports.enterState(),
    translate: (linear, access) => exports.translate(linear, access),
    peek: (linear) => exports.peek(linear) >>> 0,
    addCodeProbe: (linear) => exports.addCodeProbe(linear),
    removeCodeProbe: (linear) => exports.removeCodeProbe(linear),
    flushPage: (linear) => exports.flushPage(linear),
    canHold: (register, value) => exports.canHold(register, value) !== 0,
    setControl: (register, value) => exports.setControl(register, value),
    hashState: () => BigInt.asUintN(64, exports.hashState()),
    buffer,
    run(budget) {
      setCount(L.BUDGET, budget)
      runToEnd()
      return getU32(L.STOP)
    },
    getU32,
    setU32,
    getU64: (offset) => u64[offset >> 3] ?? 0n,
    copyBytes: (offset, count) => u8.slice(offset, offset + count),
    copyU64(offset, count) {
      // A plain list: a typed array of this size would be a buffer of its own, which is slow to make.
      const cells: bigint[] = []
      for (let at = offset >> 3; cells.length < count; at++) cells.push(u64[at] ?? 0n)
      return cells
    },
    setU64: (offset, value) => void (u64[offset >> 3] = value),
    getCount: (offset) => getU32(offset + 4) * TWO_32 + getU32(offset),
    setCount,
  }
}
