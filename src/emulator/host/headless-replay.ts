/** Goes to an instant of a saved session without a window. */
import type { Instant } from '../../shared/units'
import { compileCore } from '../machine/webassembly'
import { openSession } from './saved-session'

export { SessionFileError } from '../timeline/session-file'

export interface Replayed {
  /** What the serial port had printed by then. */
  readonly serial: string
  readonly stateHash: string
}

/** At the instant where the session was saved unless another one is asked for; throws `SessionFileError`. */
export function replaySession(coreWasm: Uint8Array, bytes: Uint8Array, at?: Instant): Replayed {
  const { machine, timeline, record } = openSession(compileCore(coreWasm), bytes)
  if (at !== undefined) timeline.seek(at)
  record().serial.forget()
  return {
    serial: record().serial.take(machine.instant())?.appended ?? '',
    stateHash: machine.stateHash(),
  }
}
