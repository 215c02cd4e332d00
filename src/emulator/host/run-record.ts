/** What a session remembers of one branch of a run, whatever instant it shows: when things happened, what was printed. */
import { instant, type Instant } from '../../shared/units'
import { createEventLanes, type EventLanes } from '../timeline/event-lanes'
import { createSerialText, type SerialText } from './serial-text'

export interface RunRecord {
  readonly lanes: EventLanes
  readonly serial: SerialText
  /** The record of a branch that leaves this one at an instant. */
  branch(now: Instant): RunRecord
  /** Forgets what was done from an instant on. */
  dropFrom(now: Instant): void
}

export function createRunRecord(
  lanes: EventLanes = createEventLanes(),
  serial: SerialText = createSerialText(),
): RunRecord {
  return {
    lanes,
    serial,
    branch(now) {
      const past = lanes.copy()
      // What is noted for an instant is done by the instruction that begins there.
      past.dropAfter(instant(now - 1))
      return createRunRecord(past, serial.branch(now))
    },
    dropFrom(now) {
      lanes.dropAfter(instant(now - 1))
      serial.dropFrom(now)
    },
  }
}
