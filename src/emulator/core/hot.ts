/**
 * Numbers of the operations that the run loop carries out itself, without a call: the commonest instructions in their
 * 8-, 32- and 64-bit forms. All others are called through the function table.
 */
import { ADC, ADD, AND, CMP, OR, SBB, SUB, TEST, XOR } from './arithmetic'

// Forms: which operand is a register (R), memory (M) or an immediate (I).
export const RR: u32 = 0
export const RM: u32 = 3
export const MR: u32 = 6
export const RI: u32 = 9
export const MI: u32 = 12
// Widths.
export const W8: u32 = 0
export const W32: u32 = 1
export const W64: u32 = 2
// Operations of five forms and three widths.
export const HOT_ADD: u32 = 0
export const HOT_OR: u32 = 15
export const HOT_AND: u32 = 30
export const HOT_SUB: u32 = 45
export const HOT_XOR: u32 = 60
export const HOT_CMP: u32 = 75
export const HOT_TEST: u32 = 90
export const HOT_MOV: u32 = 105
// Operations of one form.
export const HOT_LEA32: u32 = 120
export const HOT_LEA64: u32 = 121
export const HOT_MOVZX8_R: u32 = 122
export const HOT_MOVZX8_M: u32 = 123
export const HOT_MOVZX16_R: u32 = 124
export const HOT_MOVZX16_M: u32 = 125
export const HOT_MOVSXD_R: u32 = 126
export const HOT_MOVSXD_M: u32 = 127
export const HOT_SHL32: u32 = 128
export const HOT_SHL64: u32 = 129
export const HOT_SHR32: u32 = 130
export const HOT_SHR64: u32 = 131
export const HOT_SAR32: u32 = 132
export const HOT_SAR64: u32 = 133
export const HOT_IMUL32: u32 = 134
export const HOT_IMUL64: u32 = 135
export const HOT_INC32: u32 = 136
export const HOT_INC64: u32 = 137
export const HOT_DEC32: u32 = 138
export const HOT_DEC64: u32 = 139
export const HOT_PUSH64: u32 = 140
export const HOT_POP64: u32 = 141
export const HOT_NOP: u32 = 142
export const HOT_CMOV32: u32 = 143
export const HOT_CMOV64: u32 = 144
export const HOT_SETCC: u32 = 145
// Ends of blocks.
export const HOT_END: u32 = 146
export const HOT_JMP: u32 = 147
export const HOT_CALL: u32 = 148
export const HOT_RET: u32 = 149
export const HOT_JMP_R: u32 = 150
export const HOT_JMP_M: u32 = 151
export const HOT_CALL_R: u32 = 152
export const HOT_CALL_M: u32 = 153
export const HOT_JCC: u32 = 160

/** From here on: an index into the function table, plus this. */
export const COLD: u32 = 256
/** The same for the last instruction of a block, which may set RIP, raise, or change what interrupts may do. */
export const COLD_END: u32 = 2048

/** The hot number of one of the opcode map's eight operations, or of TEST; −1 for ADC and SBB. */
export function hotArithmetic(operation: u32): i32 {
  if (operation == ADC || operation == SBB) return -1
  if (operation == ADD) return HOT_ADD
  if (operation == OR) return HOT_OR
  if (operation == AND) return HOT_AND
  if (operation == SUB) return HOT_SUB
  if (operation == XOR) return HOT_XOR
  if (operation == CMP) return HOT_CMP
  return operation == TEST ? HOT_TEST : -1
}
