/** What ModRM and prefixes make of a row of the opcode map, and what an operation needs besides its operands. */
import { DS, ES, FS, GS, MODE_64, OPCODE_GROUPS, SS } from './layout'
import { CMP, TEST } from './arithmetic'
import { operandPrefix, repPrefix, rex } from './decode-prefixes'
import {
  CONDITION, CRC32_BYTE, CRC32_WIDE, DEFINED, E_BYTE, ENDS, GROUP, GROUP_2, IMMEDIATE, LOCK, MAP_0F38, MAP_ONE, MODRM,
  OPCODE, OPERATION, SEGMENT_BASE_ROW, UNSIZED, WRITES,
} from './opcode-map'
import {
  OP_ACCESS_CHECK, OP_ALU_IMMEDIATE, OP_ALU_TO_FIRST, OP_ALU_TO_REGISTER, OP_ARPL, OP_BIT, OP_BIT_IMMEDIATE, OP_BOUND,
  OP_BSWAP16, OP_BSWAP32, OP_BSWAP64, OP_CALL_FAR_FIRST, OP_CMPXCHG16B, OP_CMPXCHG8B, OP_GROUP_6, OP_GROUP_7,
  OP_JMP_FAR_FIRST, OP_LAR, OP_LOAD_FAR, OP_LSL, OP_MISSING, OP_MOV_FROM_SEGMENT, OP_MOV_TO_SEGMENT, OP_MOVSX16,
  OP_MOVSXD, OP_MOVZX16, OP_NOP, OP_POP_SEGMENT, OP_PUSH_SEGMENT, OP_RDTSCP, OP_SHIFT_CL, OP_SHIFT_IMMEDIATE, OP_SWAPGS,
} from './operations'
import { mode } from './state'

const MISSING_ROW: u32 = OP_MISSING | UNSIZED | ENDS | DEFINED

/** The row of a group by ModRM.reg, with the operands of the row that led to it. */
export function groupRow(row: u32, modrm: u32): u32 {
  const number = row & OPERATION
  const reg = (modrm >> 3) & 7
  const inGroup = load<u32>(OPCODE_GROUPS + (((number << 3) | reg) << 2))
  if (!inGroup) return 0
  if (number == GROUP_2) return (row & ~(OPERATION | GROUP)) | (row & IMMEDIATE ? OP_SHIFT_IMMEDIATE : OP_SHIFT_CL)
  return (row & ~(OPERATION | GROUP)) | inGroup
}

/** What prefixes and ModRM make of a row beyond what a table can say. */
export function refine(map: u32, opcode: u32, modrm: u32, row: u32): u32 {
  if (map == MAP_ONE) {
    if (opcode == 0x63 && mode() != MODE_64) return OP_ARPL | MODRM | UNSIZED | DEFINED
    // NOP is XCHG rAX, rAX that leaves the upper half alone.
    if (opcode == 0x90 && !(rex & 1)) return OP_NOP | UNSIZED | DEFINED
    // VEX and EVEX take the place of LES, LDS and BOUND.
    if ((opcode == 0xc4 || opcode == 0xc5 || opcode == 0x62) && mode() == MODE_64) return MISSING_ROW
    return row
  }
  if (map == MAP_0F38) {
    if (repPrefix == 0xf2 && (opcode == 0xf0 || opcode == 0xf1)) return opcode == 0xf0 ? CRC32_BYTE : CRC32_WIDE
    return repPrefix ? 0 : row
  }
  if (opcode == 0xb8) return repPrefix == 0xf3 ? row : 0
  if (opcode == 0x01 && modrm >= 0xc0) {
    if (modrm == 0xf8) return OP_SWAPGS | MODRM | UNSIZED | ENDS | DEFINED
    if (modrm == 0xf9) return OP_RDTSCP | MODRM | UNSIZED | ENDS | DEFINED
    if (modrm == 0xca || modrm == 0xcb) return OP_ACCESS_CHECK | MODRM | UNSIZED | ENDS | DEFINED
  }
  if (opcode == 0xae && repPrefix == 0xf3 && modrm >= 0xc0) return (modrm & 0x38) < 0x20 ? SEGMENT_BASE_ROW : 0
  if (opcode == 0xc7) {
    if ((modrm & 0x38) != 0x08) return MISSING_ROW // RDRAND, RDSEED, XSAVEC and others
    return rex & 8 ? (row & ~OPERATION) | OP_CMPXCHG16B : row
  }
  if ((opcode & 0xf8) == 0xc8)
    return (row & ~OPERATION) | (rex & 8 ? OP_BSWAP64 : operandPrefix ? OP_BSWAP16 : OP_BSWAP32)
  return row
}

/** SLOT_DETAIL: what the operation needs to know besides its operands. */
export function detailOf(row: u32, map: u32, opcode: u32, modrm: u32): u32 {
  const operation = row & OPERATION
  if (row & CONDITION) return opcode & 15
  if (row & OPCODE && operation != OP_GROUP_6) return opcode
  if (operation == OP_ALU_TO_FIRST || operation == OP_ALU_TO_REGISTER)
    return map == MAP_ONE && opcode < 0x40 ? (opcode >> 3) & 7 : TEST
  if (operation == OP_ALU_IMMEDIATE) {
    if (opcode < 0x40) return (opcode >> 3) & 7
    return opcode >= 0x80 && opcode <= 0x83 ? (modrm >> 3) & 7 : TEST
  }
  if (operation == OP_SHIFT_IMMEDIATE || operation == OP_SHIFT_CL) return (modrm >> 3) & 7
  if (operation == OP_BIT) return (opcode >> 3) & 3
  if (operation == OP_BIT_IMMEDIATE) return (modrm >> 3) & 3
  if (operation == OP_PUSH_SEGMENT || operation == OP_POP_SEGMENT)
    return map == MAP_ONE ? (opcode >> 3) & 3 : opcode >= 0xa8 ? GS : FS
  if (operation == OP_LOAD_FAR)
    return opcode == 0xc4 ? ES : opcode == 0xc5 ? DS : opcode == 0xb2 ? SS : opcode == 0xb4 ? FS : GS
  return modrm
}

/** CMP and TEST share their operations with others that write, and are locked. */
export function isComparison(row: u32, detail: u32): bool {
  const operation = row & OPERATION
  return (operation == OP_ALU_TO_FIRST || operation == OP_ALU_IMMEDIATE) && (detail == CMP || detail == TEST)
}

/** Whether the instruction writes to its memory operand. */
export function isWrite(row: u32, detail: u32): bool {
  return (row & (LOCK | WRITES)) != 0 && !isComparison(row, detail)
}

/** Bytes that the memory operand takes. `width` is 0, 1, 2, 3 for 8, 16, 32, 64 bits. */
export function accessSize(row: u32, width: u32): u32 {
  if (row & E_BYTE) return 1
  switch (row & OPERATION) {
    case OP_BIT: // reaches where its register says: no more is known here than where it starts
    case OP_GROUP_7:
      return 1
    case OP_MOVZX16:
    case OP_MOVSX16:
    case OP_MOV_TO_SEGMENT:
    case OP_MOV_FROM_SEGMENT:
    case OP_GROUP_6:
    case OP_LAR:
    case OP_LSL:
    case OP_ARPL:
      return 2
    case OP_MOVSXD:
      return 4
    case OP_LOAD_FAR:
    case OP_JMP_FAR_FIRST:
    case OP_CALL_FAR_FIRST:
      return (1 << width) + 2
    case OP_BOUND:
      return 2 << width
    case OP_CMPXCHG8B:
      return 8
    case OP_CMPXCHG16B:
      return 16
    default:
      return 1 << width
  }
}
