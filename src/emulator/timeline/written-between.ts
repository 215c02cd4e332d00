/** What two checkpoints tell of the stretch between them without executing it: where it cannot have written. */
import type { Snapshot } from '../machine/machine-api'
import { sharesPage } from '../machine/page-store'
import { mayReach } from '../machine/written-words'

const PAGE_SIZE = 4096

/** Whether anything may have been stored into some bytes of RAM in between; when that is not known, it may. */
export function mayHaveWritten(
  from: Snapshot,
  to: Snapshot,
  address: number,
  length: number,
): boolean {
  const isKnown = to.written.since === from.written.until
  const end = address + length
  for (let at = address; at < end; at = pageEnd(at)) {
    if (sharesPage(from.pages, to.pages, at)) continue
    if (!isKnown || mayReach(to.written.words, at, Math.min(pageEnd(at), end) - at)) return true
  }
  return false
}

const pageEnd = (address: number) => (Math.floor(address / PAGE_SIZE) + 1) * PAGE_SIZE
