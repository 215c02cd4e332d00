/** Questions about the machine that change nothing in it: translations, and a hash of all that the guest can see. */
import {
  ACCESS_EXECUTE, EA, EVENT_FLAGS, EVENT_INSTANT, EVENT_KIND, EVENT_RIP, EVENT_SIZE, EVENT_WALK, INSTANT,
  OUTCOME_MAPPED, OUTCOME_NON_CANONICAL, OUTCOME_NOT_PRESENT, OUTCOME_RESERVED, QUERY, RAM, RAM_SIZE, RIP, STATE,
  STATE_SIZE, TLB, TLB_ENTRIES, TLB_ENTRY_SIZE, TLB_FLAGS, TLB_FRAME, TLB_PAGE, WALK_ADDRESS,
  WALK_HAS_NO_ENTRIES, WALK_PHYSICAL, WALK_SCRATCH,
} from './layout'
import { materializeFlags } from './flags'
import { isLongMode, isPagingOn } from './state'
import { codeTlbEntry, isCanonical, tlbEntry } from './tlb'
import { walk } from './walk'

/** Walks for `address` without side effects and leaves the record at QUERY; 1 when the TLB holds the page. */
export function query(address: u64, access: u32): u32 {
  memory.fill(QUERY, 0, EVENT_SIZE)
  store<u32>(QUERY, EVENT_WALK, EVENT_KIND)
  store<u64>(QUERY, load<u64>(INSTANT), EVENT_INSTANT)
  store<u64>(QUERY, load<u64>(RIP), EVENT_RIP)
  if ((isLongMode() && !isCanonical(address)) || !isPagingOn()) {
    const outcome: u32 = isPagingOn() ? OUTCOME_NON_CANONICAL : OUTCOME_MAPPED
    store<u32>(QUERY, (access & 0xf) | (outcome << 4) | WALK_HAS_NO_ENTRIES, EVENT_FLAGS)
    store<u64>(QUERY, address, WALK_ADDRESS)
    store<u64>(QUERY, address, WALK_PHYSICAL)
    return 0
  }
  walk(address, access, QUERY, false, true)
  const entry = (access & 3) == ACCESS_EXECUTE ? codeTlbEntry(address) : tlbEntry(address)
  return u32(load<u64>(entry, TLB_PAGE) == (address & ~0xfff))
}

/** Where in linear memory the byte at a linear address stands, by the page tables; 0 when it is not in RAM. */
export function peek(address: u64): u32 {
  let physical = address & 0xffff_ffff
  if (isPagingOn()) {
    if (isLongMode() && !isCanonical(address)) return 0
    walk(address, 0, WALK_SCRATCH, false, false)
    if (!isMapped(WALK_SCRATCH)) return 0
    physical = load<u64>(WALK_SCRATCH, WALK_PHYSICAL)
  }
  return physical < u64(load<u32>(RAM_SIZE)) ? RAM + u32(physical) : 0
}

/** Whether a walk reached a page, whatever its rights. */
function isMapped(record: u32): bool {
  const outcome = (load<u32>(record, EVENT_FLAGS) >> 4) & 15
  return outcome != OUTCOME_NOT_PRESENT && outcome != OUTCOME_RESERVED
}

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15

// @ts-ignore: decorator
@inline
function mix(hash: u64, value: u64): u64 {
  hash = (hash ^ value) * PRIME
  return hash ^ (hash >> 29)
}

function hashRange(hash: u64, from: u32, to: u32): u64 {
  for (let at = from; at < to; at += 8) hash = mix(hash, load<u64>(at))
  return hash
}

/**
 * A hash of the processor's state, the translations in the TLBs, and RAM: equal for equal machines however their runs
 * were sliced. The scratch cell EA, which belongs to
 * no instruction between two of them, is cleared first.
 */
export function hashState(): u64 {
  materializeFlags()
  store<u64>(EA, 0)
  let hash = hashRange(PRIME, STATE, STATE + STATE_SIZE)
  for (let entry: u32 = TLB; entry < TLB + TLB_ENTRIES * TLB_ENTRY_SIZE; entry += TLB_ENTRY_SIZE) {
    hash = mix(hash, load<u64>(entry, TLB_PAGE))
    hash = mix(hash, load<u64>(entry, TLB_FRAME))
    hash = mix(hash, load<u32>(entry, TLB_FLAGS))
  }
  return hashRange(hash, RAM, RAM + load<u32>(RAM_SIZE))
}
