/** Changes of live paging-structure entries: `pte`. */
import type { PagingEntryChanged } from '../../../shared/events'
import { sourceOf, type CreateFactSource } from './fact-source'

export const createPagingEntryFacts: CreateFactSource = ({ loaded, tell }) =>
  sourceOf(
    loaded.machine.watchPagingEntries((changed) =>
      tell([{ kind: 'pte', arguments: [], fields: fieldsOf(changed) }], changed.instant),
    ),
  )

const fieldsOf = ({ level, index, old, new: now, linearAddress, by }: PagingEntryChanged) => ({
  level: BigInt(level),
  index: BigInt(index),
  old,
  new: now,
  set: now & ~old,
  cleared: old & ~now,
  va: linearAddress,
  by,
})
