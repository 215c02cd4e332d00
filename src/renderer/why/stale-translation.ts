/** Why a change of the page tables is not seen: the TLB still answers with the old translation. */
import { formatHex } from '../../shared/format'
import type { Situation, StaleTranslation } from '../../shared/models/situation'
import { entryName } from '../diagrams/page-walk/facts'
import { link, say } from './explanation'
import type { Answer } from './question'

/** More are told as a number. */
const MOST_TOLD = 3

export function staleTranslation({ stale }: Situation): readonly Answer[] {
  return stale.slice(0, MOST_TOLD).map(answerFor)
}

function answerFor({ entry, walk, frameNow }: StaleTranslation): Answer {
  const leaf = walk.levels.at(-1)
  const page = formatHex(entry.page)
  const name = leaf ? entryName(leaf) : 'The tables'
  const now =
    frameNow === undefined
      ? 'says that nothing is mapped'
      : `leads to frame ${formatHex(frameNow, 8)}`
  const isGlobal = entry.permissions.isGlobal
  return {
    question: `Why is the new mapping of ${page} not used?`,
    paragraph: [
      say`${link(name, { kind: 'translation', address: entry.page, access: 'read' })} was changed and now ${now}.`,
      say`The TLB took in the page before that, with frame ${formatHex(entry.frame, 8)}, and nothing has invalidated it since: no INVLPG${isGlobal ? ', and CR3 loads spare global pages' : ' and no load of CR3'}.`,
      say`A TLB hit reads no table, so accesses still go to the old frame.`,
    ],
    cure: say`INVLPG with an address in the page, after the entry was written.`,
    ...(leaf && { origin: { what: name, address: leaf.address, before: walk.instant } }),
    manual: 'SDM Vol. 3A, "Invalidation of TLBs and Paging-Structure Caches"',
  }
}
