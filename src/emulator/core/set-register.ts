/**
 * Control registers that are set from outside of the guest, by a person who changes the past.
 * What follows from a register follows as it does after the instruction that loads it; what the processor could not
 * hold is refused, and so is a change of its mode, which takes more than one register.
 */
import {
  CR0, CR2, CR8, GDTR_BASE, IDTR_BASE, REGISTER_CR0, REGISTER_CR2, REGISTER_CR3, REGISTER_CR4, REGISTER_CR8,
  REGISTER_EFER, REGISTER_GDTR, REGISTER_IDTR,
} from './layout'
import {
  CR0_DEFINED, CR8_MOST, isConsistentCr0, isPossibleCr3, isPossibleCr4, setCr0, setCr3, setCr4, setReported,
} from './control'
import { isPossibleEfer, setEfer } from './model-specific'
import { CR0_ET, CR0_PE, CR0_PG } from './state'
import { isCanonical } from './tlb'

/** ET is wired to 1; PE and PG stay as they are. */
function isPossibleCr0(value: u64): bool {
  const changes = load<u64>(CR0) ^ value
  return !(value & ~CR0_DEFINED) && !(changes & (CR0_PE | CR0_PG | CR0_ET)) && isConsistentCr0(value)
}

/** Whether the processor, as it is now, could hold the value in REGISTER_…. */
export function canHold(register: u32, value: u64): bool {
  switch (register) {
    case REGISTER_CR0:
      return isPossibleCr0(value)
    case REGISTER_CR2:
      return true
    case REGISTER_CR3:
      return isPossibleCr3(value)
    case REGISTER_CR4:
      return isPossibleCr4(value)
    case REGISTER_CR8:
      return value <= CR8_MOST
    case REGISTER_EFER:
      return isPossibleEfer(value)
    case REGISTER_GDTR:
    case REGISTER_IDTR:
      return isCanonical(value)
    default:
      return false
  }
}

/** Sets a register to what it can hold; of GDTR and IDTR the base. */
export function setControl(register: u32, value: u64): void {
  switch (register) {
    case REGISTER_CR0:
      setCr0(value)
      return
    case REGISTER_CR3:
      setCr3(value)
      return
    case REGISTER_CR4:
      setCr4(value)
      return
    case REGISTER_EFER:
      setEfer(value)
      return
    case REGISTER_CR2:
      setReported(register, CR2, value)
      return
    case REGISTER_CR8:
      setReported(register, CR8, value)
      return
    case REGISTER_GDTR:
      setReported(register, GDTR_BASE, value)
      return
    case REGISTER_IDTR:
      setReported(register, IDTR_BASE, value)
      return
  }
}
