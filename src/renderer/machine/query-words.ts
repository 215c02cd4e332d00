/** What a query found in the run, in a sentence. */
import { formatCount } from '../../shared/format'
import type { Update } from '../../shared/protocol'

export function queryWords({
  query,
  count,
  instant,
  problem,
}: Extract<Update, { type: 'query-answered' }>): string {
  if (instant === undefined) return problem ?? `Nothing in this run is ${query}.`
  const place = `The machine stands at instr ${formatCount(instant)} now`
  return count === 1 ? `${place}.` : `${place}, at one of ${formatCount(count)}: Enter goes on.`
}
