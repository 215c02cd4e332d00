/**
 * Records facts in the event ring, for topics that somebody listens to.
 * With no listener a caller's `listens` is one load and one test, and nothing is written.
 */
import {
  EVENT_CAPACITY, EVENT_COUNT, EVENT_FLAGS, EVENT_INSTANT, EVENT_KIND, EVENT_RING, EVENT_RIP, EVENT_SIZE, INSTANT, RIP,
  TOPICS,
} from './layout'
import { yieldSoon } from './slots'

// @ts-ignore: decorator
@inline
export function listens(topic: u32): bool {
  return (load<u32>(TOPICS) & topic) != 0
}

/** Gives all records to those who listen. They may look at the machine, whatever the core is at. */
// @ts-ignore: decorator
@external("machine", "drain")
export declare function drain(): void

/** Room for what one block may still report after the ring was found nearly full. */
const RESERVE: u32 = 512

/** Whether the ring must be drained before the run goes on. */
// @ts-ignore: decorator
@inline
export function isRingNearlyFull(): bool {
  return load<u32>(EVENT_COUNT) >= EVENT_CAPACITY - RESERVE
}

/**
 * Opens the next record and returns its address; the caller fills in the rest.
 * INSTANT and RIP must be exact. A ring that is nearly full ends the run at the next block, so that it can be drained;
 * a full one, which takes a block with more than RESERVE events, is drained at once.
 */
export function openEvent(kind: u32, flags: u32): u32 {
  let count = load<u32>(EVENT_COUNT)
  if (isRingNearlyFull()) yieldSoon()
  if (count >= EVENT_CAPACITY) {
    drain()
    count = min<u32>(load<u32>(EVENT_COUNT), EVENT_CAPACITY - 1)
  }
  store<u32>(EVENT_COUNT, count + 1)
  const record: u32 = EVENT_RING + count * EVENT_SIZE
  store<u32>(record, kind, EVENT_KIND)
  store<u32>(record, flags, EVENT_FLAGS)
  store<u64>(record, load<u64>(INSTANT), EVENT_INSTANT)
  store<u64>(record, load<u64>(RIP), EVENT_RIP)
  return record
}
