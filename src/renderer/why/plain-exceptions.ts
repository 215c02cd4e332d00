/** Why an exception that has no address and no selector to tell of: what the instruction did, and what the frame keeps. */
import type { FaultStory, Situation } from '../../shared/models/situation'
import type { DeliveryStep } from '../../shared/models/stack-switch'
import { Exception, vectorName } from '../../shared/x86/exceptions'
import { say, type Sentence } from './explanation'
import { callWords, exceptionName, instructionWords } from './naming'
import type { Answer } from './question'

interface PlainException {
  /** Which check failed. */
  readonly check: (text: string) => Sentence
  /** What the saved RIP means for the handler. */
  readonly saved: string
  readonly cure?: Sentence
  readonly section: string
}

const REPEATS =
  'A fault saves the RIP of the instruction itself: returning without a change raises it again'
const GOES_ON = 'A trap saves the RIP of the next instruction: returning goes on behind it'

/** Registers of SSE and x87. */
const HAS_VECTORS = /\b[xyz]mm\d|\bmm\d|\bst\d/

const PLAIN: Readonly<Record<number, PlainException>> = {
  [Exception.DE]: {
    check: () => say`Its divisor was 0, or the quotient did not fit into the destination.`,
    saved: REPEATS,
    cure: say`A test of the divisor before the division, or a handler that moves the saved RIP.`,
    section: 'Interrupt 0—Divide Error Exception (#DE)',
  },
  [Exception.DB]: {
    check: () => say`RFLAGS.TF or a debug register asked to be told.`,
    saved: GOES_ON,
    cure: say`RFLAGS.TF = 0 and no enabled breakpoint in DR7.`,
    section: 'Interrupt 1—Debug Exception (#DB)',
  },
  [Exception.BP]: {
    check: () => say`INT3 asks for that; it is no error.`,
    saved: GOES_ON,
    section: 'Interrupt 3—Breakpoint Exception (#BP)',
  },
  [Exception.UD]: {
    check: (text) =>
      text.startsWith('ud')
        ? say`The manual keeps this opcode undefined for ever; compilers put it where code must not come.`
        : HAS_VECTORS.test(text)
          ? say`SSE and x87 need CR4.OSFXSR = 1 and CR0.EM = 0, which is not so here.`
          : say`These bytes are no instruction that is allowed in this mode.`,
    saved: REPEATS,
    cure: say`A handler that moves the saved RIP, or code that does not come here.`,
    section: 'Interrupt 6—Invalid Opcode Exception (#UD)',
  },
  [Exception.NM]: {
    check: () => say`CR0.TS or CR0.EM is 1, so x87 and SSE instructions are refused.`,
    saved: REPEATS,
    cure: say`CLTS before the first such instruction, or a kernel built soft-float.`,
    section: 'Interrupt 7—Device Not Available Exception (#NM)',
  },
  [Exception.AC]: {
    check: () => say`CR0.AM and RFLAGS.AC are 1, CPL is 3, and the operand is not aligned.`,
    saved: REPEATS,
    cure: say`An aligned operand, or RFLAGS.AC = 0.`,
    section: 'Interrupt 17—Alignment Check Exception (#AC)',
  },
}

export function plainException(
  situation: Situation,
  fault: FaultStory,
  step: DeliveryStep,
): Answer {
  const { story } = fault
  const name = vectorName(step.vector)
  const plain = PLAIN[step.vector]
  const isReached = step.failedCheck === undefined
  return {
    question: `Why ${name}?`,
    paragraph: [
      say`${instructionWords(story.instruction, story.instant)} raised ${name} (${exceptionName(step.vector)}).`,
      ...(plain ? [plain.check(story.instruction.text ?? '')] : []),
      ...(isReached ? [say`The processor took it${callWords(situation, fault, step)}.`] : []),
      ...(plain && isReached ? [say`${plain.saved}.`] : []),
    ],
    ...(plain?.cure && { cure: plain.cure }),
    manual: `SDM Vol. 3A, "${plain?.section ?? 'Exception and Interrupt Reference'}"`,
  }
}
