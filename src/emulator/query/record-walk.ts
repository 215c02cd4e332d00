/** Page walks and invalidations as events: `walk`, `tlb fill`, `tlb flush`. */
import type {
  AddressRefused,
  MemoryAccess,
  PageWalkCompleted,
  TlbFlushed,
  WalkOutcome,
} from '../../shared/events'
import type { Fields } from './event-record'
import type { Fact } from './recorder'

const RESULTS: Readonly<Record<Exclude<WalkOutcome, 'non-canonical'>, string>> = {
  mapped: 'ok',
  'not-present': 'np',
  'not-writable': 'prot',
  'not-user': 'prot',
  'not-executable': 'prot',
  smep: 'prot',
  smap: 'prot',
  reserved: 'rsvd',
}

export const ACCESS_LETTERS: Readonly<Record<MemoryAccess, string>> = {
  read: 'r',
  write: 'w',
  execute: 'x',
}

export function walkFacts(event: PageWalkCompleted | AddressRefused | TlbFlushed): readonly Fact[] {
  if (event.type === 'page-walk.tlb-flushed') return [flushFact(event)]
  // Nothing was walked: the fault that follows is the event.
  if (event.type === 'page-walk.refused') return []
  const walk = walkFact(event)
  return event.outcome === 'mapped' ? [walk, fillFact(event)] : [walk]
}

function walkFact(event: PageWalkCompleted): Fact {
  const { linearAddress, steps, outcome, access, cr3, rip } = event
  const level = (index: number) => BigInt(4 - index)
  const fields = {
    ...pageFields(event),
    va: linearAddress,
    steps: steps.map(({ address, value }, index) => ({
      level: level(index),
      pa: address,
      entry: value,
    })),
    ...(outcome !== 'non-canonical' && { result: RESULTS[outcome] }),
    access: ACCESS_LETTERS[access],
    cr3,
    rip,
    ...(steps.length > 0 && { stop: level(steps.length - 1) }),
  }
  return { kind: 'walk', arguments: [], fields }
}

/** Of an address that is mapped. */
const pageFields = ({ physicalAddress, pageSize }: PageWalkCompleted): Fields => ({
  ...(physicalAddress !== undefined && { pa: physicalAddress }),
  ...(pageSize !== undefined && { size: pageSize }),
})

const fillFact = (event: PageWalkCompleted): Fact => ({
  kind: 'tlb',
  arguments: ['fill'],
  fields: {
    ...pageFields(event),
    va: event.linearAddress,
    access: ACCESS_LETTERS[event.access],
    rip: event.rip,
  },
})

const flushFact = ({ scope, linearAddress, rip }: TlbFlushed): Fact => ({
  kind: 'tlb',
  arguments: ['flush'],
  fields: {
    scope: scope === 'non-global' ? 'nonglobal' : scope,
    rip,
    ...(linearAddress !== undefined && { va: linearAddress }),
  },
})
