/**
 * What must hold for a request to be taken, in the order in which the controllers and the processor ask; and what would
 * have to happen where it does not hold.
 */
import type { BlockReason, PicRegisters } from '../../../shared/events'
import { CASCADE_LINE, isSlaveLine } from '../../../shared/interrupt-lines'
import type { InterruptPath } from '../../../shared/models/interrupt-path'
import { PORTS, chipName, inputOf, lineName } from './facts'
import type { Chips } from './stations'
import { formatShortHex } from '../../../shared/format'

/** `first`: the first that does not hold. `also`: another one. `unasked`: holds, behind one that does not. */
export type ConditionState = 'passed' | 'first' | 'also' | 'unasked'

export interface Condition {
  readonly key: string
  readonly question: string
  /** The bit that answers it. */
  readonly value: string
  readonly remark: string
  readonly state: ConditionState
}

export interface Held {
  readonly line: number
  readonly reasons: readonly BlockReason[]
  readonly outrankedBy?: number
}

type Draft = Omit<Condition, 'state'> & { readonly reason?: BlockReason }

const bitOf = (register: number, input: number): 0 | 1 => (register & (1 << input) ? 1 : 0)

function chipDrafts(held: Held, { master, slave }: Chips): readonly Draft[] {
  const { line, outrankedBy } = held
  const input = inputOf(line)
  const chip: PicRegisters = isSlaveLine(line) ? slave : master
  const isLevel = bitOf(chip.levelTriggered, input) === 1
  const name = lineName(line)
  const isOutranked = held.reasons.includes('in-service')
  const drafts: readonly Draft[] = [
    {
      key: 'requested',
      question: 'requested?',
      value: `IRR bit ${input} = ${bitOf(chip.irr, input)}`,
      remark: isLevel ? 'its line is high' : 'IRR keeps the request',
    },
    {
      key: 'unmasked',
      reason: 'masked',
      question: 'unmasked?',
      value: `IMR bit ${input} = ${bitOf(chip.imr, input)}`,
      remark: bitOf(chip.imr, input) ? `${name} is masked` : `${name} is let through`,
    },
    {
      key: 'priority',
      reason: 'in-service',
      question: 'not outranked?',
      value:
        isOutranked && outrankedBy !== undefined
          ? `ISR bit ${inputOf(outrankedBy)} = 1`
          : chip.isr === 0
            ? 'ISR = 0'
            : `ISR bit ${input} = 0`,
      remark: isOutranked ? outrankedWords(line, outrankedBy) : freeWords(chip),
    },
  ]
  return isSlaveLine(line) ? [...drafts, ...cascadeDrafts(held, master)] : drafts
}

const freeWords = ({ isr }: PicRegisters): string =>
  isr === 0 ? 'nothing in service' : 'those in service rank lower'

const outrankedWords = (line: number, by: number | undefined): string =>
  by === undefined
    ? 'another is in service'
    : by === line
      ? `${lineName(line)} is still in service`
      : `${lineName(by)} outranks ${lineName(line)}`

function cascadeDrafts({ reasons, outrankedBy }: Held, master: PicRegisters): readonly Draft[] {
  const isOutranked = reasons.includes('cascade-in-service')
  const input = outrankedBy !== undefined && !isSlaveLine(outrankedBy) ? outrankedBy : CASCADE_LINE
  return [
    {
      key: 'cascade-unmasked',
      reason: 'cascade-masked',
      question: 'input 2 open?',
      value: `IMR bit 2 = ${bitOf(master.imr, CASCADE_LINE)}`,
      remark: bitOf(master.imr, CASCADE_LINE)
        ? 'the master masks the slave'
        : 'the slave comes in here',
    },
    {
      key: 'cascade-priority',
      reason: 'cascade-in-service',
      question: 'master free?',
      value: isOutranked ? `ISR bit ${input} = 1` : 'ISR bit 2 = 0',
      remark: isOutranked ? 'no EOI to the master' : 'none of the slave in service',
    },
  ]
}

const processorDrafts = ({ reasons }: Held): readonly Draft[] => [
  {
    key: 'enabled',
    reason: 'interrupts-disabled',
    question: 'CPU lets it in?',
    value: reasons.includes('interrupts-disabled') ? 'IF = 0' : 'IF = 1',
    remark: reasons.includes('interrupts-disabled') ? 'RFLAGS.IF is clear' : 'RFLAGS.IF is set',
  },
  {
    key: 'unshadowed',
    reason: 'interrupt-shadow',
    question: 'STI not just now?',
    value: reasons.includes('interrupt-shadow') ? 'STI just now' : 'not just now',
    remark: reasons.includes('interrupt-shadow')
      ? 'one instruction must pass first'
      : 'STI holds back for one instruction',
  },
]

export function conditionsOf(held: Held, chips: Chips): readonly Condition[] {
  const [first] = held.reasons
  let isBehind = false
  return [...chipDrafts(held, chips), ...processorDrafts(held)].map(({ reason, ...draft }) => {
    const isFirst = reason !== undefined && reason === first
    const isHolding = reason === undefined || !held.reasons.includes(reason)
    const state = isFirst ? 'first' : !isHolding ? 'also' : isBehind ? 'unasked' : 'passed'
    isBehind ||= isFirst
    return { ...draft, state }
  })
}

/** What would let the request pass this one, as an imperative without its full stop. */
export function remedyOf(reason: BlockReason, { line, outrankedBy }: Held): string {
  const chip = chipName(line)
  const port = (of: keyof typeof PORTS, which: 'command' | 'data') =>
    `port ${formatShortHex(PORTS[of][which])}`
  switch (reason) {
    case 'masked':
      return `clear IMR bit ${inputOf(line)} (${port(chip, 'data')})`
    case 'in-service':
      return `end ${lineName(outrankedBy ?? line)}: write 0x20 to ${port(chip, 'command')}`
    case 'cascade-masked':
      return `clear IMR bit 2 of the master (${port('master', 'data')})`
    case 'cascade-in-service':
      return `send the master its EOI: write 0x20 to ${port('master', 'command')}`
    case 'interrupts-disabled':
      return 'set IF: STI, or an IRETQ that brings it back'
    case 'interrupt-shadow':
      return 'let one more instruction pass'
  }
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** In the order in which it would have to happen. */
export function remediesOf(held: Held): string {
  const remedies = held.reasons.map((reason) => remedyOf(reason, held))
  return remedies.length === 0
    ? 'It is taken before the next instruction.'
    : `${capital(remedies.join('; then '))}.`
}

/** A request that was never made is held back by nothing. */
export const heldOf = (path: InterruptPath, wait: Omit<Held, 'line'>): Held => ({
  line: path.line,
  reasons: wait.reasons,
  ...(wait.outrankedBy !== undefined && { outrankedBy: wait.outrankedBy }),
})
