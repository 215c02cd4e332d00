/** Commands that step by source lines, forward and backward. */
import type { StepDepth } from '../../../shared/protocol'
import type { PastSearch } from '../past-search'
import type { Handlers, SessionContext } from '../session-context'
import { findStepBack } from './step-back'
import { armStep } from './step-forward'

export const stepCommands = (session: SessionContext): Handlers<'step-line'> => ({
  'step-line'({ depth, direction }) {
    session.runner.pause()
    if (direction === 'back') session.searches.begin(beginStepBack(session, depth))
    else if (!session.stop()) session.runUntil(armStep(session.present(), depth))
  },
})

function beginStepBack(session: SessionContext, depth: StepDepth): PastSearch {
  const steps = findStepBack(session.present(), depth)
  return {
    command: 'step-line',
    kind: 'search',
    next() {
      const step = steps.next()
      return step.done ? { isOver: true, goTo: step.value } : { isOver: false, at: step.value }
    },
    cancel: () => void steps.return(session.present().timeline.now()),
  }
}
