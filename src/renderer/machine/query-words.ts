/** Why a query led nowhere, in a sentence; nothing when it did, for then the timeline shows where. */
import type { Update } from '../../shared/protocol'

export function queryWords({
  query,
  instant,
  problem,
}: Extract<Update, { type: 'query-answered' }>): string | undefined {
  return instant === undefined ? (problem ?? `Nothing in this run is ${query}.`) : undefined
}
