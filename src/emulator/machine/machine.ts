/**
 * The machine: the core in its linear memory, the chips around it, and time.
 *
 * Equal image, configuration and inputs give equal states at every instant, however `run` is called.
 * Nothing that the guest does makes `run` throw, hang or read a byte of the host.
 * Knows nothing of messages, the host's clock, or who listens to its events.
 */
import type { FaultLink, MachineEvent } from '../../shared/events'
import type { MemoryAccess, PageWalkCompleted } from '../../shared/events/page-walk'
import type { Topic } from '../../shared/topics'
import { instant, physicalAddress, type Instant, type LinearAddress } from '../../shared/units'
import { readElf64 } from '../boot/elf64'
import { BLANK_CELL, FIRMWARE_PORT_WRITES } from '../boot/firmware'
import { planPvhBoot, type BootConfiguration } from '../boot/pvh'
import * as L from '../core/layout'
import type { PlainData, PortWidth } from '../devices/device'
import { VGA_COLUMNS, VGA_ROWS, VGA_TEXT_ADDRESS, VGA_TEXT_SIZE } from '../devices/vga-text'
import { createGuestMemory, type GuestMemory } from '../memory/guest-memory'
import { createChipset } from './chipset'
import { bindCore } from './core-binding'
import { decodeEvent, decodeQuery, readChain, TOPIC_BITS } from './event-records'
import { createInputLog, type GuestInput, type LoggedInput } from './input-log'
import { createPageStore, type PageImage } from './page-store'
import { enterKernel, readProcessorState, type ProcessorState } from './processor-state'
import { combineHash } from './state-hash'
import { readStatistics, type MachineStatistics } from './statistics'
import type { CoreModule } from './webassembly'

export interface MachineOptions extends BootConfiguration {
  /** The ELF64 kernel. */
  readonly image: Uint8Array
  /** Inputs to replay, in ascending order of instants. */
  readonly inputs?: readonly LoggedInput[]
}

/** Why `run` came back. Only after `budget` can the machine go on. */
export type Stop =
  | { readonly reason: 'budget' }
  /** HLT with RFLAGS.IF = 0: nothing can ever wake the processor. */
  | { readonly reason: 'dead' }
  /** A triple fault: the processor stands still, with all that led to it. */
  | { readonly reason: 'shutdown'; readonly chain: readonly FaultLink[] }
  /** The guest wrote to the exit port. */
  | { readonly reason: 'exit'; readonly exitStatus: number }
  /** The guest asked for a reset, through the keyboard controller or port 0x92. */
  | { readonly reason: 'reset' }

export interface Translation {
  readonly walk: PageWalkCompleted
  /** Whether the TLB holds the page, so that the processor would not have walked. */
  readonly isTlbHit: boolean
}

export interface ScreenContents {
  /** 80 × 25 cells of two bytes: code point of code page 437, attribute. */
  readonly cells: Uint8Array
  readonly cursor: { readonly row: number; readonly column: number; readonly isVisible: boolean }
}

/** Enough to continue from here as if nothing had happened. Opaque outside of this folder. */
export interface Snapshot {
  readonly instant: Instant
  readonly processor: Uint8Array
  readonly tlb: Uint8Array
  readonly pages: PageImage
  readonly chips: PlainData
  readonly stop: Stop | undefined
  readonly inputPosition: number
}

export interface Machine {
  readonly memory: GuestMemory
  readonly memorySize: number
  instant(): Instant
  /**
   * Lets at most `budget` instants pass: retired instructions, deliveries, and time slept in HLT.
   * After a stop other than `budget` it comes back at once with the same answer.
   */
  run(budget: number): Stop
  /** True while HLT waits for an interrupt. */
  isHalted(): boolean
  /** Whether the guest would notice a key: its line is open in the interrupt controllers, and no other key is on its way. */
  isReadyForKey(): boolean
  /** Whether the guest has read all that was sent to its serial port. */
  isSerialIdle(): boolean
  processor(): ProcessorState
  /** Walks the page tables without touching anything. */
  translate(address: LinearAddress, access: MemoryAccess, isUser?: boolean): Translation
  /** Bytes at a linear address, up to the first page that is not mapped to RAM. */
  readLinear(address: LinearAddress, length: number): Uint8Array
  screen(): ScreenContents
  /** Input that the guest gets now. */
  input(input: GuestInput): void
  /** All inputs of this run, those still to be replayed included. */
  inputs(): readonly LoggedInput[]
  /** Calls `listener` for each event of these topics until the returned function is called. */
  listen(topics: readonly Topic[], listener: (event: MachineEvent) => void): () => void
  /** Calls `listener` for each byte that leaves the serial port, or is written to port 0xE9. */
  onSerial(listener: (byte: number) => void): () => void
  onDebugConsole(listener: (byte: number) => void): () => void
  stateHash(): string
  snapshot(): Snapshot
  restore(snapshot: Snapshot): void
  statistics(): MachineStatistics
}

export const MEMORY_LIMITS = { least: 2 << 20, most: L.RAM_LIMIT, step: 4096 } as const

const RFLAGS_IF = 1 << 9
const NMI_PENDING = 1
const ACCESS_CODES: Readonly<Record<MemoryAccess, number>> = {
  read: L.ACCESS_READ,
  write: L.ACCESS_WRITE,
  execute: L.ACCESS_EXECUTE,
}
const PAGE_SIZE = 4096

/** Throws `ImageError` when the image cannot be started, `RangeError` for an impossible amount of memory. */
export function createMachine(coreModule: CoreModule, options: MachineOptions): Machine {
  const { memorySize } = options
  const { least, most, step } = MEMORY_LIMITS
  if (!(memorySize >= least && memorySize <= most && memorySize % step === 0)) {
    throw new RangeError(
      `Guest memory must be a multiple of ${step} bytes from ${least} to ${most}, not ${memorySize}`,
    )
  }
  const plan = planPvhBoot(readElf64(options.image), options)

  const log = createInputLog(options.inputs)
  const eventListeners = new Set<{ readonly mask: number; call(event: MachineEvent): void }>()
  const serialListeners = new Set<(byte: number) => void>()
  const consoleListeners = new Set<(byte: number) => void>()
  let stop: Stop | undefined
  let unclaimedMemory = 0
  /** Instant at which the core's present budget ends. */
  let runsUntil = 0

  const core = bindCore(coreModule, memorySize, {
    portIn(port, width) {
      const value = chipset.bus.read(port & 0xffff, width as PortWidth)
      breakForDeadline()
      return value | 0
    },
    portOut(port, width, value) {
      chipset.bus.write(port & 0xffff, value, width as PortWidth)
      breakForDeadline()
    },
    mmioRead(_physical, width) {
      unclaimedMemory += 1
      return BigInt.asIntN(64, (1n << BigInt(8 * width)) - 1n)
    },
    mmioWrite() {
      unclaimedMemory += 1
    },
    acknowledge: () => chipset.pic.acknowledge(),
  })

  const now = () => instant(core.getCount(L.INSTANT))
  const memory = createGuestMemory(core.buffer, L.RAM, memorySize)
  const pages = createPageStore(core, memorySize)

  const end = (reason: Stop) => {
    stop ??= reason
    core.setU32(L.BREAK_REQUEST, 1)
  }

  const chipset = createChipset({
    clock: now,
    memorySize,
    setIntr: (isActive) => core.setU32(L.INTR, isActive ? 1 : 0),
    transmit: (byte) => serialListeners.forEach((listener) => listener(byte)),
    print: (byte) => consoleListeners.forEach((listener) => listener(byte)),
    exit: (exitStatus) => end({ reason: 'exit', exitStatus }),
    requestReset: () => end({ reason: 'reset' }),
  })

  /** A port access may have brought a deadline closer than the core was told to run. */
  function breakForDeadline(): void {
    if ((chipset.deadline() ?? Infinity) < runsUntil) core.setU32(L.BREAK_REQUEST, 1)
  }

  function writeRam(address: number, bytes: Uint8Array, size: number): void {
    memory.fill(physicalAddress(BigInt(address)), size, 0)
    memory.write(physicalAddress(BigInt(address)), bytes)
    pages.markWritten(address, size)
  }

  function boot(): void {
    const blank = new Uint8Array(VGA_COLUMNS * VGA_ROWS * 2).map((_, i) => BLANK_CELL[i & 1] ?? 0)
    writeRam(VGA_TEXT_ADDRESS, blank, blank.length)
    for (const { address, bytes, size } of plan.placements) writeRam(address, bytes, size)
    enterKernel(core, plan)
    for (const { port, value } of FIRMWARE_PORT_WRITES) chipset.bus.write(port, value, 1)
    core.flushCode()
  }

  function drainEvents(): void {
    const count = core.getU32(L.EVENT_COUNT)
    for (let index = 0; index < count; index++) {
      const event = decodeEvent(core, L.EVENT_RING + index * L.EVENT_SIZE)
      for (const { mask, call } of eventListeners) {
        if (mask & TOPIC_BITS[event.topic]) call(event)
      }
    }
    core.setU32(L.EVENT_COUNT, 0)
  }

  function applyInput(input: GuestInput): void {
    if (input.type === 'keys') input.scanCodes.forEach(chipset.keyboard.press)
    else chipset.serial.receive(input.bytes)
  }

  /** The next instant at which something happens that is not the processor's doing. */
  const nextHappening = () => Math.min(chipset.deadline() ?? Infinity, log.next() ?? Infinity)

  const canWake = () =>
    (core.getU32(L.RFLAGS) & RFLAGS_IF) !== 0 || (core.getU32(L.NMI) & NMI_PENDING) !== 0

  /** Runs the core until something happens outside of it, and deals with why it came back. */
  function runCore(until: number): void {
    runsUntil = Math.min(until, nextHappening())
    core.setU32(L.BREAK_REQUEST, 0)
    switch (core.run(runsUntil - now())) {
      case L.STOP_HALTED:
        if (canWake()) core.setCount(L.INSTANT, runsUntil)
        else stop ??= { reason: 'dead' }
        return
      case L.STOP_SHUTDOWN:
        stop ??= { reason: 'shutdown', chain: readChain(core) }
        return
      case L.STOP_RING_FULL:
        return drainEvents()
      default: // The budget, a deadline moved, or `stop` was set by a call-out: the loop looks.
    }
  }

  function run(budget: number): Stop {
    const until = now() + Math.max(0, Math.floor(budget))
    while (!stop) {
      // Chips first: input that is given between two runs finds them done with that instant as well.
      chipset.actIfDue()
      log.takeDue(now()).forEach(applyInput)
      if (now() >= until) break
      runCore(until)
    }
    drainEvents()
    return stop ?? { reason: 'budget' }
  }

  function readLinear(address: LinearAddress, length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    const all = new Uint8Array(core.buffer)
    let done = 0
    while (done < length) {
      const here = BigInt.asUintN(64, address + BigInt(done))
      const at = core.peek(here)
      if (at === 0) break
      const inPage = PAGE_SIZE - Number(here & BigInt(PAGE_SIZE - 1))
      const count = Math.min(inPage, length - done, L.RAM + memorySize - at)
      bytes.set(all.subarray(at, at + count), done)
      done += count
    }
    return bytes.subarray(0, done)
  }

  /** The adapter's window wraps around at its end. */
  function readScreen(): Uint8Array {
    const window = memory.bytes.subarray(VGA_TEXT_ADDRESS, VGA_TEXT_ADDRESS + VGA_TEXT_SIZE)
    const start = chipset.vga.startOffset()
    return Uint8Array.from(
      { length: VGA_COLUMNS * VGA_ROWS * 2 },
      (_, index) => window[(start + index) % VGA_TEXT_SIZE] ?? 0,
    )
  }

  function updateTopics(): void {
    let mask = 0
    for (const listener of eventListeners) mask |= listener.mask
    core.setU32(L.TOPICS, mask)
  }

  const subscribe = (listeners: Set<(byte: number) => void>, listener: (byte: number) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  const copyOut = (at: number, size: number) => new Uint8Array(core.buffer, at, size).slice()
  const copyIn = (at: number, bytes: Uint8Array) => new Uint8Array(core.buffer).set(bytes, at)
  const TLB_SIZE = L.TLB_ENTRIES * L.TLB_ENTRY_SIZE

  boot()

  return {
    memory,
    memorySize,
    instant: now,
    run,
    isHalted: () => core.getU32(L.ACTIVITY) === L.ACTIVITY_HALTED,
    isReadyForKey: () => chipset.pic.isUnmasked(1) && chipset.keyboard.isIdle(),
    isSerialIdle: () => chipset.serial.isIdle(),
    processor: () => readProcessorState(core),
    translate(address, access, isUser = false) {
      const code = ACCESS_CODES[access] | (isUser ? L.ACCESS_USER : 0)
      const isTlbHit = core.translate(address, code) === 1
      return { walk: decodeQuery(core), isTlbHit }
    },
    readLinear,
    screen: () => ({ cells: readScreen(), cursor: chipset.vga.cursor() }),
    input(input) {
      log.record(now(), input)
      applyInput(input)
    },
    inputs: () => log.entries(),
    listen(topics, listener) {
      const mask = topics.reduce((bits, topic) => bits | TOPIC_BITS[topic], 0)
      const entry = { mask, call: listener }
      drainEvents() // What was recorded before belongs to those who listened then.
      eventListeners.add(entry)
      updateTopics()
      return () => {
        eventListeners.delete(entry)
        updateTopics()
      }
    },
    onSerial: (listener) => subscribe(serialListeners, listener),
    onDebugConsole: (listener) => subscribe(consoleListeners, listener),
    stateHash: () => combineHash(core.hashState(), chipset.save()),
    snapshot: () => ({
      instant: now(),
      pages: pages.save(),
      processor: copyOut(L.STATE, L.STATE_SIZE),
      tlb: copyOut(L.TLB, TLB_SIZE),
      chips: chipset.save(),
      stop,
      inputPosition: log.position(),
    }),
    restore(snapshot) {
      drainEvents()
      pages.restore(snapshot.pages)
      copyIn(L.STATE, snapshot.processor)
      copyIn(L.TLB, snapshot.tlb)
      chipset.restore(snapshot.chips)
      stop = snapshot.stop
      log.seek(snapshot.inputPosition)
      core.flushCode()
      core.enterState()
      core.refreshTlb()
    },
    statistics: () => readStatistics(core, chipset.bus.unclaimed(), unclaimedMemory),
  }
}
