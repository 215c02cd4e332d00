/**
 * Serves an exception or interrupt, and what comes of it when its handler cannot be entered: another exception, a
 * double fault, or shutdown. SDM Vol. 3A, "Interrupt 8: Double Fault Exception (#DF)".
 */
import {
  ACTIVITY, ACTIVITY_SHUTDOWN, CHAIN, CHAIN_COUNT, CHAIN_DURING_DELIVERY, CHAIN_HAS_ERROR_CODE, CHAIN_LENGTH,
  CHAIN_LINK_SIZE, CR2, EVENT_RAISED, EVENT_SHUTDOWN, PENDING_CR2, PENDING_ERROR, PENDING_VECTOR, RIP, SOURCE_EXCEPTION,
  SOURCE_INTERRUPT, TOPIC_EXCEPTION,
} from './layout'
import { listens, openEvent } from './events'
import { DF, hasErrorCode, isContributory, PF } from './exceptions'
import { enterGate } from './gate'
import { noteInterrupted } from './probes'
import { clearPending, hasPending } from './system-memory'

/** Adds a link to the chain that a shutdown leaves for the reader, and reports the exception. */
function recordRaised(vector: u32, error: u32, cr2: u64, source: u32, delivered: i32): void {
  const hasError = source == SOURCE_EXCEPTION && hasErrorCode(vector)
  const count = load<u32>(CHAIN_COUNT)
  if (count < CHAIN_LENGTH) {
    const link: u32 = CHAIN + count * CHAIN_LINK_SIZE
    store<u32>(link, vector)
    store<u32>(link, (hasError ? CHAIN_HAS_ERROR_CODE : 0) | (delivered >= 0 ? CHAIN_DURING_DELIVERY : 0), 4)
    store<u64>(link, error, 8)
    store<u64>(link, cr2, 16)
    store<u32>(CHAIN_COUNT, count + 1)
  }
  if (source == SOURCE_INTERRUPT || !listens(TOPIC_EXCEPTION)) return
  const isDuring = delivered >= 0
  const record = openEvent(
    EVENT_RAISED,
    u32(hasError) | (u32(isDuring) << 1) | (vector << 8) | ((isDuring ? u32(delivered) : 0) << 16),
  )
  store<u64>(record, error, 24)
  store<u64>(record, cr2, 32)
}

/** Benign and contributory-then-page-fault pairs are served one after the other; the others merge. */
function isDoubleFault(first: u32, second: u32, source: u32): bool {
  if (source != SOURCE_EXCEPTION) return false
  if (isContributory(first)) return isContributory(second)
  return first == PF && (isContributory(second) || second == PF)
}

function shutDown(): void {
  store<u32>(ACTIVITY, ACTIVITY_SHUTDOWN)
  if (listens(TOPIC_EXCEPTION)) openEvent(EVENT_SHUTDOWN, 0)
}

/**
 * Serves `vector` with RIP and INSTANT exact. `source` says whose it is (SOURCE_…); the error code and CR2 are used by
 * vectors that have them. Afterwards RIP is at a handler, or the processor is shut down.
 */
export function deliverException(vector: u32, error: u32, cr2: u64, returnRip: u64, source: u32): void {
  let delivered = -1
  if (returnRip == load<u64>(RIP)) noteInterrupted()
  store<u32>(CHAIN_COUNT, 0)
  while (true) {
    recordRaised(vector, error, cr2, source, delivered)
    if (vector == PF && source == SOURCE_EXCEPTION) store<u64>(CR2, cr2)
    clearPending()
    enterGate(vector, error, returnRip, source)
    if (!hasPending()) return
    const second = load<u32>(PENDING_VECTOR)
    delivered = i32(vector)
    error = load<u32>(PENDING_ERROR)
    cr2 = load<u64>(PENDING_CR2)
    if (vector == DF && source == SOURCE_EXCEPTION) {
      recordRaised(second, error, cr2, SOURCE_EXCEPTION, delivered)
      if (second == PF) store<u64>(CR2, cr2)
      shutDown()
      return
    }
    if (isDoubleFault(vector, second, source)) {
      recordRaised(second, error, cr2, SOURCE_EXCEPTION, delivered)
      if (second == PF) store<u64>(CR2, cr2)
      delivered = i32(second)
      vector = DF
      error = 0
      cr2 = 0
    } else {
      vector = second
    }
    source = SOURCE_EXCEPTION
    returnRip = load<u64>(RIP)
  }
}
