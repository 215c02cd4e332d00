/** What the observer of heaps asks of a machine, and of what is known about its program. */
import type { CodeReached } from '../../../shared/events'
import type { Instant, LinearAddress } from '../../../shared/units'
import type { DebugInfo } from '../../debuginfo/debug-info'
import type { StoppedRegisters } from '../../debuginfo/dwarf/frame-registers'

export interface ObservedHeapMachine {
  readonly debugInfo: DebugInfo
  instant(): Instant
  /** Where the processor stands; without it no call is known by its frame. */
  registers?(): StoppedRegisters
  /** Bytes at a linear address, up to the first page that is not mapped to RAM. */
  readLinear(address: LinearAddress, length: number): Uint8Array
  watchCode(
    addresses: readonly LinearAddress[],
    listener: (reached: CodeReached) => void,
  ): () => void
}
