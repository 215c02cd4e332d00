/**
 * Reports each store into a range of RAM, by whomever: instructions, pushed frames, bits that a walk sets.
 * Stores to the pages of the range are slower meanwhile; what the guest sees is the same.
 */
import type { Instant, LinearAddress, PhysicalAddress } from '../../shared/units'
import { instant, linearAddress, physicalAddress } from '../../shared/units'
import * as L from '../core/layout'
import type { Core } from './core-binding'

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

export interface WriteWatch {
  /** Watches `length` bytes until the returned function is called; one range at a time. */
  start(
    address: PhysicalAddress,
    length: number,
    listener: (write: MemoryWritten) => void,
  ): () => void
  /** Takes a record of kind EVENT_WRITTEN. */
  take(record: number): void
  /** To be called before bytes of RAM are changed from outside. */
  tellOfEdit(address: PhysicalAddress, bytes: Uint8Array): void
}

const PAGE_SHIFT = 12

export function createWriteWatch(core: Core, memorySize: number, drain: () => void): WriteWatch {
  const flags = new Uint8Array(core.buffer, L.PAGE_FLAGS, memorySize >> PAGE_SHIFT)
  let listener: ((write: MemoryWritten) => void) | undefined

  function mark(start: number, end: number, isWatched: boolean): void {
    for (let page = start >> PAGE_SHIFT; page << PAGE_SHIFT < end; page++) {
      const others = (flags[page] ?? 0) & ~L.PAGE_IS_WATCHED
      flags[page] = isWatched ? others | L.PAGE_IS_WATCHED : others
    }
    core.setU32(L.WATCH_START, isWatched ? start : 0)
    core.setU32(L.WATCH_END, isWatched ? end : 0)
    core.refreshTlb()
  }

  /** The bytes of an edit that are watched, one by one. */
  function tellOfEdit(address: PhysicalAddress, bytes: Uint8Array): void {
    const [from, to] = [core.getU32(L.WATCH_START), core.getU32(L.WATCH_END)]
    const ram = new Uint8Array(core.buffer, L.RAM, memorySize)
    drain()
    bytes.forEach((byte, index) => {
      const at = Number(address) + index
      if (at < from || at >= to) return
      listener?.({
        instant: instant(core.getCount(L.INSTANT)),
        rip: linearAddress(core.getU64(L.RIP)),
        address: physicalAddress(BigInt(at)),
        size: 1,
        old: BigInt(ram[at] ?? 0),
        new: BigInt(byte),
        isEdit: true,
      })
    })
  }

  return {
    tellOfEdit,
    start(address, length, onWrite) {
      const start = Number(address)
      const end = start + length
      if (listener) throw new Error('One range is watched at a time.')
      if (length < 1 || end > memorySize) {
        throw new RangeError('Only bytes of RAM can be watched.')
      }
      drain()
      listener = onWrite
      mark(start, end, true)
      return () => {
        drain()
        listener = undefined
        mark(start, end, false)
      }
    },
    take(record) {
      const field = (index: number) => core.getU64(record + L.EVENT_DATA + 8 * index)
      listener?.({
        instant: instant(core.getCount(record + L.EVENT_INSTANT)),
        rip: linearAddress(core.getU64(record + L.EVENT_RIP)),
        address: physicalAddress(field(0)),
        size: core.getU32(record + L.EVENT_FLAGS),
        old: field(1),
        new: field(2),
      })
    },
  }
}
