/** Single instructions as events: `insn`, `reg rflags`, `reg ss`, `enter`. */
import type {
  ExceptionDelivered,
  FrameWord,
  HandlerEntered,
  InstructionEvent,
  ToldInstruction,
} from '../../shared/events'
import type { InstructionWord } from '../../shared/query/instruction-words'
import type { Fields } from './event-record'
import { registerFact } from './record-control'
import type { Fact } from './recorder'

/** As queries name them. */
const WORDS: Readonly<Record<ToldInstruction, InstructionWord>> = {
  LIDT: 'lidt',
  LGDT: 'lgdt',
  LTR: 'ltr',
  STI: 'sti',
  CLI: 'cli',
  HLT: 'hlt',
  IRET: 'iretq',
  INVLPG: 'invlpg',
  INT3: 'int3',
  IN: 'in',
  OUT: 'out',
}

const INTERRUPT_FLAG = 1n << 9n

export interface InstructionFacts {
  facts(event: InstructionEvent): readonly Fact[]
  /** The frame of a handler is that of the delivery before it. */
  noteDelivery(event: ExceptionDelivered): void
}

export function createInstructionFacts(): InstructionFacts {
  let delivered: ExceptionDelivered | undefined

  function enterFact({ vector, rip, rsp, rflags }: HandlerEntered): Fact {
    const isOfThis = delivered?.vector === vector && delivered.handlerRip === rip
    const frame = isOfThis && delivered ? { frame: frameFields(delivered.attempt.frame) } : {}
    const isEnabled = (rflags & INTERRUPT_FLAG) !== 0n
    const fields = { vec: BigInt(vector), if: isEnabled ? 1n : 0n, rsp, rip, ...frame }
    return { kind: 'enter', arguments: [], fields }
  }

  return {
    noteDelivery(event) {
      delivered = event
    },
    facts(event) {
      switch (event.type) {
        case 'instruction.retired': {
          const { instruction, operand, rip } = event
          const fields = operand === undefined ? { rip } : { rip, operand }
          return [{ kind: 'insn', arguments: [WORDS[instruction]], fields }]
        }
        case 'instruction.flags-changed':
          return [registerFact('rflags', event)]
        case 'instruction.stack-segment-loaded':
          return [registerFact('ss', event)]
        case 'instruction.handler-entered':
          return [enterFact(event)]
      }
    },
  }
}

const SLOTS: Readonly<Record<FrameWord['slot'], string>> = {
  SS: 'ss',
  RSP: 'rsp',
  RFLAGS: 'rflags',
  CS: 'cs',
  RIP: 'rip',
  'error code': 'err',
}

/** A pushed word as queries name its slot. */
export const slotWord = ({ slot }: FrameWord): string => SLOTS[slot]

/** The words of a frame by their slots. */
export const frameFields = (frame: readonly FrameWord[]): Fields =>
  Object.fromEntries(frame.map((word) => [slotWord(word), word.value]))
