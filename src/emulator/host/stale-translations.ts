/** Translations that the TLB answers with though the page tables have been changed since. */
import type { StaleTranslation } from '../../shared/models/situation'
import { physicalAddress } from '../../shared/units'
import { PAGE_SIZES } from '../../shared/x86/paging'
import type { LoadedMachine } from './loaded-machine'
import { queryWalk } from './query-walk'

export function staleTranslations(loaded: LoadedMachine): readonly StaleTranslation[] {
  const { machine, observers } = loaded
  return observers['page-walk'].tlb().flatMap((entry) => {
    const { walk, isTlbHit } = machine.translate(entry.page, 'read')
    if (!isTlbHit) return []
    const { physicalAddress: now } = walk
    const frameNow = now === undefined ? undefined : now & ~(PAGE_SIZES[entry.size] - 1n)
    if (frameNow === entry.frame) return []
    const shown = queryWalk(loaded, entry.page, 'read')
    return [
      {
        entry,
        walk: shown,
        ...(frameNow !== undefined && { frameNow: physicalAddress(frameNow) }),
      },
    ]
  })
}
