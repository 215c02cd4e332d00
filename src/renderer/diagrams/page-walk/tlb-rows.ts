/** Which translations of the TLB a drawing of a walk shows. */
import type { PageWalk, TlbEntry } from '../../../shared/models/page-walk'
import { combinedRights, isQuery, isTlbHit, offsetMask } from './facts'

/** A person asked, and the TLB holds the answer. */
export const isHeldByTlb = (walk: PageWalk): boolean => isQuery(walk) && walk.tlb.lookup === 'hit'

/** The entry that answers: what the model says of page and frame. */
function answerOf(walk: PageWalk): TlbEntry | undefined {
  const { physicalAddress, pageSize, linearAddress, levels } = walk
  const isAnswered = isTlbHit(walk) || isHeldByTlb(walk)
  if (!isAnswered || physicalAddress === undefined || pageSize === undefined) return undefined
  const mask = offsetMask(pageSize)
  const permissions = walk.permissions ?? { ...combinedRights(levels), isGlobal: false }
  return {
    page: (linearAddress & ~mask) as TlbEntry['page'],
    frame: (physicalAddress & ~mask) as TlbEntry['frame'],
    size: pageSize,
    permissions,
  }
}

/** What was filled before, the last at the end. */
export function earlierFills(walk: PageWalk): readonly TlbEntry[] {
  const answer = answerOf(walk)
  return walk.tlb.recent.filter(({ page }) => page !== answer?.page)
}

/** The translation that the walk put there, or that answered. */
export const markedEntry = (walk: PageWalk): TlbEntry | undefined =>
  walk.tlb.filled ?? answerOf(walk)

/** How many earlier fills a window has room for. */
export const WINDOW_SLOTS = 1

/** The rows of a drawing in a window, from the top. */
export function windowRows(walk: PageWalk): readonly TlbEntry[] {
  const marked = markedEntry(walk)
  return [...earlierFills(walk).slice(-WINDOW_SLOTS), ...(marked ? [marked] : [])]
}
