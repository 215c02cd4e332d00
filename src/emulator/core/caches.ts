/** Instructions about caches and counters that this processor has not: they check privilege and change nothing. */
import { CR4 } from './layout'
import { requireRing0 } from './control'
import { GP, UD } from './exceptions'
import { raise } from './fault'
import { materializeFlags } from './flags'
import { SLOT_DETAIL } from './slots'
import { cpl, CR4_SMAP, rflags, RFLAGS_AC, setRflags } from './state'
import { refreshTlb } from './tlb'

/** INVD, WBINVD */
export function invalidateCaches(slot: u32): void {
  requireRing0(slot)
}

/** RDPMC: there are no counters, so every index is invalid. */
export function readPerformanceCounter(slot: u32): void {
  raise(slot, GP, 0)
}

/** CLAC (ModRM 0xca) and STAC (0xcb). */
export function changeAccessCheck(slot: u32): void {
  if (cpl() != 0 || !(load<u64>(CR4) & CR4_SMAP)) raise(slot, UD, 0)
  materializeFlags()
  setRflags(load<u8>(slot, SLOT_DETAIL) == 0xcb ? rflags() | RFLAGS_AC : rflags() & ~RFLAGS_AC)
  refreshTlb()
}
