/** Goes to what an event query finds in the run that was made so far. */
import { parseQuery } from '../../shared/query/parse'
import type { Update } from '../../shared/protocol'
import type { Instant } from '../../shared/units'
import type { LoadedMachine } from './loaded-machine'
import type { PastSearch } from './past-search'
import { searchRecordedRun } from './recorded-search'

/** Throws `QueryError` for a text that is no query. */
export function beginQuerySearch(loaded: LoadedMachine, text: string): PastSearch {
  const search = searchRecordedRun(loaded, { text, query: parseQuery(text) })
  const here = loaded.timeline.now()
  return {
    command: 'find',
    kind: 'search',
    next() {
      const step = search.next()
      if (!step.done) return { isOver: false, at: step.value }
      const { found, problem } = step.value
      const instants = found.map(({ instant }) => instant)
      const goTo = nextAfter(instants, here)
      const answer: Update = {
        type: 'query-answered',
        query: text,
        count: instants.length,
        ...(goTo !== undefined && { instant: goTo }),
        ...(problem !== undefined && { problem }),
      }
      const record = found.find(({ instant }) => instant === goTo)?.record
      return {
        isOver: true,
        answer,
        ...(goTo !== undefined && { goTo }),
        ...(record && { record }),
      }
    },
    cancel: () => void search.return({ found: [], holds: false }),
  }
}

/** Of several the next one, and after the last the first again: asking once more goes on. */
const nextAfter = (instants: readonly Instant[], here: Instant): Instant | undefined =>
  instants.find((instant) => instant > here) ?? instants[0]
