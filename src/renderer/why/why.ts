/**
 * Every question that can be answered of a situation, in the order of causes: what explains the machine comes first,
 * then what the diagrams show. A new question is a row here.
 */
import type { Situation } from '../../shared/models/situation'
import type { Explanation, Subject } from './explanation'
import { allocations } from './allocations'
import { ended } from './ended'
import { explainStory } from './fault-story'
import { halted } from './halted'
import { missingEnd, unreadKey, waitingRequests } from './interrupts'
import { panicked } from './panic'
import type { Answer } from './question'
import { shownDispatch, shownStory, shownWalk } from './shown-diagrams'
import { staleTranslation } from './stale-translation'
import { tasks } from './tasks'
import { waitsInLoop } from './waiting-loop'

interface Question {
  readonly subject: Subject
  readonly answers: (situation: Situation) => readonly Answer[]
}

const QUESTIONS: readonly Question[] = [
  { subject: 'machine', answers: underWay },
  { subject: 'machine', answers: allocations },
  { subject: 'machine', answers: panicked },
  { subject: 'machine', answers: waitsInLoop },
  { subject: 'machine', answers: missingEnd },
  { subject: 'machine', answers: unreadKey },
  { subject: 'machine', answers: tasks },
  { subject: 'machine', answers: staleTranslation },
  { subject: 'machine', answers: halted },
  { subject: 'machine', answers: ended },
  { subject: 'page-walk', answers: shownWalk },
  { subject: 'idt-dispatch', answers: shownDispatch },
  { subject: 'stack-switch', answers: shownStory },
  { subject: 'interrupt-path', answers: waitingRequests },
]

export const explain = (situation: Situation): readonly Explanation[] =>
  QUESTIONS.flatMap(({ subject, answers }) =>
    answers(situation).map((answer) => ({ ...answer, subject })),
  )

/** Handlers that were interrupted, and what interrupted them: of what repeats itself the first is told. */
function underWay(situation: Situation): readonly Answer[] {
  const { before, underWay: last } = situation
  const stories = [...before, ...(last ? [last] : [])]
  return distinct(stories.flatMap((story) => explainStory(situation, story)))
}

function distinct(answers: readonly Answer[]): readonly Answer[] {
  const seen = new Set<string>()
  return answers.filter(({ question }) => {
    const isNew = !seen.has(question)
    seen.add(question)
    return isNew
  })
}
