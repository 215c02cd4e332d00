/**
 * Where the processor will enter the handlers of hardware interrupts: the gates of the IDT as they lie in memory.
 * SDM Vol. 3A, "64-Bit Mode IDT".
 */
import { linearAddress, type LinearAddress } from '../../../shared/units'
import type { ReadMemory } from '../../debuginfo/dwarf/values'

export interface TableRegister {
  readonly base: bigint
  readonly limit: number
}

const GATE_SIZE = 16
/** Below are the processor's own exceptions. */
const FIRST_VECTOR = 32
const PRESENT = 1n << 47n
const TYPE_SHIFT = 40n
const INTERRUPT_GATE = 0xen
const TRAP_GATE = 0xfn

const TABLE_SIZE = 4096

/** Where to look for handlers: gates that lead nowhere, or that no interrupt may use, are left out. */
export function handlerAddresses(
  { base, limit }: TableRegister,
  readMemory: ReadMemory,
): readonly LinearAddress[] {
  const bytes = readMemory(linearAddress(base), Math.min(limit + 1, TABLE_SIZE))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const addresses: LinearAddress[] = []
  for (let vector = FIRST_VECTOR; (vector + 1) * GATE_SIZE <= bytes.length; vector++) {
    const low = view.getBigUint64(vector * GATE_SIZE, true)
    const high = view.getBigUint64(vector * GATE_SIZE + 8, true)
    const type = (low >> TYPE_SHIFT) & 0xfn
    if ((low & PRESENT) === 0n || (type !== INTERRUPT_GATE && type !== TRAP_GATE)) continue
    const offset = (low & 0xffffn) | ((low >> 32n) & 0xffff_0000n) | ((high & 0xffff_ffffn) << 32n)
    addresses.push(linearAddress(offset))
  }
  return addresses
}
