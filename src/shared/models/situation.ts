/**
 * All that explanations are made of: where the machine stands, the exception that is under way with the walks that
 * raised it, and what the diagrams show.
 */
import type { Instant, LinearAddress, PhysicalAddress } from '../units'
import type { Executor } from './executor'
import type { Heap } from './heap'
import type { IdtDispatchSummary } from './idt-dispatch'
import type { InterruptPaths } from './interrupt-path'
import type { Activity } from './machine'
import type { InstructionReference, PageWalk, TlbEntry } from './page-walk'
import type { DeliveryStory, StackSwitch } from './stack-switch'

/** An exception or interrupt up to its handler or to the end, and the walks that failed meanwhile, in their order. */
export interface FaultStory {
  readonly story: DeliveryStory
  readonly walks: readonly PageWalk[]
}

/** What each diagram shows: the latest of its topic, or what the reader has chosen. */
export interface Shown {
  /** Also the answer to a question for an address. */
  readonly walk?: PageWalk
  /** The story that the shown delivery is a part of. */
  readonly dispatch?: FaultStory
  readonly story?: FaultStory
}

/** A Rust program has given up. */
export interface Panic {
  readonly instant: Instant
  /** As far as it can be read without running the program's own formatting. */
  readonly message?: string
  /** `src/main.rs:42`. */
  readonly source?: string
}

/** A loop that does nothing but go round until memory changes, or for ever. */
export type WaitingLoop =
  | { readonly kind: 'nothing' }
  /** A spin lock whose word says that it is taken. */
  | { readonly kind: 'lock'; readonly name: string; readonly word: LinearAddress }

/** A translation that the TLB still uses though the tables say something else by now. */
export interface StaleTranslation {
  readonly entry: TlbEntry
  /** What the tables say. */
  readonly walk: PageWalk
  /** Absent where nothing is mapped any more. */
  readonly frameNow?: PhysicalAddress
}

export interface Situation {
  readonly instant: Instant
  readonly activity: Activity
  readonly isHalted: boolean
  /** RFLAGS.IF. */
  readonly isInterruptible: boolean
  /** The instruction that comes next; after HLT the one behind it. */
  readonly instruction: InstructionReference
  /** Of a machine that has ended by a write to port 0xF4. */
  readonly exitStatus?: number
  /** The stacks as they are. */
  readonly stacks: StackSwitch
  /** What is under way; absent when no exception or interrupt is being served. */
  readonly underWay?: FaultStory
  /** The exceptions whose handlers were interrupted by what is under way, the first of all first; cut in the middle. */
  readonly before: readonly FaultStory[]
  /** What the error code of the last #GP, #SS, #NP or #TS names in the GDT, in words. */
  readonly refused?: { readonly selector: number; readonly words: string }
  readonly panic?: Panic
  /** What the processor goes round in; absent for code that does something. */
  readonly loop?: WaitingLoop
  readonly stale: readonly StaleTranslation[]
  /** The latest deliveries, to name one by its number. */
  readonly deliveries: readonly IdtDispatchSummary[]
  readonly executor: Executor
  readonly heap: Heap
  readonly interrupts: Pick<InterruptPaths, 'recent' | 'standing'>
  /** A byte of the keyboard is on its way, or lies in the 8042 and was not read. */
  readonly isKeyboardBusy: boolean
  readonly shown: Shown
}
