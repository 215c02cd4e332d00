/** Commands that set breakpoints, and the one that goes back to the last that was passed. */
import { QueryError } from '../../shared/query/query-error'
import { inTyped, parseBreakpoint, parseBreakpointQuery } from './breakpoint-text'
import { findPassedBreakpoint } from './breakpoint-search'
import { searchEvents } from './event-search'
import type { LoadedMachine } from './loaded-machine'
import type { PastSearch } from './past-search'
import type { Handlers, SessionContext } from './session-context'

type BreakpointCommand =
  'add-breakpoint' | 'toggle-breakpoint' | 'enable-breakpoint' | 'delete-breakpoint' | 'run-back'

export const breakpointCommands = (session: SessionContext): Handlers<BreakpointCommand> => ({
  'add-breakpoint'({ text }) {
    const answer = { type: 'breakpoint-answered', text } as const
    try {
      addTyped(session.present(), text)
      session.breakpointsChanged()
      session.send(answer)
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof QueryError)) throw error
      const span = error instanceof QueryError ? { span: inTyped(error, text).span } : {}
      session.send({ ...answer, refusal: { cause: error.message, ...span } })
    }
  },
  'toggle-breakpoint'({ place }) {
    const { breakpoints } = session.present()
    const there = breakpoints.at(place)
    if (there) breakpoints.remove(there.id)
    else breakpoints.add(place)
    session.breakpointsChanged()
  },
  'enable-breakpoint'({ breakpoint, isEnabled }) {
    session.present().breakpoints.enable(breakpoint, isEnabled)
    session.breakpointsChanged()
  },
  'delete-breakpoint'({ breakpoint }) {
    session.present().breakpoints.remove(breakpoint)
    session.breakpointsChanged()
  },
  'run-back'() {
    session.runner.pause()
    session.searches.begin(beginRunBack(session))
  },
})

/** A query is put to the machine once, so that one that cannot be asked is refused now. */
function addTyped(loaded: LoadedMachine, text: string): void {
  const place = parseBreakpoint(text, loaded.debugInfo)
  if (place.type === 'query') searchEvents(loaded, parseBreakpointQuery(place.query)).stop()
  loaded.breakpoints.add(place)
}

function beginRunBack(session: SessionContext): PastSearch {
  const loaded = session.present()
  const enabled = loaded.breakpoints.all().filter(({ isEnabled, problem }) => isEnabled && !problem)
  if (enabled.length === 0) {
    throw new RangeError('There is no breakpoint to run back to: F2 sets one on a line.')
  }
  const steps = findPassedBreakpoint(loaded, enabled)
  return {
    command: 'run-back',
    kind: 'search',
    next() {
      const step = steps.next()
      if (!step.done) return { isOver: false, at: step.value }
      if (!step.value) throw new RangeError('The run has passed no breakpoint before this instant.')
      session.standAtBreakpoints(step.value.instant, step.value.ids)
      return { isOver: true }
    },
    cancel: () => void steps.return(undefined),
  }
}
