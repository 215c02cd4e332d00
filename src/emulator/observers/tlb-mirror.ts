/**
 * Which translations the TLB has taken in and not lost again, as far as events tell.
 *
 * Knows nothing of the TLB's capacity: a translation that was displaced by another stays listed
 * until it is filled again or flushed.
 */
import type { AddressRefused, PageWalkCompleted, TlbFlushed } from '../../shared/events'
import type { TlbEntry } from '../../shared/models/page-walk'
import { linearAddress, physicalAddress } from '../../shared/units'
import { PAGE_SIZES } from '../../shared/x86/paging'

/** More than any diagram shows, and enough to survive a flush of single pages. */
const CAPACITY = 64

/** The translation that a successful walk puts into the TLB. */
export function translationOf(walk: PageWalkCompleted | AddressRefused): TlbEntry | undefined {
  const { physicalAddress: physical, pageSize: size, permissions } = walk
  if (physical === undefined || size === undefined || permissions === undefined) return undefined
  const mask = PAGE_SIZES[size] - 1n
  return {
    page: linearAddress(walk.linearAddress & ~mask),
    frame: physicalAddress(physical & ~mask),
    size,
    permissions,
  }
}

/** The entries after a fill, most recent last. */
export const afterFill = (entries: readonly TlbEntry[], filled: TlbEntry): readonly TlbEntry[] =>
  [...entries.filter(({ page }) => page !== filled.page), filled].slice(-CAPACITY)

const covers = ({ page, size }: TlbEntry, address: bigint): boolean =>
  address >= page && address < page + PAGE_SIZES[size]

/** SDM Vol. 3A, "Invalidation of TLBs and Paging-Structure Caches". */
export function afterFlush(entries: readonly TlbEntry[], flush: TlbFlushed): readonly TlbEntry[] {
  switch (flush.scope) {
    case 'all':
      return []
    case 'non-global':
      return entries.filter(({ permissions }) => permissions.isGlobal)
    case 'page': {
      const address = flush.linearAddress
      return address === undefined ? entries : entries.filter((entry) => !covers(entry, address))
    }
  }
}
