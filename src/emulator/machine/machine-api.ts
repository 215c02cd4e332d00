/** What can be asked of a machine: types alone. `machine.ts` makes one. */
import type {
  CodeReached,
  FaultLink,
  MachineEvent,
  MemoryAccessed,
  PagingEntryChanged,
  PicRegisters,
} from '../../shared/events'
import type { MemoryAccess, PageWalkCompleted } from '../../shared/events/page-walk'
import type { SettableRegister } from '../../shared/state-edit'
import type { Topic } from '../../shared/topics'
import type { Instant, LinearAddress, PhysicalAddress } from '../../shared/units'
import type { BootConfiguration, BootPlan } from '../boot/boot-plan'
import type { PlainData } from '../devices/device'
import type { GuestMemory } from '../memory/guest-memory'
import type { WatchedAccesses, WatchedRange } from './access-watch'
import type { GuestInput, LoggedInput } from './input-log'
import type { SavedWait, WaitingLine } from './interrupt-lines'
import type { SavedPages } from './page-store'
import type { ProcessorState } from './processor-state'
import type { SparseCopy } from './sparse-copy'
import type { MachineStatistics } from './statistics'
import type { MemoryWritten } from './write-watch'

export interface MachineOptions extends BootConfiguration {
  /** The ELF64 kernel, with a PVH note or for the `bootloader` 0.9. */
  readonly image: Uint8Array
  /** What `planBoot` has made of image and configuration, where somebody has asked it already. */
  readonly plan?: BootPlan
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

/** One IN or OUT, or one element of a repeated one. */
export interface PortAccess {
  readonly direction: 'in' | 'out'
  readonly port: number
  /** 1, 2 or 4 bytes. */
  readonly width: number
  readonly value: number
}

export interface ScreenContents {
  /** 80 × 25 cells of two bytes: code point of code page 437, attribute. */
  readonly cells: Uint8Array
  /** Where the screen begins in the adapter's window, in bytes. */
  readonly start: number
  readonly cursor: { readonly row: number; readonly column: number; readonly isVisible: boolean }
  /** Whether bit 7 of an attribute byte makes a cell blink. */
  readonly isBlinkEnabled: boolean
}

/** Enough to continue from here as if nothing had happened. Opaque outside of this folder. */
export interface Snapshot extends SavedPages {
  readonly instant: Instant
  readonly processor: Uint8Array
  /** Which instructions were told of to those who watch code, and not completed. */
  readonly probes: Uint8Array
  readonly tlb: SparseCopy
  readonly chips: PlainData
  /** What was told of interrupt requests that wait. */
  readonly waits: readonly SavedWait[]
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
  /**
   * Lets `count` instructions retire or handlers begin; time slept in HLT is not counted.
   * A processor that sleeps through thousands of deadlines is left asleep: then fewer have passed.
   */
  step(count: number): Stop
  /** Makes the run that is under way come back after the present instruction: for a listener that has seen enough. */
  interrupt(): void
  /** Whether the last run or step came back early because it was asked to. */
  wasInterrupted(): boolean
  /** True while HLT waits for an interrupt. */
  isHalted(): boolean
  /** Instants since the machine was made in which the processor did not sleep, replays included. */
  executed(): number
  /** Whether the guest would notice a key: its line is open in the interrupt controllers, and no other key is on its way. */
  isReadyForKey(): boolean
  /** Whether the guest has read all that was sent to its serial port. */
  isSerialIdle(): boolean
  processor(): ProcessorState
  /** One register of those that can be set. */
  register(name: SettableRegister): bigint
  /** Walks the page tables without touching anything. */
  translate(address: LinearAddress, access: MemoryAccess, isUser?: boolean): Translation
  /** Bytes at a linear address, up to the first page that is not mapped to RAM. */
  readLinear(address: LinearAddress, length: number): Uint8Array
  screen(): ScreenContents
  /** The registers of the interrupt controllers. */
  controllers(): { readonly master: PicRegisters; readonly slave: PicRegisters }
  /** The interrupt lines whose requests wait, each with what keeps it from being taken. */
  waitingLines(): readonly WaitingLine[]
  /** Why an input cannot be given now, in a sentence; nothing when it can. */
  refusalOf(input: GuestInput): string | undefined
  /** Input that the guest gets now, or a change that a person makes; throws `ImpossibleInput` when it cannot be. */
  input(input: GuestInput): void
  /** All inputs of this run, those still to be replayed included. */
  inputs(): readonly LoggedInput[]
  /** The inputs of another run that began like this one; to be followed by `restore` of a snapshot of that run. */
  setInputs(inputs: readonly LoggedInput[]): void
  /** Calls `listener` for each event of these topics until the returned function is called. */
  listen(topics: readonly Topic[], listener: (event: MachineEvent) => void): () => void
  /** Calls `listener` with RFLAGS.IF after each instruction, and each entry of a handler, that may have changed it. */
  watchInterruptFlag(listener: (instant: Instant, isEnabled: boolean) => void): () => void
  /** Calls `listener` for each store into `length` bytes of RAM; `RangeError` when they are not all RAM. */
  watchWrites(
    address: PhysicalAddress,
    length: number,
    listener: (write: MemoryWritten) => void,
  ): () => void
  /**
   * Calls `listener` for each load or store by an instruction, and each store by the processor itself, that touches one
   * of the ranges, until the returned function is called. `RangeError` for physical bytes that are not RAM.
   */
  watchAccesses(
    ranges: readonly WatchedRange[],
    accesses: WatchedAccesses,
    listener: (access: MemoryAccessed) => void,
  ): () => void
  /** Calls `listener` for each change of an entry that CR3 leads to, until the returned function is called. */
  watchPagingEntries(listener: (changed: PagingEntryChanged) => void): () => void
  /**
   * Calls `listener` right before the instruction at any of these linear addresses is executed, once for each time that
   * it is, until the returned function is called. The listener may look at the machine as it stands, watch more or less,
   * and `interrupt`; it may not run, restore or give input. `RangeError` when too many addresses are watched.
   */
  watchCode(
    addresses: readonly LinearAddress[],
    listener: (reached: CodeReached) => void,
  ): () => void
  /** Calls `listener` for each access to a port: an OUT before its chip takes it, an IN with what its chip gave. */
  onPortAccess(listener: (access: PortAccess) => void): () => void
  /**
   * Calls `look` whenever the processor comes to an instant that is a multiple of `period`, before what happens there,
   * until the returned function is called. Instants that it sleeps through are passed over.
   */
  onInstants(period: number, look: () => void): () => void
  /** Calls `listener` for each byte that leaves the serial port, or is written to port 0xE9. */
  onSerial(listener: (byte: number) => void): () => void
  onDebugConsole(listener: (byte: number) => void): () => void
  stateHash(): string
  snapshot(): Snapshot
  restore(snapshot: Snapshot): void
  statistics(): MachineStatistics
}
