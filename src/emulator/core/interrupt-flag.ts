/** Loads RFLAGS where system flags may change, and tells whoever waits for an interrupt what became of RFLAGS.IF. */
import { EVENT_INTERRUPT_FLAG, EVENT_RFLAGS, REQUEST_WAITS, SHADOW, TOPIC_INSTRUCTION } from './layout'
import { listens, openEvent } from './events'
import {
  rflags, RFLAGS_AC, RFLAGS_ID, RFLAGS_IF, RFLAGS_IOPL, RFLAGS_NT, RFLAGS_TF, RFLAGS_VM, setRflags,
} from './state'

/** What SDM Vol. 1, "System Flags and IOPL Field", lists, without RF. */
const SYSTEM_FLAGS: u64 = RFLAGS_TF | RFLAGS_IF | RFLAGS_IOPL | RFLAGS_NT | RFLAGS_VM | RFLAGS_AC | RFLAGS_ID

function reportInterruptFlag(): void {
  openEvent(EVENT_INTERRUPT_FLAG, u32((rflags() & RFLAGS_IF) != 0) | (u32(load<u32>(SHADOW) != 0) << 1))
}

function reportFlags(before: u64, after: u64): void {
  const record = openEvent(EVENT_RFLAGS, 0)
  store<u64>(record, before, 24)
  store<u64>(record, after, 32)
}

/** RIP and INSTANT must be exact. */
export function changeRflags(value: u64): void {
  const before = rflags()
  setRflags(value)
  if (load<u32>(REQUEST_WAITS) && (before ^ value) & RFLAGS_IF) reportInterruptFlag()
  if (listens(TOPIC_INSTRUCTION) && (before ^ value) & SYSTEM_FLAGS) reportFlags(before, value)
}

/** STI or MOV SS keeps interrupts out until the next instruction has retired. */
export function holdInterrupts(shadow: u32): void {
  store<u32>(SHADOW, shadow)
  if (load<u32>(REQUEST_WAITS)) reportInterruptFlag()
}
