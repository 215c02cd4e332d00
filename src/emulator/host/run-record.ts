/** What a session remembers of one branch of a run, whatever instant it shows: when things happened, what was printed. */
import { instant, type Instant } from '../../shared/units'
import type { GuestInput, LoggedInput } from '../machine/input-log'
import { createEventLanes, type EventLanes } from '../timeline/event-lanes'
import { createSerialText, type SerialText } from './serial-text'

export interface RunRecord {
  readonly lanes: EventLanes
  readonly serial: SerialText
  /** The inputs of the branch, those that lie ahead included; looked at when `revision` is another than before. */
  knowInputs(revision: number, inputs: () => readonly LoggedInput[]): void
  /** The record of a branch that leaves this one at an instant. */
  branch(now: Instant): RunRecord
  /** Forgets what was done from an instant on. */
  dropFrom(now: Instant): void
}

/** The detail of a lane's label. */
const inputKind = (input: GuestInput): number =>
  input.type === 'keys' ? 0 : input.type === 'serial' ? 1 : 2

export function createRunRecord(
  lanes: EventLanes = createEventLanes(),
  serial: SerialText = createSerialText(),
): RunRecord {
  let knownInputs: number | undefined

  return {
    lanes,
    serial,
    knowInputs(revision, inputs) {
      if (revision === knownInputs) return
      knownInputs = revision
      lanes.put(
        'inputs',
        inputs().map(({ instant: at, input }) => [at, inputKind(input)] as const),
      )
    },
    branch(now) {
      const past = lanes.copy()
      // What is noted for an instant is done by the instruction that begins there.
      past.dropAfter(instant(now - 1))
      return createRunRecord(past, serial.branch(now))
    },
    dropFrom(now) {
      lanes.dropAfter(instant(now - 1))
      serial.dropFrom(now)
      knownInputs = undefined
    },
  }
}
