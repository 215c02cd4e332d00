/** Decodes the records of single instructions. */
import type { InstructionEvent, ToldInstruction } from '../../shared/events'
import { linearAddress, vector } from '../../shared/units'
import * as L from '../core/layout'
import { data, type EventRecord } from './event-record'

/** By INSTRUCTION_… of the core, and whether it has an operand. */
const INSTRUCTIONS: Readonly<Record<number, readonly [ToldInstruction, boolean]>> = {
  [L.INSTRUCTION_LIDT]: ['LIDT', true],
  [L.INSTRUCTION_LGDT]: ['LGDT', true],
  [L.INSTRUCTION_LTR]: ['LTR', true],
  [L.INSTRUCTION_STI]: ['STI', false],
  [L.INSTRUCTION_CLI]: ['CLI', false],
  [L.INSTRUCTION_HLT]: ['HLT', false],
  [L.INSTRUCTION_IRET]: ['IRET', true],
  [L.INSTRUCTION_INVLPG]: ['INVLPG', true],
  [L.INSTRUCTION_INT3]: ['INT3', false],
  [L.INSTRUCTION_IN]: ['IN', true],
  [L.INSTRUCTION_OUT]: ['OUT', true],
}

const common = ({ when, rip }: EventRecord) =>
  ({ topic: 'instruction', instant: when, rip }) as const

export function decodeRetired(record: EventRecord): InstructionEvent {
  const [instruction, hasOperand] = INSTRUCTIONS[record.flags] ?? ['HLT', false]
  return {
    ...common(record),
    type: 'instruction.retired',
    instruction,
    ...(hasOperand && { operand: data(record, 0) }),
  }
}

export const decodeFlags = (record: EventRecord): InstructionEvent => ({
  ...common(record),
  type: 'instruction.flags-changed',
  old: data(record, 0),
  new: data(record, 1),
})

export const decodeStackSegment = (record: EventRecord): InstructionEvent => ({
  ...common(record),
  type: 'instruction.stack-segment-loaded',
  old: data(record, 0),
  new: data(record, 1),
})

export const decodeEntered = (record: EventRecord): InstructionEvent => ({
  ...common(record),
  type: 'instruction.handler-entered',
  vector: vector(record.flags >> 8),
  rsp: linearAddress(data(record, 0)),
  rflags: data(record, 1),
})
