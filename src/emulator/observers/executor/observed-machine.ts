/** What the observer of executors asks of a machine, and of what is known about its program. */
import type { CodeReached } from '../../../shared/events'
import type { Instant, LinearAddress } from '../../../shared/units'
import type { DebugInfo } from '../../debuginfo/debug-info'
import type { TableRegister } from './handler-addresses'
import type { StoreReaders } from './store-log'

export interface ObservedMachine extends StoreReaders {
  readonly debugInfo: DebugInfo
  instant(): Instant
  processor(): {
    readonly general: readonly bigint[]
    readonly rip: bigint
    readonly rflags: bigint
    readonly idtr: TableRegister
  }
  isHalted(): boolean
  /** The cells of the text screen: character, attribute. */
  screenCells(): Uint8Array
  /** Bytes at a linear address, up to the first page that is not mapped to RAM. */
  readLinear(address: LinearAddress, length: number): Uint8Array
  /** Calls `listener` right before the instruction at one of the addresses is executed; the machine stands still then. */
  watchCode(
    addresses: readonly LinearAddress[],
    listener: (reached: CodeReached) => void,
  ): () => void
}
