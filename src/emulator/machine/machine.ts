/**
 * The machine: the core in its linear memory, the chips around it, and time.
 *
 * Equal image, configuration and inputs give equal states at every instant, however `run` is called.
 * Nothing that the guest does makes `run` throw, hang or read a byte of the host.
 * Knows nothing of messages, the host's clock, or who listens to its events.
 */
import type { MemoryAccess } from '../../shared/events/page-walk'
import type { StateEdit } from '../../shared/state-edit'
import { instant, physicalAddress, type LinearAddress } from '../../shared/units'
import { SCREEN_BYTES, TEXT_WINDOW } from '../../shared/vga-text'
import { planBoot } from '../boot/boot'
import type { BootPlan } from '../boot/boot-plan'
import { BLANK_CELL, FIRMWARE_PORT_WRITES } from '../boot/firmware'
import * as L from '../core/layout'
import type { PortWidth } from '../devices/device'
import { createGuestMemory } from '../memory/guest-memory'
import { decodeAccess } from './access-records'
import { createAccessWatch } from './access-watch'
import { createChipset } from './chipset'
import { createCodeWatch } from './code-watch'
import { bindCore, type CallOuts, type Core } from './core-binding'
import { createEventHub } from './event-hub'
import { decodeQuery } from './event-records'
import { watchInterruptFlag } from './interrupt-flag-watch'
import { createInterruptLines } from './interrupt-lines'
import { createInputLog, ImpossibleInput, isStateEdit, type GuestInput } from './input-log'
import type { Machine, MachineOptions, PortAccess } from './machine-api'
import { createPageStore } from './page-store'
import { createPagingWatch } from './paging-watch'
import { enterKernel, readProcessorState } from './processor-state'
import { createRunLoop } from './run-loop'
import { copyDifferences, restoreDifferences } from './sparse-copy'
import { createStateEditor } from './state-editor'
import { combineHash } from './state-hash'
import { readStatistics } from './statistics'
import type { CoreModule } from './webassembly'
import { watchWrites } from './write-watch'

/** Bytes of RAM that a machine may have. */
export const MEMORY_LIMITS = { least: 2 << 20, most: L.RAM_LIMIT, multiple: 4096 } as const

const KEYBOARD_IRQ = 1
const PAGE_SIZE = 4096
const PAGE_SHIFT = 12
const TLB_SIZE = L.TLB_ENTRIES * L.TLB_ENTRY_SIZE
const ACCESS_CODES: Readonly<Record<MemoryAccess, number>> = {
  read: L.ACCESS_READ,
  write: L.ACCESS_WRITE,
  execute: L.ACCESS_EXECUTE,
}

/** Throws `ImageError` when the image cannot be started, `RangeError` for an impossible amount of memory. */
export function createMachine(coreModule: CoreModule, options: MachineOptions): Machine {
  const { memorySize } = options
  checkMemorySize(memorySize)
  const plan = options.plan ?? planBoot(options.image, options)

  const log = createInputLog(options.inputs)
  const serialListeners = new Set<(byte: number) => void>()
  const consoleListeners = new Set<(byte: number) => void>()
  const portListeners = new Set<(access: PortAccess) => void>()
  let unclaimedMemory = 0

  function tellOfPort(
    direction: PortAccess['direction'],
    port: number,
    width: number,
    value: number,
  ): void {
    if (portListeners.size === 0) return
    const access = { direction, port: port & 0xffff, width, value: value >>> 0 }
    portListeners.forEach((listener) => listener(access))
  }

  const callOuts: CallOuts = {
    portIn(port, width) {
      settleFlags()
      const value = chipset.bus.read(port & 0xffff, width as PortWidth)
      tellOfPort('in', port, width, value)
      loop.checkDeadline()
      return value | 0
    },
    portOut(port, width, value) {
      settleFlags()
      tellOfPort('out', port, width, value)
      chipset.bus.write(port & 0xffff, value, width as PortWidth)
      loop.checkDeadline()
    },
    mmioRead(_physical, width) {
      unclaimedMemory += 1
      return BigInt.asIntN(64, (1n << BigInt(8 * width)) - 1n)
    },
    mmioWrite() {
      unclaimedMemory += 1
    },
    acknowledge() {
      settleFlags()
      const { vector, line } = chipset.pic.acknowledge()
      return vector | (line << 8)
    },
    reached: () => attempt(code.take),
    drain: () =>
      attempt(() => {
        events.drain()
        tables.checkRoot()
      }),
  }

  /** What a listener threw in the middle of the core, where nothing may: it is thrown when the run has come back. */
  let failure: { readonly error: unknown } | undefined

  function attempt(work: () => void): void {
    try {
      work()
    } catch (error) {
      failure ??= { error }
      loop.interrupt()
    }
  }

  function throwFailure(): void {
    const thrown = failure
    failure = undefined
    if (thrown) throw thrown.error
  }

  const core = bindCore(coreModule, memorySize, callOuts)
  const memory = createGuestMemory(core.buffer, L.RAM, memorySize)
  const pages = createPageStore(core, memorySize)
  const accesses = createAccessWatch(core, memorySize, () => events.drain())
  const tables = createPagingWatch(core, memorySize, () => events.drain())
  const lines = createInterruptLines(core, () => chipset.pic, {
    isListening: () => events.isListening('interrupt'),
    tell: (event) => events.tell(event),
  })
  const events = createEventHub(core, {
    takers: { [L.EVENT_ACCESS]: takeAccess, [L.EVENT_INTERRUPT_FLAG]: lines.takeFlag },
    onListeners: lines.listenersChanged,
  })

  function takeAccess(record: number): void {
    const { access, isToTable } = decodeAccess(core, record)
    if (isToTable) tables.take(access)
    accesses.take(access)
  }

  /** What the core recorded of RFLAGS.IF is looked at before the requests change that it matters for. */
  function settleFlags(): void {
    if (core.getU32(L.REQUEST_WAITS)) events.drain()
  }
  const code = createCodeWatch(core, events.drain)
  const editor = createStateEditor(core, memorySize, pages, accesses)

  const chipset = createChipset({
    clock: () => instant(core.getCount(L.INSTANT)),
    memorySize,
    setIntr: (isActive) => core.setU32(L.INTR, isActive ? 1 : 0),
    transmit: (byte) => serialListeners.forEach((listener) => listener(byte)),
    print: (byte) => consoleListeners.forEach((listener) => listener(byte)),
    exit: (exitStatus) => loop.end({ reason: 'exit', exitStatus }),
    requestReset: () => loop.end({ reason: 'reset' }),
    lines,
  })

  function applyInput(input: GuestInput): void {
    if (input.type === 'keys') input.scanCodes.forEach(chipset.keyboard.press)
    else if (input.type === 'serial') chipset.serial.receive(input.bytes)
    else applyEdit(input)
  }

  /** A person may have changed RFLAGS.IF, for which a request waits, or a paging structure. */
  function applyEdit(edit: StateEdit): void {
    settleFlags()
    editor.apply(edit)
    lines.settled()
    tables.follow()
  }

  /** A machine that stands still for good takes nothing in: a replay would not either. */
  function refusalOf(input: GuestInput): string | undefined {
    if (loop.stop()) return 'The machine stands still for good here: go back to an instant before.'
    return isStateEdit(input) ? editor.refusal(input) : undefined
  }

  const loop = createRunLoop(core, log, {
    deadline: chipset.deadline,
    actIfDue: chipset.actIfDue,
    applyInput,
    settleFlags,
    drainEvents: events.drain,
    throwFailure,
  })

  function writeRam(address: number, bytes: Uint8Array, size: number): void {
    memory.fill(physicalAddress(BigInt(address)), size, 0)
    memory.write(physicalAddress(BigInt(address)), bytes)
    pages.markWritten(address, size)
  }

  function boot({ placements }: BootPlan): void {
    const blank = new Uint8Array(SCREEN_BYTES).map((_, index) => BLANK_CELL[index & 1] ?? 0)
    writeRam(TEXT_WINDOW.start, blank, blank.length)
    for (const { address, bytes, size } of placements) writeRam(address, bytes, size)
    enterKernel(core, plan)
    for (const { port, value } of FIRMWARE_PORT_WRITES) chipset.bus.write(port, value, 1)
    core.flushCode()
  }

  /** The adapter's window wraps around at its end. Observers ask often: whole stretches are copied. */
  function readScreen(): Uint8Array {
    const window = memory.bytes.subarray(TEXT_WINDOW.start, TEXT_WINDOW.start + TEXT_WINDOW.size)
    const start = chipset.vga.startOffset()
    const cells = new Uint8Array(SCREEN_BYTES)
    const first = window.subarray(start, start + SCREEN_BYTES)
    cells.set(first)
    cells.set(window.subarray(0, SCREEN_BYTES - first.length), first.length)
    return cells
  }

  const subscribe = <T>(listeners: Set<(fact: T) => void>, listener: (fact: T) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  const copyIn = (at: number, bytes: Uint8Array) => new Uint8Array(core.buffer).set(bytes, at)

  boot(plan)
  const tlb = new Uint8Array(core.buffer, L.TLB, TLB_SIZE)
  const emptyTlb = tlb.slice()

  return {
    memory,
    memorySize,
    instant: loop.now,
    run: loop.run,
    step: loop.step,
    interrupt: loop.interrupt,
    wasInterrupted: loop.wasInterrupted,
    executed: loop.executed,
    isHalted: () => core.getU32(L.ACTIVITY) === L.ACTIVITY_HALTED,
    isReadyForKey: () => chipset.pic.isUnmasked(KEYBOARD_IRQ) && chipset.keyboard.isIdle(),
    isSerialIdle: () => chipset.serial.isIdle(),
    processor: () => readProcessorState(core),
    register: editor.register,
    translate(address, access, isUser = false) {
      const code = ACCESS_CODES[access] | (isUser ? L.ACCESS_USER : 0)
      const isTlbHit = core.translate(address, code) === 1
      return { walk: decodeQuery(core), isTlbHit }
    },
    readLinear: (address, length) => readLinear(core, memorySize, address, length),
    screen: () => ({
      cells: readScreen(),
      start: chipset.vga.startOffset(),
      cursor: chipset.vga.cursor(),
      isBlinkEnabled: chipset.vga.isBlinkEnabled(),
    }),
    refusalOf,
    controllers: () => chipset.pic.registers(),
    waitingLines: lines.waiting,
    input(input) {
      const refusal = refusalOf(input)
      if (refusal !== undefined) throw new ImpossibleInput(refusal)
      log.record(loop.now(), input)
      applyInput(input)
      events.drain()
    },
    inputs: log.entries,
    setInputs: log.replace,
    listen: events.listen,
    watchInterruptFlag: (listener) => watchInterruptFlag(core, events, listener),
    watchWrites: (address, length, listener) => watchWrites(accesses, address, length, listener),
    watchAccesses: accesses.watch,
    watchPagingEntries: tables.watch,
    watchCode: code.watch,
    onInstants: loop.onInstants,
    onSerial: (listener) => subscribe(serialListeners, listener),
    onPortAccess: (listener) => subscribe(portListeners, listener),
    onDebugConsole: (listener) => subscribe(consoleListeners, listener),
    stateHash: () => combineHash(core.hashState(), chipset.save()),
    snapshot: () => ({
      instant: loop.now(),
      ...pages.save(),
      processor: core.copyBytes(L.STATE, L.STATE_SIZE),
      tlb: copyDifferences(tlb, emptyTlb, L.TLB_ENTRY_SIZE),
      probes: core.copyBytes(L.PROBE_STATE, L.PROBE_STATE_SIZE),
      chips: chipset.save(),
      waits: lines.save(),
      stop: loop.stop(),
      inputPosition: log.position(),
    }),
    restore(snapshot) {
      events.drain()
      pages.restore(snapshot)
      copyIn(L.STATE, snapshot.processor)
      restoreDifferences(tlb, emptyTlb, snapshot.tlb, L.TLB_ENTRY_SIZE)
      copyIn(L.PROBE_STATE, snapshot.probes)
      lines.restore(snapshot.waits, () => chipset.restore(snapshot.chips))
      loop.setStop(snapshot.stop)
      log.seek(snapshot.inputPosition)
      core.flushCode()
      core.enterState()
      core.refreshTlb()
      tables.follow()
    },
    statistics: () => readStatistics(core, chipset.bus.unclaimed(), unclaimedMemory),
  }
}

function checkMemorySize(size: number): void {
  const { least, most, multiple } = MEMORY_LIMITS
  if (size >= least && size <= most && size % multiple === 0) return
  throw new RangeError(
    `Guest memory must be a multiple of ${multiple} bytes from ${least} to ${most}, not ${size}`,
  )
}

/** Up to the first page that is not mapped to RAM. Probes read a few bytes very often: those are copied once. */
function readLinear(
  core: Core,
  memorySize: number,
  address: LinearAddress,
  length: number,
): Uint8Array {
  const inFirstPage = PAGE_SIZE - Number(BigInt.asUintN(PAGE_SHIFT, address))
  const first = readInPage(core, memorySize, address, Math.min(inFirstPage, length))
  if (length <= inFirstPage || first.length < inFirstPage) return first
  const bytes = new Uint8Array(length)
  bytes.set(first)
  let done = first.length
  while (done < length) {
    const here = BigInt.asUintN(64, address + BigInt(done))
    const part = readInPage(core, memorySize, here, Math.min(PAGE_SIZE, length - done))
    if (part.length === 0) break
    bytes.set(part, done)
    done += part.length
  }
  return bytes.subarray(0, done)
}

/** `length` bytes that lie in one page; nothing when it is not mapped to RAM. */
function readInPage(core: Core, memorySize: number, address: bigint, length: number): Uint8Array {
  const at = core.peek(address)
  return core.copyBytes(at, at === 0 ? 0 : Math.min(length, L.RAM + memorySize - at))
}
