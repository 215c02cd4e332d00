/** Why a handler of an exception runs though none was raised: an interrupt came in with a vector below 32. */
import type { FaultStory, Situation } from '../../shared/models/situation'
import type { DeliveryStep } from '../../shared/models/stack-switch'
import { exceptionOf, vectorName } from '../../shared/x86/exceptions'
import { formatHex, formatShortHex } from '../../shared/format'
import { eventName } from '../diagrams/stack-switch/names'
import { say } from './explanation'
import { callWords } from './naming'
import type { Answer } from './question'

const FIRST_FREE_VECTOR = 32

export const isFalseException = ({ source, vector }: DeliveryStep): boolean =>
  source === 'interrupt' && vector < FIRST_FREE_VECTOR

export function falseException(
  situation: Situation,
  fault: FaultStory,
  step: DeliveryStep,
): Answer {
  const { vector, line, attempt } = step
  const name = vectorName(vector)
  const base = vector - ((line ?? 0) % 8)
  const rip = attempt?.frame.find(({ slot }) => slot === 'RIP')?.value
  const misread =
    exceptionOf(vector)?.hasErrorCode && rip !== undefined
      ? say`An interrupt pushes no error code: the handler takes the saved RIP ${formatHex(rip)} for one.`
      : say`The handler takes it for ${name}.`
  return {
    question: `Why ${name}, though nothing raised it?`,
    paragraph: [
      say`No exception happened: it is ${eventName(step)}, between two instructions.`,
      say`ICW2 gave its 8259A the base ${formatShortHex(base)}, so the line has vector ${vector}, which the architecture keeps for ${name}.`,
      say`The processor took the vector from INTA${callWords(situation, fault, step)}.`,
      misread,
    ],
    cure: say`ICW2 = 0x20 and 0x28 before STI, so that the sixteen lines have vectors 32 to 47.`,
    manual:
      '8259A data sheet, "Initialization Command Words"; SDM Vol. 3A, "Exception and Interrupt Vectors"',
  }
}
