/** Why two exceptions became #DF, why the second was served instead, and why a #DF ended the machine. */
import type { FaultStory, Situation } from '../../shared/models/situation'
import type { DeliveryStep, RaisedFault } from '../../shared/models/stack-switch'
import { faultClass, type FaultClass } from '../../shared/x86/double-fault'
import { formatHex } from '../../shared/format'
import { vectorName } from '../../shared/x86/exceptions'
import { istOf } from '../diagrams/stack-switch/causes'
import { eventName } from '../diagrams/stack-switch/names'
import { say, type Sentence } from './explanation'
import { failureCure, failureWords } from './failed-delivery'
import { callWords, raisedWords } from './naming'
import type { Answer } from './question'

const CLASSES: Readonly<Record<FaultClass, string>> = {
  benign: 'benign',
  contributory: 'contributory',
  'page-fault': 'a page fault',
}

const PAIRS = 'SDM Vol. 3A, "Interrupt 8—Double Fault Exception (#DF)"'

const classWords = ({ vector, source }: DeliveryStep, second: RaisedFault): string => {
  const first = CLASSES[faultClass(vector, source === 'exception')]
  return `first ${first}, then ${CLASSES[faultClass(second.vector, true)]}`
}

/** The delivery of `step` failed, and `next` was served in its place. */
export function failedPair(
  situation: Situation,
  fault: FaultStory,
  step: DeliveryStep,
  next: DeliveryStep,
): Answer {
  const second = next.second ?? next
  const name = vectorName(next.vector)
  const isMerged = next.rule === 'double-fault'
  const raised = raisedWords(second.vector, second.errorCode)
  const decision = isMerged
    ? say`That raised ${raised}. ${classWords(step, second)}: the SDM's table makes one #DF of both.`
    : say`That raised ${raised}. ${classWords(step, second)}: by the SDM's table ${name} is served in its place.`
  return {
    question: isMerged ? 'Why #DF?' : `Why ${name} in place of ${eventName(step)}?`,
    paragraph: [
      ...failureWords(situation, fault, step, second),
      capitalized(decision),
      ...handlerWords(situation, fault, next),
    ],
    cure: failureCure(situation, fault, step),
    manual: PAIRS,
  }
}

const handlerWords = (
  situation: Situation,
  fault: FaultStory,
  step: DeliveryStep,
): readonly Sentence[] =>
  step.handler ? [say`The processor took it${callWords(situation, fault, step)}.`] : []

/** Class words begin a sentence after a full stop. */
const capitalized = (sentence: Sentence): Sentence =>
  sentence.map((piece) =>
    typeof piece === 'string' ? piece.replace(/\. f(irst )/, '. F$1') : piece,
  )

const SAME_PUSH =
  'Gate 8 has IST 0 as well: the frame of #DF went to the same RSP and met the same page, at'

/** #DF was to be pushed where the frame before it had found no room. */
const isSamePush = ({ story }: FaultStory, step: DeliveryStep): boolean => {
  const before = story.steps[story.steps.indexOf(step) - 1]
  return [before, step].every((one) => one?.failedCheck === 'frame-push' && istOf(one) === 0)
}

/** Nothing is left to call when not even #DF can be delivered. */
export function shutdown(situation: Situation, fault: FaultStory, step: DeliveryStep): Answer {
  const { lastFault } = fault.story
  const raised = lastFault ? raisedWords(lastFault.vector, lastFault.errorCode) : 'an exception'
  return {
    question: 'Why a triple fault?',
    paragraph: [
      ...(isSamePush(fault, step)
        ? [say`${SAME_PUSH} ${lastFault?.cr2 === undefined ? '' : formatHex(lastFault.cr2)}.`]
        : failureWords(situation, fault, step, lastFault)),
      say`That raised ${raised} while #DF was being delivered. There is no rule for a third: the processor shut down, which a board answers with a reset.`,
    ],
    cure: failureCure(situation, fault, step),
    manual: PAIRS,
  }
}
