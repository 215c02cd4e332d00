/** What the panes around the diagrams show of the machine itself. */
import type { ExceptionRaised, FaultLink } from '../events/exception'
import type { Instant, LinearAddress } from '../units'

/** `frozen`: a triple fault stopped the processor for good; everything can still be looked at. */
export type Activity = 'running' | 'paused' | 'frozen' | 'exited' | 'empty'

/** `search`: the run is searched. `replay`: a run is executed again up to where it stood. `step`: a step goes on. */
export interface RunWork {
  readonly kind: 'search' | 'replay' | 'step'
  readonly at: Instant
  /** Where it will be over, when that is known. */
  readonly goal?: Instant
}

export interface MachineStatus {
  readonly activity: Activity
  readonly instant: Instant
  /** The furthest that the run has been: later than `instant` while one looks at the past. */
  readonly end: Instant
  /** Guest instructions per host second over the last moments, in millions; 0 while paused. */
  readonly mips: number
  /** True while HLT waits for an interrupt. */
  readonly isHalted: boolean
  readonly cpl: number
  readonly mode: 'protected' | 'compatibility' | 'long'
  /** Why the machine stands still, in a sentence, where there is something to say. */
  readonly reason?: string
  /** The breakpoints before which it stands because of them: `main.rs:12`. */
  readonly stoppedAt?: string
  /** Host exit status as QEMU's `isa-debug-exit` gives it: 2v + 1. */
  readonly exitStatus?: number
  readonly shutdown?: readonly FaultLink[]
  readonly lastException?: ExceptionRaised
  /** Work on the run that takes its time, and how far it is. */
  readonly work?: RunWork
  readonly imageName?: string
  readonly commandLine?: string
}

export interface RegisterValue {
  readonly name: string
  readonly value: bigint
  /** Width in bits: 64, 32 or 16. */
  readonly bits: number
  /** Differs from what it was when the machine last stood still. */
  readonly isChanged: boolean
  readonly previous?: bigint
}

export interface Registers {
  readonly general: readonly RegisterValue[]
  readonly rip: RegisterValue
  readonly rflags: RegisterValue
  /** Set flag names in the SDM's order: `CF`, `ZF`, `IF` … */
  readonly flags: readonly {
    readonly name: string
    readonly isSet: boolean
    readonly isChanged: boolean
  }[]
  readonly control: readonly RegisterValue[]
  readonly segments: readonly RegisterValue[]
  readonly tables: readonly RegisterValue[]
}

export interface TextScreen {
  /** 80 × 25 cells, two bytes each: code point of code page 437, attribute. */
  readonly cells: Uint8Array
  readonly cursor: { readonly row: number; readonly column: number; readonly isVisible: boolean }
}

export interface DisassemblyLine {
  readonly address: LinearAddress
  readonly bytes: Uint8Array
  readonly text: string
  /** Function name, on the first line of a function. */
  readonly symbol?: string
  readonly source?: { readonly file: string; readonly line: number }
  readonly isCurrent: boolean
}

export interface Disassembly {
  readonly lines: readonly DisassemblyLine[]
  /** `symbol+0x12` of RIP. */
  readonly location?: string
  readonly source?: { readonly file: string; readonly line: number }
}

export interface SerialOutput {
  /** Text since the last frame. */
  readonly appended: string
  /** True when what was shown before no longer belongs to this run. */
  readonly isFresh: boolean
}
