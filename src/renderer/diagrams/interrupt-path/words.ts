/** What the drawing says in sentences: its title, the line below it, and what is said of a line that stands still. */
import { formatCount } from '../../../shared/format'
import type { BlockReason } from '../../../shared/events'
import { LINE_OF, deviceOf, isSlaveLine } from '../../../shared/interrupt-lines'
import type {
  InterruptPath,
  InterruptStanding,
  RequestWait,
  ServedLine,
} from '../../../shared/models/interrupt-path'
import { isRelease } from '../../../shared/scan-codes'
import { vectorName } from '../../../shared/x86/exceptions'
import { CHECK_FAILURES } from '../idt-dispatch/check-names'
import { remediesOf, type Held } from './conditions'
import type { PathSubject } from './drawing'
import {
  chipName,
  inputOf,
  instructionsWords,
  isEoiAutomatic,
  isUnended,
  latencyOf,
  lineName,
  missingEnds,
} from './facts'
import { waitsOf } from './stations'

const SUBJECTS = {
  timer: 'The timer tick',
  keyboard: 'The key',
  serial: 'The serial port',
  clock: 'The clock',
} as const

const TRAVELLERS = {
  timer: 'A timer tick',
  keyboard: 'A key press',
  serial: 'A serial byte',
  clock: 'A tick of the real-time clock',
} as const

type Asked = Pick<InterruptPath, 'line' | 'cause'>

/** The 8042 answers commands on the keyboard's line too. */
const isAnswer = ({ line, cause }: Asked): boolean =>
  deviceOf(line) === 'keyboard' && cause?.kind !== 'key'

function subjectOf(path: Asked): string {
  const device = deviceOf(path.line)
  const subject = isAnswer(path) ? 'An answer of the 8042' : device && SUBJECTS[device]
  return subject ? `${subject}, ${lineName(path.line)},` : lineName(path.line)
}

function travellerOf(path: Asked): string {
  const device = deviceOf(path.line)
  const { cause } = path
  if (isAnswer(path)) return 'An answer of the 8042'
  if (cause?.kind === 'key' && isRelease(cause.scanCode)) return 'A key release'
  return device ? TRAVELLERS[device] : lineName(path.line)
}

/** Why a request waits, as the end of a sentence that begins with its name. */
const WAIT_TITLES: Readonly<Record<BlockReason, (held: Held) => string>> = {
  masked: () => 'is masked, and waits in IRR',
  'in-service': ({ line, outrankedBy }) =>
    outrankedBy === line
      ? 'waits: the one before it is still in service'
      : `waits: ${outrankedBy === undefined ? 'a line of higher priority' : lineName(outrankedBy)} is still in service`,
  'cascade-masked': () => 'does not get past the master: its input 2 is masked',
  'cascade-in-service': ({ outrankedBy }) =>
    outrankedBy === 2
      ? 'waits: the master still serves the slave'
      : 'waits: the master serves a line of higher priority',
  'interrupts-disabled': () => 'waits in IRR until IF is 1',
  'interrupt-shadow': () => 'waits for one more instruction',
}

/** What it waited for at first, once it was taken. */
const LATE_TITLES: Readonly<Record<BlockReason, string>> = {
  masked: ' until it is unmasked',
  'in-service': ' for the EOI of another',
  'cascade-masked': ' until the master lets the slave in',
  'cascade-in-service': ' for an EOI to the master',
  'interrupts-disabled': ' until IF is 1',
  'interrupt-shadow': ' after STI',
}

const lastWait = ({ selected, standing }: PathSubject): RequestWait | undefined =>
  selected && waitsOf(selected, standing).at(-1)

export const titleOf = (subject: PathSubject): string =>
  subject.selected ? pathTitle(subject, subject.selected) : standingTitle(subject.standing)

function pathTitle(subject: PathSubject, path: InterruptPath): string {
  const { acknowledged, delivery, withdrawnBy } = path
  const name = subjectOf(path)
  if (withdrawnBy !== undefined) return `${name} is withdrawn before anybody takes it`
  if (!acknowledged) return waitingTitle(subject, path)
  if (acknowledged.isSpurious) return 'Nobody asks any more: the 8259 answers with its lowest line'
  if (delivery?.kind === 'failed') return `${name} finds no handler`
  if (acknowledged.vector < FIRST_USER_VECTOR)
    return `${name} comes in through the gate of ${vectorName(acknowledged.vector)}`
  if (isUnended(path)) return `${name} is served, and its EOI is forgotten`
  return takenTitle(path)
}

const FIRST_USER_VECTOR = 32

function waitingTitle(subject: PathSubject, path: InterruptPath): string {
  const wait = lastWait(subject)
  const [reason] = wait?.reasons ?? []
  const name = subjectOf(path)
  return wait && reason
    ? `${name} ${WAIT_TITLES[reason]({ ...wait, line: path.line })}`
    : `${name} is asked for, and about to be taken`
}

function takenTitle(path: InterruptPath): string {
  const { acknowledged, line } = path
  const latency = latencyOf(path) ?? 0
  const outer = acknowledged?.nestedIn.find((each) => each !== line)
  if (outer !== undefined)
    return `${subjectOf(path)} outranks ${lineName(outer)} and interrupts its handler`
  const [first] = path.waits[0]?.reasons ?? []
  if (first && latency > 0)
    return `${subjectOf(path)} waits ${instructionsWords(latency)}${LATE_TITLES[first]}`
  if (isSlaveLine(line)) return `${travellerOf(path)} goes through both controllers`
  if (isEoiAutomatic(path))
    return `${travellerOf(path)} is served, and the controller ends it by itself`
  if (path.returned === undefined) return `${travellerOf(path)} is in the hands of its handler`
  return `${travellerOf(path)} travels from the pin to its handler`
}

/** The line below the title: from the one that says most to the shortest. */
export function subtitlesOf(subject: PathSubject): readonly string[] {
  const { selected: path, standing } = subject
  if (!path) return standingSubtitles(standing)
  const { acknowledged, delivery } = path
  const wait = lastWait(subject)
  if (path.withdrawnBy !== undefined)
    return ['The device lowered its line before INTA, and IRR forgot the request.']
  if (!acknowledged) {
    return wait && wait.reasons.length > 0
      ? [remediesOf({ ...wait, line: path.line }), whereWords(path)]
      : ['It is taken before the next instruction.']
  }
  if (acknowledged.isSpurious)
    return ['INTA came after the line had fallen. ISR keeps nothing, and no EOI is due.']
  if (delivery?.kind === 'failed')
    return [
      `Vector ${acknowledged.vector}: ${CHECK_FAILURES[delivery.check]}. The ISR bit stays set.`,
    ]
  if (acknowledged.vector < FIRST_USER_VECTOR)
    return [
      `The base is ${acknowledged[chipName(path.line)].base}, as the BIOS left it: ${lineName(path.line)} is vector ${acknowledged.vector}, with no error code.`,
    ]
  if (isUnended(path))
    return [
      `Its handler returned, and ISR bit ${inputOf(path.line)} still keeps out ${lineName(path.line)} and all that rank lower.`,
      `ISR bit ${inputOf(path.line)} stays set, and keeps out what ranks lower.`,
    ]
  return servedSubtitles(path)
}

function servedSubtitles(path: InterruptPath): readonly string[] {
  if (path.acknowledged?.haltedSince !== undefined && path.waits.length === 0)
    return [
      'It wakes the processor from HLT. IRR keeps the request, ISR marks it in service until the EOI.',
      'It wakes the processor from HLT, and is in service until the EOI.',
    ]
  if (missingEnds(path).length > 0)
    return [
      'ISR keeps out all that rank no higher until the handler has written the EOI.',
      'Its EOI is yet to come.',
    ]
  return [
    'The 8259 remembers the request (IRR), applies the mask (IMR), and marks it in service (ISR) until the EOI.',
    'IRR remembers the request, IMR may mask it, ISR marks it until the EOI.',
  ]
}

const whereWords = ({ line }: InterruptPath): string =>
  `The request stays in IRR of the ${chipName(line)}.`

/** Of one that waits: each reason, first asked first. */
export function blockedWords(held: Held): string {
  const words = held.reasons.map((reason) => reasonWords(reason, held))
  return words.length === 0 ? 'it is taken next' : words.join('; then ')
}

function reasonWords(reason: BlockReason, { line, outrankedBy }: Held): string {
  const chip = chipName(line)
  switch (reason) {
    case 'masked':
      return `IMR bit ${inputOf(line)} of the ${chip} masks it`
    case 'in-service':
      return outrankedBy === line
        ? `${lineName(line)} itself is still in service`
        : `${outrankedBy === undefined ? 'another line' : lineName(outrankedBy)} is in service and ranks higher`
    case 'cascade-masked':
      return 'IMR bit 2 of the master masks the slave'
    case 'cascade-in-service':
      return 'the master has the slave in service still'
    case 'interrupts-disabled':
      return 'IF is 0'
    case 'interrupt-shadow':
      return 'STI or MOV SS was just done'
  }
}

/** Lines that are high with nothing in IRR or ISR: sensed by edge, they cannot ask again before they fall. */
export function heldHighLines({ master, slave }: InterruptStanding): readonly number[] {
  return Object.values(LINE_OF).filter((line) => {
    // The timer's output is high most of the time, and falls by itself.
    if (line === LINE_OF.timer) return false
    const chip = isSlaveLine(line) ? slave : master
    const bit = 1 << inputOf(line)
    return (chip.lines & bit & ~chip.levelTriggered & ~chip.irr & ~chip.isr) !== 0
  })
}

export const heldHighWords = (line: number): string =>
  line === LINE_OF.keyboard
    ? 'stays high: the 8042 still holds a byte that nobody has read from port 0x60.'
    : 'stays high: its device has not been served.'

export const servedWords = ({ line, since }: ServedLine): string => {
  const place = `is in service (ISR bit ${inputOf(line)} of the ${chipName(line)})`
  return since === undefined ? place : `${place}, since ${formatCount(since)}`
}

function standingTitle(standing: InterruptStanding): string {
  const { waiting, inService, interruptsEnabled, activity } = standing
  const [first] = waiting
  if (activity === 'shut down') return 'The processor has shut down: no interrupt reaches it'
  if (waiting.length > 1) return `${waiting.length} lines wait, and none is taken`
  if (first) return waitingLineTitle(first)
  if (inService.some(({ isUnended }) => isUnended))
    return 'A line is still in service, though its handler has returned'
  if (inService.length > 0)
    return `${inService.map(({ line }) => lineName(line)).join(' and ')} in service, nothing waits`
  if (heldHighLines(standing).includes(LINE_OF.keyboard))
    return 'The keyboard cannot ask again: its byte was never read'
  if (activity === 'halted')
    return interruptsEnabled
      ? 'The processor sleeps until a line asks'
      : 'The processor sleeps with IF = 0: no line can wake it'
  return interruptsEnabled
    ? 'No line asks, and every open one would be taken'
    : 'No line asks, and the processor takes none: IF is 0'
}

function waitingLineTitle(held: Held): string {
  const [reason] = held.reasons
  return reason
    ? `${lineName(held.line)} ${WAIT_TITLES[reason](held)}`
    : `${lineName(held.line)} is about to be taken`
}

function standingSubtitles({
  interruptsEnabled,
  activity,
  master,
  slave,
}: InterruptStanding): readonly string[] {
  const flag = `IF is ${interruptsEnabled ? 1 : 0}`
  const state = { running: 'the processor runs', halted: 'the processor sleeps in HLT', 'shut down': 'the processor is shut down' }[activity] // prettier-ignore
  const hasLevel = (master.levelTriggered | slave.levelTriggered) !== 0
  const edges =
    master.levelTriggered === 0xff
      ? 'level-triggered'
      : `edge-triggered${hasLevel ? ', those with L level-triggered' : ''}`
  return [
    `Both controllers as they stand, lines ${edges}; ${flag}, and ${state}.`,
    `Both controllers as they stand; ${flag}, and ${state}.`,
    `${flag}, and ${state}.`,
  ]
}
