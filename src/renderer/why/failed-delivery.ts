/** Why a handler could not be called: the check that failed, what it looked at, and what would have passed it. */
import type { DeliveryCheck } from '../../shared/events/delivery'
import { formatCount, formatHex } from '../../shared/format'
import type { FaultStory, Situation } from '../../shared/models/situation'
import type { DeliveryStep, RaisedFault } from '../../shared/models/stack-switch'
import { vectorName } from '../../shared/x86/exceptions'
import { vectorNumber } from '../diagrams/idt-dispatch/facts'
import { FAILURE_TITLES, reasonOf } from '../diagrams/idt-dispatch/words'
import { partOf, stackedFrames, stackOf } from '../diagrams/stack-switch/facts'
import { istOf } from '../diagrams/stack-switch/causes'
import { eventName } from '../diagrams/stack-switch/names'
import { link, say, type Piece, type Sentence } from './explanation'
import { gateWords, guardedStack } from './naming'
import { walkOf, walkWords } from './page-fault'

/** In one or two sentences; `second` is what the failed check raised. */
export function failureWords(
  situation: Situation,
  fault: FaultStory,
  step: DeliveryStep,
  second: RaisedFault | undefined,
): readonly Sentence[] {
  const check = step.failedCheck
  if (check === undefined || !step.attempt) return []
  const walk = second && walkOf(fault, second)
  if (check === 'frame-push') return pushWords(situation, fault, step, second)
  const table = tableOnStack(situation, step)
  const title = FAILURE_TITLES[check](vectorNumber(step.vector), { attempt: step.attempt })
  const finding = findingWords(title, gateWords(situation, fault, step))
  return [
    say`The handler of ${eventName(step)} could not be called: ${finding}.`,
    walk ? walkWords(walk) : say`${reasonOf(subjectOf(step), check)}`,
    ...(table ? [table] : []),
  ]
}

/** A title within a sentence; its gate leads to the picture. */
function findingWords(title: string, gate: Piece): Sentence {
  const [, rest] = /^Gate \S+( .*)$/.exec(title) ?? []
  return rest === undefined
    ? say`${title.charAt(0).toLowerCase()}${title.slice(1)}`
    : say`${gate}${rest}`
}

const pushWords = (
  situation: Situation,
  fault: FaultStory,
  step: DeliveryStep,
  second: RaisedFault | undefined,
): readonly Sentence[] => {
  const ist = istOf(step)
  const guarded = guardedStack(situation, second?.cr2)
  const walk = second && walkOf(fault, second)
  const where =
    ist === 0
      ? 'Its gate has IST 0, so it goes below the present RSP'
      : isIstEmpty(step)
        ? `Its gate has IST ${ist}, and TSS.IST${ist} is 0`
        : `Its gate has IST ${ist}, so it goes to the stack that the TSS names`
  const at = second?.cr2 === undefined ? '' : `: a write to ${formatHex(second.cr2)}`
  return [
    say`The frame for the handler of ${eventName(step)} could not be pushed.`,
    say`${where}${at}${
      guarded
        ? say`, in the guard page of the ${link(guarded.name, { kind: 'diagram', topic: 'stack-switch' })}.`
        : '.'
    }`,
    ...(guarded || !walk ? [] : [walkWords(walk)]),
    ...filledBy(situation, fault),
  ]
}

/** The gate names one of the TSS's stacks that nobody has set. */
const isIstEmpty = (step: DeliveryStep): boolean =>
  istOf(step) > 0 && step.attempt?.stackPointer?.value === 0n

/** From so many frames on the stack was filled by them and not by calls. */
const MANY_FRAMES = 8

function filledBy({ stacks }: Situation, { story }: FaultStory): readonly Sentence[] {
  const frames = stackedFrames(stacks, story)
  const name = vectorName(story.steps[0]?.vector ?? 0)
  return frames > MANY_FRAMES ? [say`${formatCount(frames)} frames of ${name} fill it.`] : []
}

/** A table that lies among locals is overwritten by the next calls. */
function tableOnStack({ stacks }: Situation, { attempt }: DeliveryStep): Sentence | undefined {
  const base = attempt?.idtr.base
  if (base === undefined || attempt?.gate === undefined) return undefined
  const stack = stacks.stacks.find(
    ({ top, bottom }) =>
      top !== undefined && bottom !== undefined && bottom.address <= base && base < top.address,
  )
  return (
    stack &&
    say`IDTR points into the ${stack.name}, at ${formatHex(base)}: the table was a local, and calls wrote over it.`
  )
}

/** Vectors lie 16 bytes apart in IA-32e mode, 8 outside of it. */
export const subjectOf = (step: DeliveryStep) => {
  const { vector, attempt } = step
  const distance = attempt ? attempt.gateAddress - attempt.idtr.base : 0n
  const gateBytes = vector > 0 && distance === BigInt(vector) * 8n ? 8 : 16
  if (!attempt) throw new RangeError('a delivery that was not tried has no gate')
  return { vector, attempt, gateBytes } as const
}

/** What would have let the handler be called. */
export function failureCure(
  { stacks }: Situation,
  fault: FaultStory,
  step: DeliveryStep,
): Sentence {
  const check = step.failedCheck
  const vector = vectorNumber(step.vector)
  if (check === undefined) return []
  if (check === 'stack-canonical') return pointerCure(step)
  if (check !== 'frame-push') return CURES[partOf(check)]?.(vector, check) ?? []
  if (isIstEmpty(step)) {
    const ist = istOf(step)
    return say`The top of a mapped stack in TSS.IST${ist}, or in gate ${vector} the number of an IST that has one: the hardware counts them from 1, \`interrupt_stack_table\` of the crate \`x86_64\` from 0.`
  }
  const { counterfactual, from } = fault.story
  if (counterfactual?.outcome === 'mapped' && counterfactual.ist > 0) {
    const stack = stackOf(stacks, counterfactual.stack)?.name
    return say`IST ${counterfactual.ist} in gate ${counterfactual.vector}: its frame would lie at ${formatHex(counterfactual.frame.from)}${stack === undefined ? '' : ` on the ${stack}`}, which is mapped.`
  }
  if (istOf(step) > 0) return pointerCure(step)
  const name = stackOf(stacks, from)?.name ?? 'stack'
  return say`A stack of its own for vector ${vector}: an IST pointer in the TSS, and its number in the gate. It would not depend on what is left of the ${name}.`
}

/** What the stack pointer should have been, by where it came from. */
function pointerCure(step: DeliveryStep): Sentence {
  const { stackSource, stackPointer, rspBefore } = step.attempt ?? {}
  const ist = istOf(step)
  if (stackPointer !== undefined) {
    const field = ist > 0 ? `IST${ist}` : 'RSP0'
    return say`The top of a mapped stack in TSS.${field}, which holds ${formatHex(stackPointer.value)}.`
  }
  return stackSource === 'current' && rspBefore !== undefined
    ? say`An RSP that points into a mapped stack: it was ${formatHex(rspBefore)}.`
    : say`A TSS that is loaded with LTR, is mapped, and holds the pointer.`
}

const CURES: Readonly<Partial<Record<string, (vector: string, check: DeliveryCheck) => Sentence>>> =
  {
    gate: (vector, check) =>
      check === 'idt-limit'
        ? say`An IDT that is loaded with LIDT and reaches to gate ${vector}.`
        : check === 'gate-dpl'
          ? say`DPL 3 in gate ${vector}, or no INT ${vector} from an outer ring.`
          : check === 'gate-read'
            ? say`An IDT in memory that stays mapped.`
            : say`A gate ${vector} with P = 1 and type \`0xE\` or \`0xF\`, in an IDT that lives as long as it is loaded.`,
    'code segment': (vector, check) =>
      check === 'descriptor-read'
        ? say`A GDT in memory that stays mapped.`
        : check === 'selector-limit'
          ? say`A GDT that is loaded with LGDT and reaches to the selector, or another selector in gate ${vector}.`
          : say`In gate ${vector} the selector of a present 64-bit code segment of the GDT.`,
    'stack pointer': () => say`A TSS that is loaded with LTR, is mapped, and holds the pointer.`,
    handler: (vector) => say`A canonical handler address in gate ${vector}.`,
  }
