/** Commands that change what is shown of the machine, and nothing of the machine. */
import { selectItem } from './observers'
import { queryWalk } from './query-walk'
import { isOfSpace } from './shown-space'
import type { Handlers, SessionContext } from './session-context'

export const showCommands = (
  session: SessionContext,
): Handlers<'watch' | 'select' | 'translate' | 'show-space' | 'show-range' | 'show-thumbnail'> => ({
  watch(command) {
    const { shown } = session
    const added = command.views.filter((view) => !shown.views.has(view))
    shown.views = new Set(command.views)
    for (const view of added) if (view !== 'serial') session.forget(view)
  },
  select({ topic, item }) {
    const { shown } = session
    shown.query = undefined
    if (topic === 'page-walk') {
      shown.space = undefined
      // A walk of code is not the latest of the processor's.
      if (item !== 'latest' || shown.found?.software) shown.found = undefined
    }
    selectItem(session.present().observers, topic, item)
  },
  translate({ address, access }) {
    session.shown.query = queryWalk(session.present(), address, access)
    session.shown.space = undefined
  },
  'show-space'({ look }) {
    const { shown } = session
    shown.space = look
    shown.query = undefined
    // Who has chosen, or closes it, is not shown what was found any more.
    if (isOfSpace(shown.found)) shown.found = undefined
  },
  'show-range'({ range }) {
    session.shown.range = range
  },
  'show-thumbnail'({ instant }) {
    session.shown.thumbnailAt = instant
  },
})
