/** Goes to an instant of a saved session without a window. */
import type { FoundWrite } from '../../shared/protocol'
import type { Instant } from '../../shared/units'
import type { WriteTarget } from '../../shared/write-target'
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
 * Who changed something last before the instant where the session was saved, if anybody did.
 * Throws `SessionFileError`, or `RangeError` when it is no byte of RAM.
 */
export function findWriter(
  coreWasm: Uint8Array,
  bytes: Uint8Array,
  target: WriteTarget,
): FoundWrite | undefined {
  const search = beginWriteSearch(openSession(compileCore(coreWasm), bytes), target)
  for (;;) {
    const step = search.next()
    if (step.isOver) return step.answer?.type === 'write-found' ? step.answer.write : undefined
  }
}
