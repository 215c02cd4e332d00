/**
 * What the delivery at hand has read, tested and chosen so far, kept as the record that tells of it.
 * Knows nothing of what the checks mean: gate.ts and handler-stack.ts make them.
 */
import {
  ATTEMPT, DELIVERED_CODE, DELIVERED_CODE_ADDRESS, DELIVERED_FRAME, DELIVERED_FRAME_TOP, DELIVERED_FRAME_WORDS,
  DELIVERED_GATE, DELIVERED_GATE_ADDRESS, DELIVERED_IDTR_BASE, DELIVERED_IDTR_LIMIT, DELIVERED_POINTER,
  DELIVERED_POINTER_ADDRESS, DELIVERED_PROGRESS, DELIVERED_RFLAGS, DELIVERED_RSP_BEFORE, DELIVERED_TSS_BASE,
  DELIVERED_TSS_LIMIT, EVENT_DATA, EVENT_SIZE, IDTR_BASE, IDTR_LIMIT, PROGRESS_HAS_CODE, PROGRESS_HAS_GATE,
  PROGRESS_HAS_POINTER, PROGRESS_HAS_STACK, PROGRESS_HAS_TOP, PROGRESS_IS_INNER, PROGRESS_USES_TSS, TR,
} from './layout'
import { openEvent } from './events'
import { rflags, RSP, segmentBase, segmentLimit } from './state'

const CHECK: u32 = 0xff
const WORD_COUNT: u32 = 1 << 16
const WORD_COUNT_BITS: u32 = 7 << 16
const WORD_SIZE_SHIFT: u32 = 20

// @ts-ignore: decorator
@inline
function progress(): u32 {
  return load<u32>(ATTEMPT, DELIVERED_PROGRESS)
}

// @ts-ignore: decorator
@inline
function add(bits: u32): void {
  store<u32>(ATTEMPT, progress() | bits, DELIVERED_PROGRESS)
}

/** RFLAGS must be explicit. `gate` is the linear address of the vector's gate. */
export function beginAttempt(gate: u64): void {
  store<u32>(ATTEMPT, 0, DELIVERED_PROGRESS)
  store<u64>(ATTEMPT, gate, DELIVERED_GATE_ADDRESS)
  store<u64>(ATTEMPT, load<u64>(IDTR_BASE), DELIVERED_IDTR_BASE)
  store<u32>(ATTEMPT, load<u32>(IDTR_LIMIT), DELIVERED_IDTR_LIMIT)
  store<u64>(ATTEMPT, load<u64>(RSP), DELIVERED_RSP_BEFORE)
  store<u64>(ATTEMPT, rflags(), DELIVERED_RFLAGS)
}

/** The check that is made next: if it fails, it is the last. */
// @ts-ignore: decorator
@inline
export function check(which: u32): void {
  store<u32>(ATTEMPT, (progress() & ~CHECK) | which, DELIVERED_PROGRESS)
}

export function noteGate(low: u64, high: u64): void {
  store<u64>(ATTEMPT, low, DELIVERED_GATE)
  store<u64>(ATTEMPT, high, DELIVERED_GATE + 8)
  add(PROGRESS_HAS_GATE)
}

export function noteCode(address: u64, descriptor: u64): void {
  store<u64>(ATTEMPT, address, DELIVERED_CODE_ADDRESS)
  store<u64>(ATTEMPT, descriptor, DELIVERED_CODE)
  add(PROGRESS_HAS_CODE)
}

/** The stack pointer is to come from the TSS. */
export function noteTss(): void {
  store<u64>(ATTEMPT, segmentBase(TR), DELIVERED_TSS_BASE)
  store<u32>(ATTEMPT, segmentLimit(TR), DELIVERED_TSS_LIMIT)
  add(PROGRESS_USES_TSS)
}

/** The stack pointer, which stands at an offset of the TSS. */
export function notePointer(offset: u32, value: u64): void {
  store<u64>(ATTEMPT, segmentBase(TR) + offset, DELIVERED_POINTER_ADDRESS)
  store<u64>(ATTEMPT, value, DELIVERED_POINTER)
  add(PROGRESS_HAS_POINTER)
}

export function noteInner(): void {
  add(PROGRESS_IS_INNER)
}

/** The stack is chosen: where its frame will begin, and of what words. */
export function noteFrame(top: u64, size: u32, hasStack: bool): void {
  store<u64>(ATTEMPT, top, DELIVERED_FRAME_TOP)
  add(PROGRESS_HAS_TOP | (hasStack ? PROGRESS_HAS_STACK : 0) | (size << WORD_SIZE_SHIFT))
}

export function noteWord(value: u64): void {
  const count = (progress() & WORD_COUNT_BITS) / WORD_COUNT
  if (count >= DELIVERED_FRAME_WORDS) return
  store<u64>(ATTEMPT + 8 * count, value, DELIVERED_FRAME)
  store<u32>(ATTEMPT, progress() + WORD_COUNT, DELIVERED_PROGRESS)
}

/** Tells of the attempt; returns the record, whose common part the caller fills in. */
export function reportAttempt(kind: u32, flags: u32): u32 {
  const record = openEvent(kind, flags)
  memory.copy(record + EVENT_DATA, ATTEMPT + EVENT_DATA, EVENT_SIZE - EVENT_DATA)
  return record
}
