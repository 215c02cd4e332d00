/** What a question is asked of, and what it gives. */
import type { FaultStory, Situation } from '../../shared/models/situation'
import type { DeliveryStep } from '../../shared/models/stack-switch'
import type { Explanation } from './explanation'

/** An explanation that does not say yet whom it is about. */
export type Answer = Omit<Explanation, 'subject'>

/** Of an exception: why it was raised. */
export type ExplainException = (
  situation: Situation,
  fault: FaultStory,
  step: DeliveryStep,
) => Answer
