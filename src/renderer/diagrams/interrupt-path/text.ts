/** The text twin of the interrupt-path diagram: the same facts for those who hear instead of see. */
import { formatCount, formatShortHex } from '../../../shared/format'
import type { PicRegisters } from '../../../shared/events'
import type { InterruptPath, InterruptStanding } from '../../../shared/models/interrupt-path'
import type { DiagramText, DiagramTextRow } from '../diagram'
import { plainText } from '../primitives/prose'
import { captionsOf } from './captions'
import { conditionsOf, remediesOf, type Condition } from './conditions'
import type { PathSubject } from './drawing'
import { durationOf, instructionsWords, latencyOf, lineName } from './facts'
import { progressOf, stationsOf, waitsOf } from './stations'
import {
  blockedWords,
  heldHighLines,
  heldHighWords,
  servedWords,
  subtitlesOf,
  titleOf,
} from './words'

export const pathText = (subject: PathSubject): DiagramText => ({
  title: titleOf(subject),
  summary: subject.selected ? pathSummary(subject, subject.selected) : standingSummary(subject),
  rows: subject.selected ? pathRows(subject, subject.selected) : standingRows(subject.standing),
})

function pathSummary(subject: PathSubject, path: InterruptPath): string {
  const latency = latencyOf(path)
  const duration = durationOf(path)
  const captions = captionsOf(subject).map(({ headline, detail }) => `${headline} ${detail}`)
  return [
    `${titleOf(subject)}.`,
    ...captions.map(plainText),
    ...(latency === undefined
      ? []
      : [`From the request to the handler: ${instructionsWords(latency)}.`]),
    ...(duration === undefined ? [] : [`The handler took ${instructionsWords(duration)}.`]),
  ].join(' ')
}

function standingSummary(subject: PathSubject): string {
  const { standing } = subject
  return [
    `${titleOf(subject)}.`,
    ...subtitlesOf(subject).slice(0, 1),
    ...standing.waiting.map(
      (request) =>
        `${lineName(request.line)} waits: ${blockedWords(request)}. ${remediesOf(request)}`,
    ),
    ...standing.inService.map((served) => `${lineName(served.line)} ${servedWords(served)}.`),
    ...heldHighLines(standing).map((line) => `${lineName(line)} ${heldHighWords(line)}`),
    `Instruction ${formatCount(standing.instant)}.`,
  ].join(' ')
}

const row = (name: string, value: string, remark = ''): DiagramTextRow => ({ name, value, remark })

const bits = (register: number): string => register.toString(2).padStart(8, '0')

const chipRows = (
  name: string,
  { irr, imr, isr, base, lines }: PicRegisters,
): readonly DiagramTextRow[] => [
  row(`${name} lines`, bits(lines), 'as the devices drive them'),
  row(`${name} IRR`, bits(irr), 'requested'),
  row(`${name} IMR`, bits(imr), 'masked'),
  row(`${name} ISR`, bits(isr), 'in service'),
  row(`${name} base`, String(base), formatShortHex(base)),
]

const conditionRow = ({ question, value, remark, state }: Condition): DiagramTextRow =>
  row(
    question,
    value,
    `${remark}${{ passed: '', first: ': this holds it back', also: ': this too', unasked: '' }[state]}`,
  )

function pathRows({ standing }: PathSubject, path: InterruptPath): readonly DiagramTextRow[] {
  const captions = captionsOf({ selected: path, standing })
  const { chips } = progressOf(path, standing)
  const wait = path.acknowledged ? undefined : waitsOf(path, standing).at(-1)
  return [
    ...stationsOf(path, standing).map((station, index) =>
      row(
        `${index + 1} ${station.kind}`,
        formatCount(progressOf(path, standing, index + 1).instant),
        plainText(captions[index]?.headline ?? ''),
      ),
    ),
    ...(wait ? conditionsOf({ ...wait, line: path.line }, wait).map(conditionRow) : []),
    ...chipRows('master', chips.master),
    ...chipRows('slave', chips.slave),
  ]
}

const standingRows = (standing: InterruptStanding): readonly DiagramTextRow[] => [
  row('RFLAGS.IF', standing.interruptsEnabled ? '1' : '0'),
  row('shadow', standing.isShadowed ? 'STI or MOV SS' : 'none'),
  row('CR8', String(standing.cr8), 'the 8259s do not ask it'),
  row('processor', standing.activity),
  ...standing.waiting.map((request) =>
    row(lineName(request.line), 'waits', `${blockedWords(request)}. ${remediesOf(request)}`),
  ),
  ...standing.inService.map((served) =>
    row(lineName(served.line), 'in service', servedWords(served)),
  ),
  ...chipRows('master', standing.master),
  ...chipRows('slave', standing.slave),
]
