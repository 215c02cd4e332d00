/** Probes: the processor is about to execute the instruction at a watched address, or a watched function is called. */
import type { Instant, LinearAddress } from '../units'

export interface CodeReached {
  readonly instant: Instant
  /** The watched address; its instruction has not been executed yet. */
  readonly rip: LinearAddress
  /** RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8 … R15, in the order of their encodings. */
  readonly general: readonly bigint[]
}

export interface FunctionEntered {
  readonly instant: Instant
  /** The watched address. */
  readonly address: LinearAddress
  /** As in `CodeReached`; arguments stand in RDI, RSI, RDX, RCX, R8 and R9. */
  readonly general: readonly bigint[]
  /** Where the return address stands: RSP at the entry. */
  readonly frame: LinearAddress
  /** Absent when the stack could not be read. */
  readonly returnAddress?: LinearAddress
}

export interface FunctionReturned {
  readonly instant: Instant
  readonly entered: FunctionEntered
  /** The result stands in RAX, and in RDX when it takes two registers. */
  readonly general: readonly bigint[]
}
