/** How a repeated string instruction ends a stretch and goes on: as after an interrupt between two elements. */
import { jumpTo } from './next'
import { noteInterrupted } from './probes'
import { rflags, RFLAGS_RF, rip, setRflags } from './state'

/**
 * Leaves RIP at the instruction, which has more to do. RF is set until it goes on, so that an interrupt pushes it so.
 * SDM Vol. 3B, "Instruction-Breakpoint Exception Condition".
 */
export function repeatAgain(): void {
  setRflags(rflags() | RFLAGS_RF)
  noteInterrupted()
  jumpTo(rip())
}
