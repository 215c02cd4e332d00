/** Goes to an instant of a saved session without a window. */
import type { FoundWrite } from '../../shared/protocol'
import type { Instant, LinearAddress } from '../../shared/units'
import { compileCore } from '../machine/webassembly'
import { openSession } from './saved-session'
import { beginWriteSearch } from './write-search'

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

/**
 * The last store into the byte at an address before the instant where the session was saved, if there is one.
 * Throws `SessionFileError`, or `RangeError` when no byte of RAM is at the address.
 */
export function findWriter(
  coreWasm: Uint8Array,
  bytes: Uint8Array,
  address: LinearAddress,
): FoundWrite | undefined {
  const search = beginWriteSearch(openSession(compileCore(coreWasm), bytes), address)
  for (;;) {
    const step = search.next()
    if (step.isOver) return step.answer?.type === 'write-found' ? step.answer.write : undefined
  }
}
