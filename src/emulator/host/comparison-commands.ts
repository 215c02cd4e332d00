/** Commands that lay two branches of the run side by side. */
import { createBranchComparison } from './branch-comparison'
import { beginDivergenceSearch } from './divergence-search'
import type { Handlers, SessionContext } from './session-context'

type ComparisonCommand = 'compare' | 'stop-comparing' | 'align-comparison'

export const comparisonCommands = (session: SessionContext): Handlers<ComparisonCommand> => ({
  compare({ left, right }) {
    const loaded = session.present()
    const { timeline } = loaded
    const comparison = createBranchComparison(loaded, left, right)
    session.runner.pause()
    if (timeline.present() !== left && timeline.present() !== right) {
      session.standAt(() => {
        timeline.switchTo(right)
        return timeline.run(0)
      })
    }
    session.shown.comparison = comparison
    session.searches.begin(beginDivergenceSearch(loaded, comparison))
  },
  'stop-comparing'() {
    session.shown.comparison = undefined
  },
  'align-comparison'({ by }) {
    session.shown.comparison?.align(by)
  },
})
