/**
 * Ends an instruction by an exception.
 * The instruction must not have changed anything yet: a fault restarts it. SDM Vol. 3A, "Exception Classifications".
 */
import { BUDGET, INSTANT, PENDING_CR2, PENDING_ERROR, PENDING_VECTOR, RIP, SOURCE_EXCEPTION } from './layout'
import { deliverException } from './deliver'
import { GP, SS } from './exceptions'
import { held, left, nextRipOf, setLeft, settle, SLOT_FLAGS, SLOT_IS_STACK, unretiredOf } from './slots'
import { isWatching, withdrawAccesses } from './watches'

/** Throws on the other side of the border, which unwinds the core's call stack; run() is then called again. */
// @ts-ignore: decorator
@external("machine", "unwind")
declare function unwind(): void

/** What an exception costs: one instruction of the budget, so that no guest can fault for ever within one run. */
function chargeDelivery(slot: u32): void {
  setLeft(left + unretiredOf(slot) - 1)
  store<i64>(BUDGET, left + held)
  store<i64>(INSTANT, load<i64>(INSTANT) + 1)
}

/** A fault: RIP stays at the instruction. */
export function raise(slot: u32, vector: u32, error: u32): void {
  settle(slot)
  deliverException(vector, error, 0, load<u64>(RIP), SOURCE_EXCEPTION)
  chargeDelivery(slot)
  unwind()
}

/** Raises what an access left in PENDING_…. */
export function raisePending(slot: u32): void {
  settle(slot)
  let vector = load<u32>(PENDING_VECTOR)
  if (vector == GP && (load<u32>(slot, SLOT_FLAGS) & SLOT_IS_STACK)) vector = SS
  deliverException(vector, load<u32>(PENDING_ERROR), load<u64>(PENDING_CR2), load<u64>(RIP), SOURCE_EXCEPTION)
  chargeDelivery(slot)
  unwind()
}

/** A trap (INT3, INTO) or INT n: the return address is the next instruction's. */
export function raiseAfter(slot: u32, vector: u32, source: u32): void {
  settle(slot)
  deliverException(vector, 0, 0, nextRipOf(slot), source)
  chargeDelivery(slot)
  unwind()
}

/** Starts the instruction again without an exception: nothing retired, nothing charged. */
export function restart(slot: u32): void {
  settle(slot)
  if (isWatching()) withdrawAccesses()
  setLeft(left + unretiredOf(slot))
  store<i64>(BUDGET, left + held)
  unwind()
}
