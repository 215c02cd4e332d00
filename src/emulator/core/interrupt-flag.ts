/** Loads RFLAGS where system flags may change, and tells whoever waits for an interrupt what became of RFLAGS.IF. */
import { EVENT_INTERRUPT_FLAG, REQUEST_WAITS, SHADOW } from './layout'
import { openEvent } from './events'
import { rflags, RFLAGS_IF, setRflags } from './state'

function reportInterruptFlag(): void {
  openEvent(EVENT_INTERRUPT_FLAG, u32((rflags() & RFLAGS_IF) != 0) | (u32(load<u32>(SHADOW) != 0) << 1))
}

/** RIP and INSTANT must be exact. */
export function changeRflags(value: u64): void {
  const before = rflags()
  setRflags(value)
  if (load<u32>(REQUEST_WAITS) && (before ^ value) & RFLAGS_IF) reportInterruptFlag()
}

/** STI or MOV SS keeps interrupts out until the next instruction has retired. */
export function holdInterrupts(shadow: u32): void {
  store<u32>(SHADOW, shadow)
  if (load<u32>(REQUEST_WAITS)) reportInterruptFlag()
}
