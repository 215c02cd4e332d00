/**
 * Code probes: linear addresses at which the machine is told that the instruction there is about to be executed.
 * They are looked up when code is decoded, and become a slot before the instruction's own; no instruction elsewhere
 * knows of them.
 *
 * Each execution is told once, as SDM Vol. 3B, "Instruction-Breakpoint Exception Condition", has it: not again when a
 * fault's handler has returned, nor for the next stretch of a repeated string instruction. Both come back with
 * RFLAGS.RF = 1; but RF may also be set by the handler of a fault elsewhere, so what was left is remembered.
 */
import {
  BREAK_REQUEST, CODE_PROBE_COUNT, CODE_PROBE_PLACES, CODE_PROBES, INSTANT, INTERRUPTED, INTERRUPTED_CAPACITY,
  INTERRUPTED_NEXT, PROBE_STATE, PROBE_STATE_SIZE, REACHED_AT, RESUMED_AT, RIP, SINGLE_STEP_NEXT, STEP_AND_STOP,
} from './layout'
import { codeChanges, dropCodeAt } from './blocks'
import { restart } from './fault'
import { materializeFlags } from './flags'
import { settle } from './slots'
import { RSP } from './state'

/** Calls whoever watches the address that RIP holds. */
// @ts-ignore: decorator
@external("machine", "reached")
declare function reached(): void

const EMPTY: u64 = 0
const PLACE_MASK: u32 = CODE_PROBE_PLACES - 1

/** No address that can be executed at has the key EMPTY. */
// @ts-ignore: decorator
@inline
function keyOf(address: u64): u64 {
  return address ^ ((<u64>1) << 62)
}

// @ts-ignore: decorator
@inline
function keyAt(place: u32): u64 {
  return load<u64>(CODE_PROBES + (place << 3))
}

// @ts-ignore: decorator
@inline
function setKey(place: u32, key: u64): void {
  store<u64>(CODE_PROBES + (place << 3), key)
}

/** Where the search for a key begins. */
// @ts-ignore: decorator
@inline
function homeOf(key: u64): u32 {
  return u32((key * 0x9e37_79b9_7f4a_7c15) >> 32) & PLACE_MASK
}

/** The place that holds a key, or the empty one where it would be put. */
function placeOf(key: u64): u32 {
  let place = homeOf(key)
  while (keyAt(place) != EMPTY && keyAt(place) != key) place = (place + 1) & PLACE_MASK
  return place
}

/** Whether the decoder is to put a probe before the instruction at a linear address. */
export function isProbed(address: u64): bool {
  return load<u32>(CODE_PROBE_COUNT) != 0 && keyAt(placeOf(keyOf(address))) != EMPTY
}

/** False when there is no room for another address. */
export function addCodeProbe(address: u64): bool {
  const key = keyOf(address)
  const place = placeOf(key)
  if (keyAt(place) == key) return true
  const count = load<u32>(CODE_PROBE_COUNT)
  if (count >= CODE_PROBE_PLACES / 2) return false
  setKey(place, key)
  store<u32>(CODE_PROBE_COUNT, count + 1)
  dropCodeAt(address)
  return true
}

export function removeCodeProbe(address: u64): void {
  const place = placeOf(keyOf(address))
  if (keyAt(place) == EMPTY) return
  closeGap(place)
  store<u32>(CODE_PROBE_COUNT, load<u32>(CODE_PROBE_COUNT) - 1)
  dropCodeAt(address)
}

/** Empties a place and moves the keys behind it, so that every search still ends where its key is. */
function closeGap(gap: u32): void {
  for (let place = (gap + 1) & PLACE_MASK; keyAt(place) != EMPTY; place = (place + 1) & PLACE_MASK) {
    const fromHome = (place - homeOf(keyAt(place))) & PLACE_MASK
    if (fromHome < ((place - gap) & PLACE_MASK)) continue
    setKey(gap, keyAt(place))
    gap = place
  }
  setKey(gap, EMPTY)
}

/** No instruction was told of yet. */
export function forgetReached(): void {
  memory.fill(PROBE_STATE, 0xff, PROBE_STATE_SIZE)
  store<u32>(INTERRUPTED_NEXT, 0)
}

/** What RIP and RSP say was told of before and left; it is forgotten then. */
function takeInterrupted(): bool {
  for (let at: u32 = INTERRUPTED; at < INTERRUPTED + INTERRUPTED_CAPACITY * 16; at += 16) {
    if (load<u64>(at) != load<u64>(RIP) || load<u64>(at, 8) != load<u64>(RSP)) continue
    memory.fill(at, 0xff, 16)
    return true
  }
  return false
}

/** To be called when the instruction at RIP is left and may be resumed: if it was told of, it is not told of again. */
export function noteInterrupted(): void {
  if (load<i64>(REACHED_AT) != load<i64>(INSTANT)) return
  const next = load<u32>(INTERRUPTED_NEXT)
  const at: u32 = INTERRUPTED + next * 16
  store<u64>(at, load<u64>(RIP))
  store<u64>(at, load<u64>(RSP), 8)
  store<u32>(INTERRUPTED_NEXT, (next + 1) % INTERRUPTED_CAPACITY)
}

/** The operation of a probe's slot. Whoever is called may add and remove probes, and ask for the run to come back. */
export function reach(slot: u32): void {
  settle(slot)
  const instant = load<i64>(INSTANT)
  // An instruction that started again within its instant.
  if (load<i64>(REACHED_AT) == instant) return
  store<i64>(REACHED_AT, instant)
  if (takeInterrupted() && load<i64>(RESUMED_AT) == instant) return
  const changesBefore = codeChanges
  // Whoever is called may look at RFLAGS.
  materializeFlags()
  reached()
  if (load<u32>(BREAK_REQUEST)) {
    // After this instruction, not after all of its block.
    store<u32>(BREAK_REQUEST, 0)
    store<u32>(SINGLE_STEP_NEXT, STEP_AND_STOP)
    restart(slot)
  }
  if (codeChanges != changesBefore) restart(slot)
}
