/**
 * The translation that an event is about which was asked for, as long as the machine stands right before or right behind
 * it. Before, it is a question; behind, it is the processor's walk or, where it made none, the answer of the TLB. An event
 * of the program that is about no address is shown with the entries that the program had read by itself.
 */
import type { MemoryAccess } from '../../shared/events/page-walk'
import type { PageWalk, TranslatedSegment } from '../../shared/models/page-walk'
import { linearAddress, physicalAddress, type LinearAddress } from '../../shared/units'
import type { EventRecord, Fields, Value } from '../query/event-record'
import { ACCESS_LETTERS } from '../query/record-walk'
import type { FoundEvent } from './found-event'
import type { LoadedMachine } from './loaded-machine'
import { queryWalk } from './query-walk'

type AccessOf = (fields: Fields) => MemoryAccess

const told: AccessOf = ({ access }) =>
  (['read', 'write', 'execute'] as const).find((one) => ACCESS_LETTERS[one] === access) ?? 'read'
const always =
  (access: MemoryAccess): AccessOf =>
  () =>
    access

interface About {
  readonly access: AccessOf
  /** The processor translates the address then; else the event is one of its tables or of the TLB. */
  readonly isAccess: boolean
}

const ABOUT: Readonly<Record<string, About>> = {
  read: { access: always('read'), isAccess: true },
  write: { access: always('write'), isAccess: true },
  walk: { access: told, isAccess: true },
  fault: { access: told, isAccess: true },
  'tlb hit': { access: told, isAccess: true },
  'tlb fill': { access: told, isAccess: true },
  'tlb flush': { access: told, isAccess: false },
  pte: { access: told, isAccess: false },
}

const addressIn = (value: Value | undefined): LinearAddress | undefined =>
  typeof value === 'bigint' ? linearAddress(value) : undefined

/** Undefined where the event is about no address, or the machine stands elsewhere. */
export function foundTranslation(
  loaded: LoadedMachine,
  { record, branch, software }: FoundEvent,
): PageWalk | undefined {
  const { machine, timeline, observers } = loaded
  const { kind, fields, arguments: words, instant } = record
  const about = ABOUT[[kind, ...(kind === 'tlb' ? words : [])].join(' ')]
  const address = addressIn(fields['va'] ?? fields['cr2'])
  const passed = machine.instant() - instant
  if ((passed !== 0 && passed !== 1) || timeline.present() !== branch) return undefined
  if (!about || address === undefined) return software
  const access = about.access(fields)
  if (passed === 0 || !about.isAccess) return queryWalk(loaded, address, access)
  return (
    observers['page-walk'].walkAt(instant, address) ?? answerOfTlb(loaded, record, address, access)
  )
}

/** An access that took no walk. What the tables say is shown as they are; the address is the one that was used. */
function answerOfTlb(
  loaded: LoadedMachine,
  { fields, instant }: EventRecord,
  address: LinearAddress,
  access: MemoryAccess,
): PageWalk {
  const asked = queryWalk(loaded, address, access)
  const { pa, rip } = fields
  const segment = segmentOf(loaded, fields, address)
  if (asked.outcome !== 'mapped' || typeof pa !== 'bigint') return asked
  return {
    ...asked,
    origin: 'processor',
    instant,
    physicalAddress: physicalAddress(pa),
    // While paging is off nobody asks the TLB.
    tlb: { ...asked.tlb, lookup: asked.levels.length > 0 ? 'hit' : 'miss' },
    ...(typeof rip === 'bigint' && { instruction: loaded.lookup.instruction(linearAddress(rip)) }),
    ...(segment && { segment }),
  }
}

function segmentOf(
  { machine }: LoadedMachine,
  { seg }: Fields,
  address: LinearAddress,
): TranslatedSegment | undefined {
  const name = seg === 'fs' ? 'FS' : seg === 'gs' ? 'GS' : undefined
  const base = machine.processor().segments.find((one) => one.name === name)?.base
  if (name === undefined || base === undefined) return undefined
  return { name, base, offset: BigInt.asUintN(64, address - base) }
}
