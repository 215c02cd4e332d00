/**
 * Which address spaces are shown in place of a walk: those that somebody chose and, while the machine stands at a write to
 * CR3 that was found, the one that it leaves beside the one that it enters.
 */
import type { SpaceLook } from '../../shared/models/space-map'
import { pml4Address } from '../../shared/x86/paging'
import type { FoundEvent } from './found-event'
import type { LoadedMachine } from './loaded-machine'
import type { Shown } from './session-context'

/** Whether what was found is about a whole space: no address is. */
export const isOfSpace = (found: FoundEvent | undefined): boolean =>
  found?.record.kind === 'reg' && found.record.arguments[0] === 'cr3'

export function shownSpace(
  loaded: LoadedMachine,
  { found, space }: Pick<Shown, 'found' | 'space'>,
): SpaceLook | undefined {
  const both = found && isOfSpace(found) ? writtenSpaces(loaded, found) : undefined
  return space || both ? { ...both, ...space } : undefined
}

/** Before the write and behind it. Undefined where the machine stands elsewhere. */
function writtenSpaces(
  { machine, timeline }: LoadedMachine,
  { record: { instant, fields }, branch }: FoundEvent,
): SpaceLook | undefined {
  const passed = machine.instant() - instant
  if ((passed !== 0 && passed !== 1) || timeline.present() !== branch) return undefined
  const [before, behind] = [fields['old'], fields['new']].map((value) =>
    pml4Address(typeof value === 'bigint' ? value : 0n),
  )
  const beside = passed === 0 ? behind : before
  return beside === undefined || beside === 0n || before === behind ? {} : { beside }
}
