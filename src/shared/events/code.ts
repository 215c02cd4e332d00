/** A probe: the processor is about to execute the instruction at a watched address. */
import type { Instant, LinearAddress } from '../units'

export interface CodeReached {
  readonly instant: Instant
  /** The watched address; its instruction has not been executed yet. */
  readonly rip: LinearAddress
  /** RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8 … R15, in the order of their encodings. */
  readonly general: readonly bigint[]
}
