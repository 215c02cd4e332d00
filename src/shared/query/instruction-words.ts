/** Instructions that `insn` knows, in the SDM's names in lower case. */

export const INSTRUCTION_WORDS = [
  ...['lidt', 'lgdt', 'ltr', 'sti', 'cli', 'hlt'],
  ...['iretq', 'invlpg', 'int3', 'in', 'out'],
  'sse', // a class: this processor has none of them, each raises #UD, and so none ever retires
] as const

export type InstructionWord = (typeof INSTRUCTION_WORDS)[number]
