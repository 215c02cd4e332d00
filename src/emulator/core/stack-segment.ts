/** Loads SS, and tells who listens. */
import { EVENT_STACK_SEGMENT, SS, TOPIC_INSTRUCTION } from './layout'
import { listens, openEvent } from './events'
import { segmentSelector, setSegment } from './state'

export function setStackSegment(selector: u16, base: u64, limit: u32, attributes: u32): void {
  const before = segmentSelector(SS)
  setSegment(SS, selector, base, limit, attributes)
  if (!listens(TOPIC_INSTRUCTION) || before == selector) return
  const record = openEvent(EVENT_STACK_SEGMENT, 0)
  store<u64>(record, before, 24)
  store<u64>(record, selector, 32)
}
