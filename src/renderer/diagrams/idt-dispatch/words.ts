/**
 * What the drawing says in sentences: its title, the line below it, and what two exceptions become.
 *
 * A title says the point. Hexadecimal numbers in a sentence are set in the monospaced font by the drawing.
 */
import { formatCount, formatHex } from '../../../shared/format'
import type { DeliveryCheck } from '../../../shared/events/delivery'
import type { FailedPair, IdtDispatch } from '../../../shared/models/idt-dispatch'
import { faultClass } from '../../../shared/x86/double-fault'
import type { FaultClass } from '../../../shared/x86/double-fault'
import { exceptionOf, vectorName } from '../../../shared/x86/exceptions'
import { clearsInterruptFlag } from '../../../shared/x86/idt-gate'
import { codeOf, gateOf } from './drawing'
import {
  formatLimit,
  hasResumeFlag,
  hasInterruptFlag,
  lastGateByte,
  sourceName,
  vectorNumber,
} from './facts'

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six'] as const

export const countInWords = (count: number): string => NUMBERS[count] ?? String(count)

/** `The page fault`, `IRQ0`, `INT 3`. */
export function subjectOf({
  vector,
  source,
  line,
}: Pick<IdtDispatch, 'vector' | 'source' | 'line'>): string {
  const name = source === 'exception' ? exceptionOf(vector)?.name.toLowerCase() : undefined
  return name === undefined
    ? sourceName({ vector, source, ...(line !== undefined && { line }) })
    : `The ${name}`
}

export function titleOf(dispatch: IdtDispatch): string {
  return dispatch.end.kind === 'failed' ? failureTitle(dispatch) : entryTitle(dispatch)
}

function entryTitle(dispatch: IdtDispatch): string {
  const { attempt, entry, end, depth, after, source } = dispatch
  const subject = subjectOf(dispatch)
  const gate = gateOf(dispatch)
  if (end.kind === 'returned') {
    const place = end.isElsewhere
      ? 'goes where the handler chose'
      : 'goes back to where it came from'
    return `${subject} is served, and IRETQ ${place}`
  }
  if (after?.rule === 'double-fault') {
    const stack = attempt.stackSource === 'ist' ? `, on a stack of its own` : ''
    return `Two exceptions become one double fault${stack}`
  }
  if (after) return `${subject} raised in delivering ${sourceName(after.first)} is served first`
  if (attempt.stackSource === 'privilege-change')
    return `${subject} leads from ring ${attempt.cplBefore} to ring ${entry?.cplAfter ?? 0}, to a stack from the TSS`
  if (isFalseException(dispatch)) return `${subject} comes in through the gate of an exception`
  if (attempt.stackSource === 'ist') return `${subject} is served on a stack of its own`
  if (depth > 0)
    return `${subject} interrupts ${depth === 1 ? 'a handler' : `${formatCount(depth)} handlers`}`
  if (source === 'interrupt')
    return `${subject} becomes vector ${vectorNumber(dispatch.vector)}, with no error code`
  if (gate && !clearsInterruptFlag(gate))
    return `${subject} goes through a trap gate: IF stays as it is`
  return `From vector ${vectorNumber(dispatch.vector)} to the first line of the handler`
}

const FIRST_USER_VECTOR = 32

/** The controllers answered with a vector that belongs to an exception. */
const isFalseException = ({ source, vector }: IdtDispatch): boolean =>
  source === 'interrupt' && vector < FIRST_USER_VECTOR

function failureTitle(dispatch: IdtDispatch): string {
  if (dispatch.end.kind !== 'failed') return ''
  const vector = vectorNumber(dispatch.vector)
  const { pair, check } = dispatch.end
  if (pair?.rule === 'shutdown')
    return 'The double fault finds no handler: the processor shuts down'
  return FAILURE_TITLES[check](vector, dispatch)
}

/** The title of a delivery that a check ended. */
export const FAILURE_TITLES: Readonly<
  Record<DeliveryCheck, (vector: string, dispatch: Pick<IdtDispatch, 'attempt'>) => string>
> = {
  'idt-limit': (vector) => `Gate ${vector} lies beyond the IDT, and is never read`,
  'gate-read': (vector) => `Gate ${vector} cannot be read: its page is missing`,
  'gate-type': (vector, { attempt }) =>
    attempt.gate?.every((half) => half === 0n)
      ? `Gate ${vector} is empty: sixteen bytes of zero are no gate`
      : `Gate ${vector} is no gate that an interrupt may use`,
  'gate-dpl': (vector, { attempt }) => `Ring ${attempt.cplBefore} may not ask for vector ${vector}`,
  'gate-present': (vector) => `Gate ${vector} is marked not present`,
  'selector-not-null': (vector) => `Gate ${vector} names no code segment`,
  'selector-limit': (vector) => `Gate ${vector} names a segment beyond the GDT`,
  'descriptor-read': () => 'The descriptor of the code segment cannot be read',
  'code-segment': (vector) => `Gate ${vector} names a segment that is not code`,
  'code-dpl': (vector) => `Gate ${vector} leads to an outer ring`,
  'code-64-bit': (vector) => `Gate ${vector} names code that is not 64-bit`,
  'code-present': (vector) => `The code segment of gate ${vector} is not present`,
  'tss-limit': () => 'The TSS is too short for the stack that the gate asks for',
  'tss-read': () => 'The TSS cannot be read: there is no stack to go to',
  'stack-segment': () => 'The segment of the inner stack cannot be used',
  'stack-canonical': (_, { attempt }) =>
    attempt.stackSource === 'current'
      ? 'The stack pointer is kept, and is no canonical address'
      : 'The new stack pointer is no canonical address',
  'handler-canonical': (vector) => `Gate ${vector} leads to no canonical address`,
  'frame-push': () => 'The handler is there, but its frame finds no stack',
}

/** The line below the title: from the one that says most to the shortest. */
export function subtitlesOf(dispatch: IdtDispatch): readonly string[] {
  const { attempt, end, errorCode } = dispatch
  if (end.kind === 'failed') return failureSubtitles(dispatch, end)
  const words = `${countInWords(attempt.frame.length)} words`
  if (dispatch.after?.rule === 'serial') return serialSubtitles(dispatch, dispatch.after)
  if (isFalseException(dispatch))
    return [
      exceptionOf(dispatch.vector)?.hasErrorCode
        ? `The handler expects an error code, but an interrupt pushes ${words} and none.`
        : `The handler takes it for ${vectorName(dispatch.vector)}, which was never raised.`,
    ]
  const stack = attempt.stackSource === 'current' ? 'keeps the stack' : 'takes a stack from the TSS'
  const code = errorCode === undefined ? '' : ', the error code last,'
  return [
    `The processor looks up one gate, checks the code segment, ${stack}, pushes ${words}${code} and jumps.`,
    `The processor looks up one gate, ${stack}, pushes ${words} and jumps.`,
    `One gate, one code segment, one stack, ${words}, and the jump.`,
  ]
}

/** The first is gone; where it was a fault, its instruction raises it again. */
function serialSubtitles(
  { vector, cr2 }: IdtDispatch,
  { first }: NonNullable<IdtDispatch['after']>,
): readonly string[] {
  const pair = `${sourceName(first)}, then ${vectorName(vector)}: served one after the other, no #DF.`
  const place = cr2 === undefined ? '' : ` The processor could not reach ${formatHex(cr2)}.`
  return [`${pair}${place}`, pair]
}

function failureSubtitles(
  dispatch: IdtDispatch,
  { check, pair }: Extract<IdtDispatch['end'], { kind: 'failed' }>,
): readonly string[] {
  const reason = reasonOf(dispatch, check)
  if (!pair) return [reason]
  const raised = `The processor raises ${vectorName(pair.second.vector)}.`
  return [`${reason} ${raised} Nothing was pushed.`, `${reason} ${raised}`, reason]
}

/** What a check is made on. */
type CheckedDispatch = Pick<IdtDispatch, 'attempt' | 'vector' | 'gateBytes'>

/** Why a check did not hold, in one sentence. */
export function reasonOf(dispatch: CheckedDispatch, check: DeliveryCheck): string {
  const { attempt } = dispatch
  const gate = gateOf(dispatch)
  const code = codeOf(dispatch)
  const selector = gate ? formatHex(gate.selector, 4) : ''
  switch (check) {
    case 'idt-limit':
      return `It would end at offset ${formatLimit(lastGateByte(dispatch))}, and IDTR.limit is ${formatLimit(attempt.idtr.limit)}.`
    case 'gate-read':
      return `The walk to ${formatHex(attempt.gateAddress)} fails.`
    case 'gate-type':
      return `Its type is \`0x${(gate?.type ?? 0).toString(16).toUpperCase()}\`; an interrupt or trap gate has \`0xE\` or \`0xF\`.`
    case 'gate-dpl':
      return `INT n needs a CPL not above the DPL of the gate: ${attempt.cplBefore} is above ${gate?.dpl ?? 0}.`
    case 'gate-present':
      return 'Its type is right, but P = 0.'
    case 'selector-not-null':
      return `Its selector is ${selector}.`
    case 'selector-limit':
      return `Selector ${selector} reaches past the limit of its table.`
    case 'descriptor-read':
      return `Selector ${selector} leads to memory that is not mapped.`
    case 'code-segment':
      return `Selector ${selector} leads to a descriptor with S = ${code?.s ?? 0} and type ${(code?.type ?? 0).toString(16).toUpperCase()}.`
    case 'code-dpl':
      return `DPL ${code?.dpl ?? 0} is greater than CPL ${attempt.cplBefore}.`
    case 'code-64-bit':
      return 'In IA-32e mode a handler needs L = 1 and D = 0.'
    case 'code-present':
      return `The descriptor at selector ${selector} has P = 0.`
    case 'tss-limit':
      return `The pointer would lie beyond the TSS limit ${formatLimit(attempt.tss?.limit ?? 0)}.`
    case 'tss-read':
      return 'The page that holds the stack pointer is missing.'
    case 'stack-segment':
      return 'The selector beside the stack pointer does not fit.'
    case 'stack-canonical':
      return `Bits 63:47 of ${formatHex(attempt.stackPointer?.value ?? attempt.rspBefore)} are not all equal.`
    case 'handler-canonical':
      return `Bits 63:47 of ${formatHex(gate?.offset ?? 0n)} are not all equal.`
    case 'frame-push':
      return 'The words would have to be stored where no page allows it.'
  }
}

const CLASS_WORDS: Readonly<Record<FaultClass, string>> = {
  benign: 'benign',
  contributory: 'contributory',
  'page-fault': 'a page fault',
}

const classOf = ({ first }: FailedPair): FaultClass =>
  faultClass(first.vector, first.source === 'exception')

/** What two exceptions become, and by which rule. */
export function ruleWords(pair: FailedPair): readonly [string, string] {
  const first = sourceName(pair.first)
  const second = vectorName(pair.second.vector)
  if (pair.rule === 'shutdown')
    return ['Shutdown', `${first} itself could not be delivered: a triple fault.`]
  const reason = `${first} is ${CLASS_WORDS[classOf(pair)]}, ${second} is ${CLASS_WORDS[faultClass(pair.second.vector, true)]}.`
  return pair.rule === 'double-fault'
    ? [`${first}, then ${second}: #DF replaces both`, reason]
    : [`${second} is served instead`, reason]
}

/** What RFLAGS in the frame has kept, for the footer. */
export function savedFlagsWords({ attempt }: IdtDispatch): string | undefined {
  const saved = attempt.frame.find(({ slot }) => slot === 'RFLAGS')?.value
  if (saved === undefined) return undefined
  const flag = hasInterruptFlag(saved) ? 'IF = 1' : 'IF = 0'
  return hasResumeFlag(saved)
    ? `RFLAGS in the frame has ${flag}, and RF = 1 as for every fault`
    : `RFLAGS in the frame has ${flag}`
}
