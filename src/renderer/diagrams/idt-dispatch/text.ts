/** The text twin of the idt-dispatch diagram: the same facts for those who hear instead of see. */
import { formatCount, formatHex } from '../../../shared/format'
import type { DispatchEnd, IdtDispatch } from '../../../shared/models/idt-dispatch'
import { vectorName } from '../../../shared/x86/exceptions'
import { gateTypeName } from '../../../shared/x86/idt-gate'
import { selectorErrorWords } from '../../../shared/x86/selector-error-code'
import type { DiagramText, DiagramTextRow } from '../diagram'
import { plainText } from '../primitives/prose'
import { CHECK_NAMES } from './check-names'
import { codeOf, gateOf } from './drawing'
import {
  formatLimit,
  gateCount,
  hasInterruptFlag,
  hasResumeFlag,
  instructionsUntil,
  sourceName,
  vectorMeaning,
} from './facts'
import { ruleWords, subtitlesOf, titleOf } from './words'

export const dispatchText = (dispatch: IdtDispatch): DiagramText => ({
  title: titleOf(dispatch),
  summary: summaryOf(dispatch),
  rows: rowsOf(dispatch),
})

function summaryOf(dispatch: IdtDispatch): string {
  return [
    `${titleOf(dispatch)}.`,
    plainText(subtitlesOf(dispatch)[0] ?? ''),
    contextSentence(dispatch),
    ...endSentences(dispatch),
    `Instruction ${formatCount(dispatch.instant)}, CPL ${dispatch.attempt.cplBefore}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function contextSentence({ after, within, depth }: IdtDispatch): string {
  if (after) {
    const [rule, reason] = ruleWords(after)
    return `While ${sourceName(after.first)} was being delivered, ${vectorName(after.second.vector)} was raised. ${rule}: ${reason}`
  }
  if (depth === 0) return ''
  const names = within.map(sourceName).join(', in that of ')
  const rest = depth > within.length ? `, and in ${formatCount(depth - within.length)} more` : ''
  return `It came inside the handler of ${names}${rest}.`
}

function endSentences(dispatch: IdtDispatch): readonly string[] {
  const { end, entry } = dispatch
  if (end.kind === 'failed') {
    if (!end.pair) return ['No handler was called.']
    const { vector, errorCode } = end.pair.second
    const code = errorCode === undefined ? '' : ` with error code ${formatHex(errorCode, 4)}`
    const [rule, reason] = ruleWords(end.pair)
    return [`${vectorName(vector)}${code} was raised.`, `${rule}: ${reason}`]
  }
  const handler = entry?.handler
  const place = handler?.symbol ?? (handler ? formatHex(handler.rip) : '')
  return [`The handler is ${place}.`, endSentence(end, dispatch)]
}

function endSentence(end: Exclude<DispatchEnd, { kind: 'failed' }>, dispatch: IdtDispatch): string {
  switch (end.kind) {
    case 'returned': {
      const place = end.isElsewhere
        ? 'where the handler chose, since it changed the saved RIP'
        : 'back'
      return `IRETQ went ${place}, to ${formatHex(end.target.rip)}, after ${formatCount(instructionsUntil(dispatch, end.instant))} instructions.`
    }
    case 'open':
      return 'No IRETQ has taken its frame off yet.'
    case 'overwritten':
      return `It never returns: ${sourceName(end.by)} pushed over its frame.`
    case 'left':
      return 'It never returns: the handler around it did.'
  }
}

const row = (name: string, value: string, remark = ''): DiagramTextRow => ({ name, value, remark })

function rowsOf(dispatch: IdtDispatch): readonly DiagramTextRow[] {
  const { attempt, vector, entry, checks } = dispatch
  const count = gateCount(dispatch)
  return [
    row('source', sourceName(dispatch), `vector ${vector}, ${vectorMeaning(vector)}`),
    row('IDTR.base', formatHex(attempt.idtr.base)),
    row(
      'IDTR.limit',
      formatLimit(attempt.idtr.limit),
      `${count} gates of ${dispatch.gateBytes} bytes`,
    ),
    row('gate', formatHex(attempt.gateAddress), gateRemark(dispatch)),
    ...codeRows(dispatch),
    ...checks.map(({ check, result }) => row(CHECK_NAMES[check], RESULTS[result])),
    ...stackRows(dispatch),
    ...attempt.frame.map(({ slot, address, value }) =>
      row(
        slot,
        formatHex(value),
        [`at ${formatHex(address)}`, slotRemark(slot, value)]
          .filter((part) => part !== '')
          .join(', '),
      ),
    ),
    ...(dispatch.errorCode !== undefined ? [errorCodeRow(dispatch)] : []),
    ...(entry
      ? [
          row(
            'handler',
            formatHex(entry.handler.rip),
            [entry.handler.symbol, entry.handler.source]
              .filter((part) => part !== undefined)
              .join(', '),
          ),
        ]
      : []),
    ...(entry
      ? [
          row('RFLAGS.IF', `${entry.ifBefore ? 1 : 0}, then ${entry.ifAfter ? 1 : 0}`),
          row('CPL', `${attempt.cplBefore}, then ${entry.cplAfter}`),
        ]
      : []),
  ]
}

const RESULTS = { passed: 'passed', failed: 'failed', 'not-made': 'not made' } as const

function gateRemark(dispatch: IdtDispatch): string {
  const gate = gateOf(dispatch)
  if (!gate) return 'not read'
  return [
    gateTypeName(gate) ?? 'no gate',
    `DPL ${gate.dpl}`,
    `P ${gate.isPresent ? 1 : 0}`,
    `IST ${gate.ist}`,
    `selector ${formatHex(gate.selector, 4)}`,
    `offset ${formatHex(gate.offset)}`,
  ].join(', ')
}

function codeRows(dispatch: IdtDispatch): readonly DiagramTextRow[] {
  const { codeDescriptor } = dispatch.attempt
  const code = codeOf(dispatch)
  if (!codeDescriptor || !code) return []
  const remark = `at ${formatHex(codeDescriptor.address)}, S ${code.s}, type 0x${code.type.toString(16)}, DPL ${code.dpl}, P ${code.isPresent ? 1 : 0}, L ${code.l}, D ${code.d}`
  return [row('code segment', formatHex(codeDescriptor.value), remark)]
}

const STACKS = {
  current: 'RSP was kept',
  ist: 'read from the TSS, as the IST field says',
  'privilege-change': 'read from the TSS, because the ring changes',
} as const

function stackRows({ attempt }: IdtDispatch): readonly DiagramTextRow[] {
  const { stackSource, stackPointer, frameTop, rspBefore } = attempt
  if (stackSource === undefined) return []
  const source = stackPointer
    ? `${STACKS[stackSource]}, at ${formatHex(stackPointer.address)}`
    : STACKS[stackSource]
  const pointer = stackPointer?.value ?? rspBefore
  return [
    row('stack pointer', formatHex(pointer), source),
    ...(frameTop === undefined
      ? []
      : [row('top of the frame', formatHex(frameTop), 'a multiple of 16')]),
  ]
}

function slotRemark(slot: string, value: bigint): string {
  if (slot !== 'RFLAGS') return ''
  const flag = (isSet: boolean) => (isSet ? 1 : 0)
  return `IF ${flag(hasInterruptFlag(value))}, RF ${flag(hasResumeFlag(value))}`
}

function errorCodeRow({ vector, errorCode = 0, cr2 }: IdtDispatch): DiagramTextRow {
  const value = formatHex(errorCode, 4)
  if (cr2 !== undefined) return row('CR2', formatHex(cr2), `error code ${value}`)
  return row(
    `error code of ${vectorName(vector)}`,
    value,
    errorCode === 0 ? '' : selectorErrorWords(errorCode),
  )
}
