/** Explains an exception or interrupt and what came of it, from the first cause on. */
import type { FaultStory, Situation } from '../../shared/models/situation'
import { Exception } from '../../shared/x86/exceptions'
import { failedPair, shutdown } from './double-fault'
import { falseException, isFalseException } from './false-exception'
import { pageFault } from './page-fault'
import { plainException } from './plain-exceptions'
import { selectorFault } from './selector-faults'
import type { Answer, ExplainException } from './question'

/** Those that are more than an instruction which asks to be told. */
const EXPLAINED: Readonly<Record<number, ExplainException>> = {
  [Exception.PF]: pageFault,
  [Exception.TS]: selectorFault,
  [Exception.NP]: selectorFault,
  [Exception.SS]: selectorFault,
  [Exception.GP]: selectorFault,
}

export function explainStory(situation: Situation, fault: FaultStory): readonly Answer[] {
  const { steps, end } = fault.story
  const [first] = steps
  const last = steps.at(-1)
  if (!first || !last) return []
  const pairs = steps.slice(1).map((next, index) => {
    const step = steps[index] ?? first
    return failedPair(situation, fault, step, next)
  })
  return [
    ...causeOf(situation, fault, first),
    ...pairs,
    ...(end === 'shutdown' ? [shutdown(situation, fault, last)] : []),
  ]
}

/** An interrupt that comes as it should needs no explanation, nor does INT n. */
function causeOf(
  situation: Situation,
  fault: FaultStory,
  step: FaultStory['story']['steps'][number],
): readonly Answer[] {
  if (isFalseException(step)) return [falseException(situation, fault, step)]
  const isInt3 = step.source === 'instruction' && step.vector === Exception.BP
  if (step.source !== 'exception' && !isInt3) return []
  return [(EXPLAINED[step.vector] ?? plainException)(situation, fault, step)]
}
