/** Translates an address that a person asked about, as the model of a walk that changed nothing. */
import type { MemoryAccess } from '../../shared/events/page-walk'
import type { PageWalk } from '../../shared/models/page-walk'
import type { LinearAddress } from '../../shared/units'
import { pageWalkModel } from '../observers/page-walk-model'
import type { LoadedMachine } from './loaded-machine'

const SHOWN_TLB_ENTRIES = 3

export function queryWalk(
  { machine, lookup, observers }: LoadedMachine,
  address: LinearAddress,
  access: MemoryAccess,
): PageWalk {
  const { walk, isTlbHit } = machine.translate(address, access)
  const recent = observers['page-walk'].tlb().slice(-SHOWN_TLB_ENTRIES)
  const tlb = { lookup: isTlbHit ? ('hit' as const) : ('miss' as const), recent }
  return pageWalkModel(walk, { sequence: 0, origin: 'query', tlb }, lookup)
}
