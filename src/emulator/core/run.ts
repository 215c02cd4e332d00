/**
 * The run loop: between blocks it looks at all that may happen between two instructions, in the order of
 * SDM Vol. 3A, "Priority Among Concurrent Events".
 */
import {
  ACTIVITY, ACTIVITY_HALTED, ACTIVITY_RUNNING, ACTIVITY_SHUTDOWN, BREAK_REQUEST, BUDGET, DEBUG, ENTERING, EVENT_ENTERED,
  INSTANT, INTR, NMI, NMI_BLOCKED, NMI_PENDING, PENDING_CR2, PENDING_ERROR, PENDING_VECTOR, RESUMED_AT, SHADOW,
  SHADOW_MOV_SS, SINGLE_STEP_NEXT, SOURCE_EXCEPTION, SOURCE_INTERRUPT, SOURCE_NMI, STEP_AND_STOP, STOP, STOP_BUDGET,
  STOP_HALTED, STOP_REQUESTED, STOP_RING_FULL, STOP_SHUTDOWN, TRAP,
} from './layout'
import { findBlock, findSingle } from './blocks'
import { deliverException } from './deliver'
import { isRingNearlyFull, openEvent } from './events'
import { DB } from './exceptions'
import { execute } from './execute'
import { materializeFlags } from './flags'
import { beginBudget, BLOCK_COUNT, end, held, left, setLeft } from './slots'
import { rflags, RFLAGS_IF, RFLAGS_RF, RFLAGS_TF, rip, RSP, setRflags } from './state'
import { clearPending } from './system-memory'

// @ts-ignore: decorator
@external("machine", "acknowledge")
declare function acknowledge(): i32

const NMI_VECTOR: u32 = 2
/** DR6.BS: the trap is a single step's. */
const DR6_BS: u64 = 1 << 14

function serve(vector: u32, error: u32, cr2: u64, source: u32): void {
  deliverException(vector, error, cr2, rip(), source)
  setLeft(left - 1)
}

function serveInterrupt(): void {
  const answer = u32(acknowledge())
  serve(answer & 0xff, 0, 0, SOURCE_INTERRUPT)
}

function serveSingleStep(): void {
  store<u32>(TRAP, 0)
  store<u64>(DEBUG + 6 * 8, load<u64>(DEBUG + 6 * 8) | DR6_BS)
  serve(DB, 0, 0, SOURCE_EXCEPTION)
}

function serveNmi(): void {
  store<u32>(NMI, NMI_BLOCKED)
  serve(NMI_VECTOR, 0, 0, SOURCE_NMI)
}

// @ts-ignore: decorator
@inline
function isNmiDue(): bool {
  return load<u32>(NMI) == NMI_PENDING
}

// @ts-ignore: decorator
@inline
function isInterruptDue(): bool {
  return load<u32>(INTR) != 0 && (rflags() & RFLAGS_IF) != 0
}

/** Whether something ends HLT: a single step of HLT itself, an NMI, an interrupt. */
function isWakeDue(): bool {
  return load<u32>(TRAP) != 0 || isNmiDue() || isInterruptDue()
}

/** Why the loop must come back now; −1 to go on. */
function stopReason(): i32 {
  if (load<u32>(ACTIVITY) == ACTIVITY_SHUTDOWN) return STOP_SHUTDOWN
  if (held > 0 || isRingNearlyFull()) return STOP_RING_FULL
  if (load<u32>(BREAK_REQUEST)) {
    store<u32>(BREAK_REQUEST, 0)
    return STOP_REQUESTED
  }
  if (load<u32>(ACTIVITY) == ACTIVITY_HALTED && !isWakeDue()) return STOP_HALTED
  return left <= 0 ? STOP_BUDGET : -1
}

/** Serves one thing that comes before the next instruction; false when nothing does. */
function serveBetween(): bool {
  if (load<u32>(TRAP)) {
    serveSingleStep()
    return true
  }
  if (load<u32>(SHADOW)) return false
  if (isNmiDue()) {
    store<u32>(ACTIVITY, ACTIVITY_RUNNING)
    serveNmi()
    return true
  }
  if (isInterruptDue()) {
    store<u32>(ACTIVITY, ACTIVITY_RUNNING)
    serveInterrupt()
    return true
  }
  return false
}

/** The first instruction of a handler could be fetched, and is about to be executed. */
function reportEntered(): void {
  const record = openEvent(EVENT_ENTERED, load<u32>(ENTERING) << 8)
  store<u64>(record, load<u64>(RSP), 24)
  store<u64>(record, rflags(), 32)
  store<i32>(ENTERING, -1)
}

/** RF is for one instruction, which it lets pass by a breakpoint that was met before. */
function resume(): void {
  setRflags(rflags() & ~RFLAGS_RF)
  store<i64>(RESUMED_AT, load<i64>(INSTANT))
}

/** Executes from RIP on: one instruction after STI or MOV SS, with RFLAGS.TF or when asked to; else all there are. */
function proceed(): void {
  const isTraced = (rflags() & RFLAGS_TF) != 0
  const isSingle = isTraced || (load<u32>(SHADOW) | load<u32>(SINGLE_STEP_NEXT)) != 0
  clearPending()
  let block = isSingle ? findSingle(rip()) : findBlock(rip())
  if (!block) {
    store<u32>(SHADOW, 0)
    serve(load<u32>(PENDING_VECTOR), load<u32>(PENDING_ERROR), load<u64>(PENDING_CR2), SOURCE_EXCEPTION)
    return
  }
  if (i64(load<u32>(block, BLOCK_COUNT)) > left) block = findSingle(rip(), u32(left))
  store<u32>(SHADOW, 0)
  if (load<u32>(SINGLE_STEP_NEXT) == STEP_AND_STOP) store<u32>(BREAK_REQUEST, 1)
  store<u32>(SINGLE_STEP_NEXT, 0)
  if (rflags() & RFLAGS_RF) resume()
  if (load<i32>(ENTERING) >= 0) reportEntered()
  execute(block)
  if (isTraced && load<u32>(SHADOW) != SHADOW_MOV_SS) store<u32>(TRAP, 1)
}

/** Runs until the budget is used up or STOP says what else; see the exports in index.ts. */
export function run(): void {
  beginBudget(load<i64>(BUDGET))
  let reason: i32 = -1
  while (true) {
    store<i64>(INSTANT, end - left)
    reason = stopReason()
    if (reason >= 0) break
    if (!serveBetween()) proceed()
  }
  materializeFlags()
  store<i64>(BUDGET, left + held)
  store<u32>(STOP, u32(reason))
}
