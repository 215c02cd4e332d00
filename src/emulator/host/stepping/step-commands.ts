/** Commands that step by source lines and by events, forward and backward. */
import type { Command } from '../../../shared/protocol'
import type { Instant } from '../../../shared/units'
import type { Handlers, SessionContext } from '../session-context'
import { findStepBack } from './step-back'
import { armEvent, findEventBefore } from './step-event'
import { armStep } from './step-forward'

export const stepCommands = (session: SessionContext): Handlers<'step-line' | 'step-event'> => ({
  'step-line'({ depth, direction }) {
    session.runner.pause()
    if (direction === 'back') goBack(session, 'step-line', findStepBack(session.present(), depth))
    else if (!session.stop()) session.runUntil(armStep(session.present(), depth))
  },
  'step-event'({ topic, direction }) {
    session.runner.pause()
    if (direction === 'back') {
      goBack(session, 'step-event', findEventBefore(session.present(), topic))
    } else if (!session.stop()) session.runUntil(armEvent(session.present(), topic))
  },
})

function goBack(
  session: SessionContext,
  command: Command['type'],
  steps: Generator<Instant, Instant>,
): void {
  session.searches.begin({
    command,
    kind: 'search',
    next() {
      const step = steps.next()
      return step.done ? { isOver: true, goTo: step.value } : { isOver: false, at: step.value }
    },
    cancel: () => void steps.return(session.present().timeline.now()),
  })
}
