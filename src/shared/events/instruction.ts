/** Facts about single instructions, for whoever asks for them by name. They are many, and recorded on demand alone. */
import type { Instant, LinearAddress, Vector } from '../units'

/** Instructions that are told of as they retire. IRET stands for its 64-bit form as well. */
export type ToldInstruction =
  'LIDT' | 'LGDT' | 'LTR' | 'STI' | 'CLI' | 'HLT' | 'IRET' | 'INVLPG' | 'INT3' | 'IN' | 'OUT'

export interface InstructionRetired {
  readonly topic: 'instruction'
  readonly type: 'instruction.retired'
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly instruction: ToldInstruction
  /** LIDT, LGDT, INVLPG: a linear address; LTR: the selector; IN, OUT: the port; IRET: where it goes. Else absent. */
  readonly operand?: bigint
}

/** Flags that are no result of arithmetic: IF, TF, IOPL, NT, AC, VM, ID. */
export interface FlagsChanged {
  readonly topic: 'instruction'
  readonly type: 'instruction.flags-changed'
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly old: bigint
  readonly new: bigint
}

export interface StackSegmentLoaded {
  readonly topic: 'instruction'
  readonly type: 'instruction.stack-segment-loaded'
  readonly instant: Instant
  readonly rip: LinearAddress
  /** Selectors. */
  readonly old: bigint
  readonly new: bigint
}

/** The first instruction of a handler was fetched and is about to be executed. */
export interface HandlerEntered {
  readonly topic: 'instruction'
  readonly type: 'instruction.handler-entered'
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly vector: Vector
  readonly rsp: LinearAddress
  readonly rflags: bigint
}

export type InstructionEvent =
  InstructionRetired | FlagsChanged | StackSegmentLoaded | HandlerEntered
