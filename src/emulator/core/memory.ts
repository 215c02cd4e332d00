/**
 * Loads and stores by linear address.
 * The usual case is one comparison with a TLB tag; everything else (a miss, a page crossing, a device, a page that code
 * was decoded from) is in memory-slow.ts.
 */
import { SCRATCH, TLB_HOST, TLB_READ, TLB_WRITE } from './layout'
import { loadSlow, prepareChangeSlow, storeSlow } from './memory-slow'
import { noted } from './pages'
import { tlbEntry } from './tlb'

/** Reads an operand for an instruction; raises what the access raises. */
// @ts-ignore: decorator
@inline
export function loadLinear<T>(address: u64, slot: u32): T {
  const entry = tlbEntry(address)
  if (load<u64>(entry, TLB_READ) == ((address + (sizeof<T>() - 1)) & ~0xfff))
    return load<T>(u32(address) + load<u32>(entry, TLB_HOST))
  return loadSlow<T>(address, slot)
}

// @ts-ignore: decorator
@inline
export function storeLinear<T>(address: u64, value: T, slot: u32): void {
  const entry = tlbEntry(address)
  if (load<u64>(entry, TLB_WRITE) == ((address + (sizeof<T>() - 1)) & ~0xfff))
    store<T>(noted(u32(address) + load<u32>(entry, TLB_HOST)), value)
  else storeSlow<T>(address, value, slot)
}

/**
 * Where an operand that is read and then written can be changed in place. Whatever the write may raise is raised here,
 * as a write. When it cannot be changed in place the answer is a copy at SCRATCH, which `finishChange` writes back.
 */
// @ts-ignore: decorator
@inline
export function prepareChange<T>(address: u64, slot: u32): u32 {
  const entry = tlbEntry(address)
  if (load<u64>(entry, TLB_WRITE) == ((address + (sizeof<T>() - 1)) & ~0xfff))
    return noted(u32(address) + load<u32>(entry, TLB_HOST))
  return prepareChangeSlow<T>(address, slot)
}

// @ts-ignore: decorator
@inline
export function finishChange<T>(place: u32, address: u64, slot: u32): void {
  if (place == SCRATCH) storeSlow<T>(address, load<T>(SCRATCH), slot)
}
