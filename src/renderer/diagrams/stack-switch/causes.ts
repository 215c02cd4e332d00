/** What happened first, and what each delivery that failed was about to do: a title and a line below it. */
import { formatHex } from '../../../shared/format'
import type { DeliveryAttempt, DeliveryCheck } from '../../../shared/events/delivery'
import type { DeliveryStep, DeliveryStory, RaisedFault } from '../../../shared/models/stack-switch'
import { exceptionOf, PageFaultErrorCode } from '../../../shared/x86/exceptions'
import { decodeGate } from '../../../shared/x86/idt-gate'
import { partOf } from './facts'
import { endOf, eventName, formatValue } from './names'

/** In a title what stands in backticks is code; both may have shorter forms for a narrow window. */
export interface Cause {
  readonly title: string
  readonly detail: string
  readonly shorter?: readonly string[]
  readonly shorterTitles?: readonly string[]
}

/** `writes`, `reads`, `fetches from`. */
export function accessVerb({ errorCode = 0 }: RaisedFault): string {
  if (errorCode & PageFaultErrorCode.ID) return 'fetches from'
  return errorCode & PageFaultErrorCode.WR ? 'writes to' : 'reads'
}

export function causeOf(story: DeliveryStory): Cause {
  const [step] = story.steps
  const { text } = story.instruction
  if (!step) return { title: '', detail: '' }
  const vector = `vector ${formatValue(step.vector)}`
  if (step.source === 'interrupt') {
    return {
      title: eventName(step),
      detail: `${vector}, between two instructions`,
      shorter: [vector],
    }
  }
  if (step.source === 'nmi') return { title: 'NMI', detail: 'between two instructions' }
  const isFetch = step.cr2 !== undefined && ((step.errorCode ?? 0) & PageFaultErrorCode.ID) !== 0
  const title = isFetch
    ? 'instruction fetch'
    : text === undefined
      ? 'an instruction'
      : `\`${withoutOperandNoise(text)}\``
  if (step.cr2 !== undefined) {
    const { cr2 } = step
    const shorter = ([2, 1] as const).map((groups) => `${accessVerb(step)} ${endOf(cr2, groups)}`)
    return { title, detail: `${accessVerb(step)} ${formatHex(cr2)}`, shorter }
  }
  const name = exceptionOf(step.vector)?.name
  return { title, detail: step.source === 'instruction' || !name ? vector : name }
}

/** Long operands are told by the disassembly; here the mnemonic and the beginning are enough. */
const withoutOperandNoise = (text: string): string =>
  text.length <= 22 ? text : text.slice(0, text.indexOf(' ')) || text

const CHECK_WORDS: Readonly<
  Record<DeliveryCheck, (attempt: DeliveryAttempt | undefined) => string>
> = {
  'idt-limit': (attempt) => `beyond IDTR.limit ${formatValue(attempt?.idtr.limit ?? 0)}`,
  'gate-read': () => 'its page is not mapped',
  'gate-type': () => 'not a valid gate type',
  'gate-dpl': () => 'DPL of the gate below CPL',
  'gate-present': () => 'P = 0',
  'selector-not-null': () => 'its selector is null',
  'selector-limit': () => 'beyond the limit of the GDT',
  'descriptor-read': () => 'its page is not mapped',
  'code-segment': () => 'not a code segment',
  'code-dpl': () => 'less privileged than CPL',
  'code-64-bit': () => 'not 64-bit code',
  'code-present': () => 'P = 0',
  'tss-limit': () => 'beyond the limit of the TSS',
  'tss-read': () => 'its page is not mapped',
  'stack-segment': () => 'SS cannot be loaded',
  'stack-canonical': () => 'not canonical',
  'handler-canonical': () => 'not canonical',
  'frame-push': (attempt) =>
    attempt?.stackSource === 'current' ? 'the same stack' : 'no room there',
}

/** What the delivery of a step did last. */
export function attemptOf(step: DeliveryStep): Cause {
  const check = step.failedCheck
  const name = eventName(step)
  if (check === undefined) return { title: `deliver ${name}`, detail: '' }
  const words = CHECK_WORDS[check](step.attempt)
  switch (partOf(check)) {
    case 'gate':
      return { title: `read gate ${step.vector}`, detail: words }
    case 'code segment':
      return { title: `read CS of gate ${step.vector}`, detail: words }
    case 'stack pointer':
      return { title: step.attempt?.stackSource === 'current' ? 'keep RSP' : 'read the TSS', detail: words } // prettier-ignore
    case 'handler':
      return { title: `call the ${name} handler`, detail: words }
    case 'frame': {
      const ist = istOf(step)
      return {
        title: `push the ${name} frame`,
        shorterTitles: ['push the frame', 'push frame'],
        detail: `gate ${step.vector}: IST ${ist}, ${words}`,
        shorter: [`IST ${ist}: ${words}`, `IST ${ist}`],
      }
    }
  }
}

export const istOf = ({ attempt }: DeliveryStep): number =>
  attempt?.gate ? decodeGate(attempt.gate).ist : 0
