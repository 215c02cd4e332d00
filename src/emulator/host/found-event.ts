/** What a search has found, with what has to be looked up once about it. */
import type { PageWalk } from '../../shared/models/page-walk'
import { instant } from '../../shared/units'
import type { EventRecord } from '../query/event-record'
import type { LoadedMachine } from './loaded-machine'
import { softwareWalk } from './software-walk'

export interface FoundEvent {
  readonly record: EventRecord
  /** The branch of the run that it is on. */
  readonly branch: number
  /** Of an event of the program itself: the entries that it had read shortly before. */
  readonly software?: PageWalk
}

/** Events that the program makes, and that are about no address. */
const OF_THE_PROGRAM: ReadonlySet<string> = new Set([
  'mark',
  'text',
  'panic',
  'exec',
  'call',
  'ret',
])

/** Instructions between the last read and the event: enough to print a line without optimisation. */
const SHORTLY_BEFORE = 200_000

/** To be asked while the machine stands at the event, or right behind it. */
export function foundEvent(loaded: LoadedMachine, record: EventRecord): FoundEvent {
  const found = { record, branch: loaded.timeline.present() }
  if (!OF_THE_PROGRAM.has(record.kind)) return found
  const from = instant(Math.max(0, record.instant - SHORTLY_BEFORE))
  const software = softwareWalk(loaded, from)
  return { ...found, ...(software && { software }) }
}
