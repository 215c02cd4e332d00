/** Commands that look into the stopped program: its sources, its calls. */
import { findSource, readSource, type EmbeddedSources } from './debug-sources'
import type { Handlers, SessionContext } from './session-context'

export const debugCommands = (
  session: SessionContext,
  sources: EmbeddedSources,
): Handlers<'read-source' | 'find-source' | 'select-frame' | 'show-variables' | 'show-memory'> => ({
  'read-source': ({ source }) => session.send(readSource(session.present(), source, sources)),
  'find-source': ({ address }) => session.send(findSource(session.present(), address)),
  'select-frame'({ index }) {
    session.shown.frame = { index, instant: session.present().timeline.now() }
  },
  'show-memory': ({ window }) => session.shown.memory.show(window),
  'show-variables'({ window }) {
    session.shown.variables.show(window)
    const loaded = session.loaded()
    if (loaded) session.shown.variables.readMoreStatics(loaded)
  },
})
