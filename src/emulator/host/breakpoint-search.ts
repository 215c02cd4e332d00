/** Goes back to the last breakpoint that the run has passed before the present instant. */
import type { Breakpoint } from '../../shared/models/breakpoints'
import { instant, type Instant } from '../../shared/units'
import { parseBreakpointQuery } from './breakpoint-text'
import { lastThat } from '../timeline/timeline'
import type { LoadedMachine } from './loaded-machine'
import { searchRecordedRun } from './recorded-search'

export interface PassedBreakpoint {
  readonly instant: Instant
  /** All breakpoints that lie there. */
  readonly ids: readonly number[]
}

/**
 * Yields how far it is; the machine then stands where it stood. Queries speak of the run from its beginning, and are put
 * to all of it up to here; instructions are looked for from here backward.
 */
export function* findPassedBreakpoint(
  loaded: LoadedMachine,
  breakpoints: readonly Breakpoint[],
): Generator<Instant, PassedBreakpoint | undefined> {
  const here = loaded.timeline.now()
  let best: PassedBreakpoint | undefined
  const offer = (at: Instant, id: number) => {
    if (!best || at > best.instant) best = { instant: at, ids: [id] }
    else if (at === best.instant) best = { instant: at, ids: [...best.ids, id] }
  }
  for (const { id, place } of breakpoints) {
    if (place.type !== 'query') continue
    const verdict = yield* searchRecordedRun(loaded, parseBreakpointQuery(place.query), {
      until: here,
    })
    const found = verdict.found.filter(({ instant: at }) => at < here)
    const last = found.at(-1)
    if (last) offer(last.instant, id)
  }
  const addresses = breakpoints.flatMap((one) => one.addresses)
  if (addresses.length === 0) return best
  const reached = yield* loaded.scout.atNow().findReached({
    addresses,
    begin: lastThat(),
    from: best?.instant ?? instant(0),
  })
  if (reached) {
    for (const one of breakpoints) {
      if (one.addresses.includes(reached.rip)) offer(reached.instant, one.id)
    }
  }
  return best
}
