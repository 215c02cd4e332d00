/** Tells of those instructions that queries ask for by name, as they retire. */
import { EVENT_RETIRED, TOPIC_INSTRUCTION } from './layout'
import { listens, openEvent } from './events'

/** RIP and INSTANT must be those of the instruction, and nothing of it may still fault. */
export function reportRetired(instruction: u32, operand: u64 = 0): void {
  if (listens(TOPIC_INSTRUCTION)) store<u64>(openEvent(EVENT_RETIRED, instruction), operand, 24)
}
