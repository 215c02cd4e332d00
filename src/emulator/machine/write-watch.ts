/** Tells of each store into a range of RAM, by whomever: instructions, pushed frames, bits that a walk sets, a person. */
import type { Instant, LinearAddress, PhysicalAddress } from '../../shared/units'
import type { AccessWatch } from './access-watch'

export interface MemoryWritten {
  readonly instant: Instant
  /** The instruction that stored, or during which the processor did. */
  readonly rip: LinearAddress
  readonly address: PhysicalAddress
  /** Bytes, 1 to 8. */
  readonly size: number
  readonly old: bigint
  readonly new: bigint
  /** A person did it, before the instruction. */
  readonly isEdit?: true
}

/** Watches `length` bytes until the returned function is called. `RangeError` when they are not all RAM. */
export const watchWrites = (
  accesses: AccessWatch,
  address: PhysicalAddress,
  length: number,
  listener: (write: MemoryWritten) => void,
): (() => void) =>
  accesses.watch([{ physical: address, length: BigInt(length) }], { writes: true }, (access) => {
    const { instant, rip, physicalAddress, size, old = 0n, value, isEdit } = access
    const written = { instant, rip, address: physicalAddress, size, old, new: value }
    listener(isEdit ? { ...written, isEdit } : written)
  })
