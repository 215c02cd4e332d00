/**
 * The opcode map in the manual's order and notation: SDM Vol. 2, "Opcode Map".
 * One row an opcode: the operation, its operands, and what holds for it besides. What has no row raises #UD and is
 * counted as missing.
 */
import { OPCODE_GROUPS, OPCODE_MAP } from './layout'
import {
  OP_AAA_AAS, OP_AAD, OP_AAM, OP_ALU_IMMEDIATE, OP_ALU_TO_FIRST, OP_ALU_TO_REGISTER, OP_BIT, OP_BIT_IMMEDIATE, OP_BOUND,
  OP_BSF, OP_BSR, OP_BSWAP32, OP_CALL, OP_CALL_FAR, OP_CALL_FAR_FIRST, OP_CALL_FIRST, OP_CARRY, OP_CBW, OP_CLI, OP_CLTS,
  OP_CMOV, OP_CMPS, OP_CMPXCHG, OP_CMPXCHG8B, OP_CPUID, OP_CRC32, OP_CWD, OP_DAA_DAS, OP_DEC, OP_DIRECTION, OP_DIV,
  OP_ENTER, OP_GROUP_6, OP_GROUP_7, OP_HLT, OP_IDIV, OP_IMUL, OP_IMUL_IMMEDIATE, OP_IMUL_WIDE, OP_IN_DX,
  OP_IN_IMMEDIATE, OP_INC, OP_INS, OP_INT, OP_INT1, OP_INT3, OP_INTO, OP_INVALIDATE_CACHES, OP_IRET, OP_JCC, OP_JMP,
  OP_JMP_FAR, OP_JMP_FAR_FIRST, OP_JMP_FIRST, OP_LAHF, OP_LAR, OP_LEA, OP_LEAVE, OP_LOAD_FAR, OP_LODS, OP_LOOP, OP_LSL,
  OP_MISSING, OP_MOV_FROM_CONTROL, OP_MOV_FROM_DEBUG, OP_MOV_FROM_SEGMENT, OP_MOV_IMMEDIATE, OP_MOV_TO_CONTROL,
  OP_MOV_TO_DEBUG, OP_MOV_TO_FIRST, OP_MOV_TO_REGISTER, OP_MOV_TO_SEGMENT, OP_MOVBE_LOAD, OP_MOVBE_STORE, OP_MOVS,
  OP_MOVSX16, OP_MOVSX8, OP_MOVSXD, OP_MOVZX16, OP_MOVZX8, OP_MUL, OP_NEG, OP_NOP, OP_NOT, OP_OUT_DX, OP_OUT_IMMEDIATE,
  OP_OUTS, OP_POP, OP_POP_SEGMENT, OP_POPA, OP_POPCNT, OP_POPF, OP_PUSH, OP_PUSH_IMMEDIATE, OP_PUSH_SEGMENT, OP_PUSHA,
  OP_PUSHF, OP_RDMSR, OP_RDPMC, OP_RDTSC, OP_RET, OP_RET_FAR, OP_SAHF, OP_SCAS, OP_SEGMENT_BASE_ACCESS, OP_SETCC,
  OP_SHIFT_IMMEDIATE, OP_SHLD_CL, OP_SHLD_IMMEDIATE, OP_SHRD_CL, OP_SHRD_IMMEDIATE, OP_STI, OP_STOS, OP_SYSCALL,
  OP_SYSENTER, OP_SYSEXIT, OP_SYSRET, OP_UNDEFINED, OP_WRMSR, OP_XADD, OP_XCHG, OP_XLAT,
} from './operations'

// ---- The bits of a row --------------------------------------------------------------------------------
/** Bits 0–9: the operation, or with GROUP the group's number. */
export const OPERATION: u32 = 0x3ff
export const MODRM: u32 = 1 << 10 //       a ModRM byte follows
export const BYTE: u32 = 1 << 11 //        8-bit operands
/** Bits 12–13: which operand is first. */
export const ORDER: u32 = 3 << 12
export const E_G: u32 = 0 << 12 //         ModRM.rm, then ModRM.reg
export const G_E: u32 = 1 << 12 //         ModRM.reg, then ModRM.rm
export const Z: u32 = 2 << 12 //           the register in the opcode's low three bits; rAX second
export const A: u32 = 3 << 12 //           rAX
/** Bits 14–17: the immediate. */
export const IMMEDIATE: u32 = 15 << 14
export const Ib: u32 = 1 << 14 //          8 bits, sign-extended
export const Iz: u32 = 2 << 14 //          16 or 32 bits, sign-extended to 64
export const Iv: u32 = 3 << 14 //          the operand's full size
export const Iw: u32 = 4 << 14 //          16 bits
export const Jb: u32 = 5 << 14 //          8-bit displacement from the next instruction
export const Jz: u32 = 6 << 14 //          16- or 32-bit displacement
export const Ob: u32 = 7 << 14 //          an address instead of ModRM
export const Ap: u32 = 8 << 14 //          selector and offset
export const IwIb: u32 = 9 << 14 //        ENTER
export const ONE: u32 = 10 << 14 //        the constant 1
export const ENDS: u32 = 1 << 18 //        the last instruction of its block
export const NOT_64: u32 = 1 << 19 //      #UD in 64-bit mode
export const DEFAULT_64: u32 = 1 << 20 //  64-bit operands by default in 64-bit mode
export const LOCK: u32 = 1 << 21 //        takes a LOCK prefix with a memory destination
export const GROUP: u32 = 1 << 22 //       ModRM.reg selects a row of the group
export const MEMORY: u32 = 1 << 23 //      #UD with a register operand
export const FORCE_64: u32 = 1 << 24 //    64-bit operands in 64-bit mode whatever the prefixes
export const CONDITION: u32 = 1 << 25 //   the opcode's low four bits are a condition
export const E_BYTE: u32 = 1 << 26 //      ModRM.rm is a byte though the operation is not
export const REGISTER: u32 = 1 << 27 //    ModRM.rm is a register whatever ModRM.mod says
export const UNSIZED: u32 = 1 << 28 //     the operation has one form for all sizes
export const OPCODE: u32 = 1 << 29 //      the operation needs its opcode
export const WRITES: u32 = 1 << 30 //      writes to a memory operand; rows with LOCK do so as well
export const DEFINED: u32 = 1 << 31

export const MAP_ONE: u32 = 0
export const MAP_0F: u32 = 1
export const MAP_0F38: u32 = 2

const Eb_Gb: u32 = MODRM | BYTE | E_G
const Ev_Gv: u32 = MODRM | E_G
const Gb_Eb: u32 = MODRM | BYTE | G_E
const Gv_Ev: u32 = MODRM | G_E
const Eb: u32 = MODRM | BYTE
const Ev: u32 = MODRM
const STACK: u32 = DEFAULT_64
const NEAR: u32 = FORCE_64 | ENDS

function row(map: u32, opcode: u32, bits: u32): void {
  store<u32>(OPCODE_MAP + (((map << 8) | opcode) << 2), bits | DEFINED)
}

function rows(map: u32, first: u32, count: u32, bits: u32): void {
  for (let i: u32 = 0; i < count; i++) row(map, first + i, bits)
}

function group(number: u32, reg: u32, bits: u32): void {
  store<u32>(OPCODE_GROUPS + (((number << 3) | reg) << 2), bits | DEFINED)
}

// Groups, by the numbers that rows with GROUP carry.
export const GROUP_2: u32 = 2
const GROUP_3_BYTE: u32 = 3
const GROUP_3: u32 = 4
const GROUP_4: u32 = 5
const GROUP_5: u32 = 6
const GROUP_8: u32 = 8
const GROUP_1A: u32 = 1
const GROUP_11: u32 = 11
const GROUP_15: u32 = 15

/** 00–3F: eight operations of six forms each. */
function arithmeticRows(): void {
  for (let operation: u32 = 0; operation < 8; operation++) {
    const at = operation << 3
    row(MAP_ONE, at + 0, OP_ALU_TO_FIRST | Eb_Gb | LOCK)
    row(MAP_ONE, at + 1, OP_ALU_TO_FIRST | Ev_Gv | LOCK)
    row(MAP_ONE, at + 2, OP_ALU_TO_REGISTER | Gb_Eb)
    row(MAP_ONE, at + 3, OP_ALU_TO_REGISTER | Gv_Ev)
    row(MAP_ONE, at + 4, OP_ALU_IMMEDIATE | A | BYTE | Ib)
    row(MAP_ONE, at + 5, OP_ALU_IMMEDIATE | A | Iz)
  }
  for (let at: u32 = 0; at < 0x20; at += 8) {
    row(MAP_ONE, at + 6, OP_PUSH_SEGMENT | NOT_64)
    if (at != 8) row(MAP_ONE, at + 7, OP_POP_SEGMENT | NOT_64 | ENDS)
  }
  row(MAP_ONE, 0x27, OP_DAA_DAS | NOT_64 | UNSIZED | OPCODE)
  row(MAP_ONE, 0x2f, OP_DAA_DAS | NOT_64 | UNSIZED | OPCODE)
  row(MAP_ONE, 0x37, OP_AAA_AAS | NOT_64 | UNSIZED | OPCODE)
  row(MAP_ONE, 0x3f, OP_AAA_AAS | NOT_64 | UNSIZED | OPCODE)
}

function oneByteRows(): void {
  arithmeticRows()
  rows(MAP_ONE, 0x40, 8, OP_INC | Z | NOT_64)
  rows(MAP_ONE, 0x48, 8, OP_DEC | Z | NOT_64)
  rows(MAP_ONE, 0x50, 8, OP_PUSH | Z | STACK)
  rows(MAP_ONE, 0x58, 8, OP_POP | Z | STACK)
  row(MAP_ONE, 0x60, OP_PUSHA | NOT_64)
  row(MAP_ONE, 0x61, OP_POPA | NOT_64)
  row(MAP_ONE, 0x62, OP_BOUND | Gv_Ev | NOT_64 | MEMORY)
  row(MAP_ONE, 0x63, OP_MOVSXD | Gv_Ev) //                       ARPL Ew, Gw outside 64-bit mode
  row(MAP_ONE, 0x68, OP_PUSH_IMMEDIATE | Iz | STACK)
  row(MAP_ONE, 0x69, OP_IMUL_IMMEDIATE | Gv_Ev | Iz)
  row(MAP_ONE, 0x6a, OP_PUSH_IMMEDIATE | Ib | STACK)
  row(MAP_ONE, 0x6b, OP_IMUL_IMMEDIATE | Gv_Ev | Ib)
  row(MAP_ONE, 0x6c, OP_INS | BYTE | ENDS)
  row(MAP_ONE, 0x6d, OP_INS | ENDS)
  row(MAP_ONE, 0x6e, OP_OUTS | BYTE | ENDS)
  row(MAP_ONE, 0x6f, OP_OUTS | ENDS)
  rows(MAP_ONE, 0x70, 16, OP_JCC | Jb | CONDITION | NEAR)
  row(MAP_ONE, 0x80, OP_ALU_IMMEDIATE | Eb | Ib | LOCK)
  row(MAP_ONE, 0x81, OP_ALU_IMMEDIATE | Ev | Iz | LOCK)
  row(MAP_ONE, 0x82, OP_ALU_IMMEDIATE | Eb | Ib | LOCK | NOT_64)
  row(MAP_ONE, 0x83, OP_ALU_IMMEDIATE | Ev | Ib | LOCK)
  row(MAP_ONE, 0x84, OP_ALU_TO_FIRST | Eb_Gb)
  row(MAP_ONE, 0x85, OP_ALU_TO_FIRST | Ev_Gv)
  row(MAP_ONE, 0x86, OP_XCHG | Eb_Gb | LOCK)
  row(MAP_ONE, 0x87, OP_XCHG | Ev_Gv | LOCK)
  row(MAP_ONE, 0x88, OP_MOV_TO_FIRST | Eb_Gb | WRITES)
  row(MAP_ONE, 0x89, OP_MOV_TO_FIRST | Ev_Gv | WRITES)
  row(MAP_ONE, 0x8a, OP_MOV_TO_REGISTER | Gb_Eb)
  row(MAP_ONE, 0x8b, OP_MOV_TO_REGISTER | Gv_Ev)
  row(MAP_ONE, 0x8c, OP_MOV_FROM_SEGMENT | Ev | WRITES)
  row(MAP_ONE, 0x8d, OP_LEA | Gv_Ev | MEMORY)
  row(MAP_ONE, 0x8e, OP_MOV_TO_SEGMENT | Ev | UNSIZED | ENDS)
  row(MAP_ONE, 0x8f, GROUP_1A | GROUP | Ev | STACK)
  rows(MAP_ONE, 0x90, 8, OP_XCHG | Z)
  row(MAP_ONE, 0x98, OP_CBW)
  row(MAP_ONE, 0x99, OP_CWD)
  row(MAP_ONE, 0x9a, OP_CALL_FAR | Ap | NOT_64 | ENDS)
  row(MAP_ONE, 0x9c, OP_PUSHF | STACK)
  row(MAP_ONE, 0x9d, OP_POPF | STACK | ENDS)
  row(MAP_ONE, 0x9e, OP_SAHF | UNSIZED)
  row(MAP_ONE, 0x9f, OP_LAHF | UNSIZED)
  row(MAP_ONE, 0xa0, OP_MOV_TO_REGISTER | A | BYTE | Ob)
  row(MAP_ONE, 0xa1, OP_MOV_TO_REGISTER | A | Ob)
  row(MAP_ONE, 0xa2, OP_MOV_TO_FIRST | A | BYTE | Ob | WRITES)
  row(MAP_ONE, 0xa3, OP_MOV_TO_FIRST | A | Ob | WRITES)
  row(MAP_ONE, 0xa4, OP_MOVS | BYTE | ENDS)
  row(MAP_ONE, 0xa5, OP_MOVS | ENDS)
  row(MAP_ONE, 0xa6, OP_CMPS | BYTE | ENDS)
  row(MAP_ONE, 0xa7, OP_CMPS | ENDS)
  row(MAP_ONE, 0xa8, OP_ALU_IMMEDIATE | A | BYTE | Ib)
  row(MAP_ONE, 0xa9, OP_ALU_IMMEDIATE | A | Iz)
  row(MAP_ONE, 0xaa, OP_STOS | BYTE | ENDS)
  row(MAP_ONE, 0xab, OP_STOS | ENDS)
  row(MAP_ONE, 0xac, OP_LODS | BYTE | ENDS)
  row(MAP_ONE, 0xad, OP_LODS | ENDS)
  row(MAP_ONE, 0xae, OP_SCAS | BYTE | ENDS)
  row(MAP_ONE, 0xaf, OP_SCAS | ENDS)
  rows(MAP_ONE, 0xb0, 8, OP_MOV_IMMEDIATE | Z | BYTE | Iv)
  rows(MAP_ONE, 0xb8, 8, OP_MOV_IMMEDIATE | Z | Iv)
  row(MAP_ONE, 0xc0, GROUP_2 | GROUP | Eb | Ib | WRITES)
  row(MAP_ONE, 0xc1, GROUP_2 | GROUP | Ev | Ib | WRITES)
  row(MAP_ONE, 0xc2, OP_RET | Iw | NEAR)
  row(MAP_ONE, 0xc3, OP_RET | NEAR)
  row(MAP_ONE, 0xc4, OP_LOAD_FAR | Gv_Ev | NOT_64 | ENDS)
  row(MAP_ONE, 0xc5, OP_LOAD_FAR | Gv_Ev | NOT_64 | ENDS)
  row(MAP_ONE, 0xc6, GROUP_11 | GROUP | Eb | Ib)
  row(MAP_ONE, 0xc7, GROUP_11 | GROUP | Ev | Iz)
  row(MAP_ONE, 0xc8, OP_ENTER | IwIb | STACK)
  row(MAP_ONE, 0xc9, OP_LEAVE | STACK)
  row(MAP_ONE, 0xca, OP_RET_FAR | Iw | ENDS)
  row(MAP_ONE, 0xcb, OP_RET_FAR | ENDS)
  row(MAP_ONE, 0xcc, OP_INT3 | UNSIZED | ENDS)
  row(MAP_ONE, 0xcd, OP_INT | Ib | UNSIZED | ENDS)
  row(MAP_ONE, 0xce, OP_INTO | NOT_64 | UNSIZED | ENDS)
  row(MAP_ONE, 0xcf, OP_IRET | ENDS)
  row(MAP_ONE, 0xd0, GROUP_2 | GROUP | Eb | ONE | WRITES)
  row(MAP_ONE, 0xd1, GROUP_2 | GROUP | Ev | ONE | WRITES)
  row(MAP_ONE, 0xd2, GROUP_2 | GROUP | Eb | WRITES)
  row(MAP_ONE, 0xd3, GROUP_2 | GROUP | Ev | WRITES)
  row(MAP_ONE, 0xd4, OP_AAM | Ib | NOT_64 | UNSIZED)
  row(MAP_ONE, 0xd5, OP_AAD | Ib | NOT_64 | UNSIZED)
  row(MAP_ONE, 0xd7, OP_XLAT | UNSIZED)
  rows(MAP_ONE, 0xe0, 4, OP_LOOP | Jb | NEAR | OPCODE)
  row(MAP_ONE, 0xe4, OP_IN_IMMEDIATE | BYTE | Ib | ENDS)
  row(MAP_ONE, 0xe5, OP_IN_IMMEDIATE | Ib | ENDS)
  row(MAP_ONE, 0xe6, OP_OUT_IMMEDIATE | BYTE | Ib | ENDS)
  row(MAP_ONE, 0xe7, OP_OUT_IMMEDIATE | Ib | ENDS)
  row(MAP_ONE, 0xe8, OP_CALL | Jz | NEAR)
  row(MAP_ONE, 0xe9, OP_JMP | Jz | NEAR)
  row(MAP_ONE, 0xea, OP_JMP_FAR | Ap | NOT_64 | ENDS)
  row(MAP_ONE, 0xeb, OP_JMP | Jb | NEAR)
  row(MAP_ONE, 0xec, OP_IN_DX | BYTE | ENDS)
  row(MAP_ONE, 0xed, OP_IN_DX | ENDS)
  row(MAP_ONE, 0xee, OP_OUT_DX | BYTE | ENDS)
  row(MAP_ONE, 0xef, OP_OUT_DX | ENDS)
  row(MAP_ONE, 0xf1, OP_INT1 | UNSIZED | ENDS)
  row(MAP_ONE, 0xf4, OP_HLT | UNSIZED | ENDS)
  row(MAP_ONE, 0xf5, OP_CARRY | UNSIZED | OPCODE)
  row(MAP_ONE, 0xf6, GROUP_3_BYTE | GROUP | Eb)
  row(MAP_ONE, 0xf7, GROUP_3 | GROUP | Ev)
  row(MAP_ONE, 0xf8, OP_CARRY | UNSIZED | OPCODE)
  row(MAP_ONE, 0xf9, OP_CARRY | UNSIZED | OPCODE)
  row(MAP_ONE, 0xfa, OP_CLI | UNSIZED | ENDS)
  row(MAP_ONE, 0xfb, OP_STI | UNSIZED | ENDS)
  row(MAP_ONE, 0xfc, OP_DIRECTION | UNSIZED | OPCODE)
  row(MAP_ONE, 0xfd, OP_DIRECTION | UNSIZED | OPCODE)
  row(MAP_ONE, 0xfe, GROUP_4 | GROUP | Eb)
  row(MAP_ONE, 0xff, GROUP_5 | GROUP | Ev)
}

function twoByteRows(): void {
  row(MAP_0F, 0x00, OP_GROUP_6 | Ev | ENDS | OPCODE)
  row(MAP_0F, 0x01, OP_GROUP_7 | Ev | UNSIZED | ENDS)
  row(MAP_0F, 0x02, OP_LAR | Gv_Ev | ENDS)
  row(MAP_0F, 0x03, OP_LSL | Gv_Ev | ENDS)
  row(MAP_0F, 0x05, OP_SYSCALL | UNSIZED | ENDS)
  row(MAP_0F, 0x06, OP_CLTS | UNSIZED | ENDS)
  row(MAP_0F, 0x07, OP_SYSRET | ENDS)
  row(MAP_0F, 0x08, OP_INVALIDATE_CACHES | UNSIZED)
  row(MAP_0F, 0x09, OP_INVALIDATE_CACHES | UNSIZED)
  row(MAP_0F, 0x0b, OP_UNDEFINED | UNSIZED) //                    UD2
  row(MAP_0F, 0x0d, OP_NOP | Ev | UNSIZED) //                     PREFETCHW
  rows(MAP_0F, 0x18, 8, OP_NOP | Ev | UNSIZED) //                 PREFETCHh and hint NOPs
  row(MAP_0F, 0x20, OP_MOV_FROM_CONTROL | Ev | REGISTER | FORCE_64)
  row(MAP_0F, 0x21, OP_MOV_FROM_DEBUG | Ev | REGISTER | FORCE_64)
  row(MAP_0F, 0x22, OP_MOV_TO_CONTROL | Ev | REGISTER | FORCE_64 | ENDS)
  row(MAP_0F, 0x23, OP_MOV_TO_DEBUG | Ev | REGISTER | FORCE_64 | ENDS)
  row(MAP_0F, 0x30, OP_WRMSR | UNSIZED | ENDS)
  row(MAP_0F, 0x31, OP_RDTSC | UNSIZED | ENDS)
  row(MAP_0F, 0x32, OP_RDMSR | UNSIZED | ENDS)
  row(MAP_0F, 0x33, OP_RDPMC | UNSIZED)
  row(MAP_0F, 0x34, OP_SYSENTER | UNSIZED | ENDS)
  row(MAP_0F, 0x35, OP_SYSEXIT | ENDS)
  rows(MAP_0F, 0x40, 16, OP_CMOV | Gv_Ev | CONDITION)
  rows(MAP_0F, 0x80, 16, OP_JCC | Jz | CONDITION | NEAR)
  rows(MAP_0F, 0x90, 16, OP_SETCC | Eb | UNSIZED | CONDITION | WRITES)
  row(MAP_0F, 0xa0, OP_PUSH_SEGMENT | STACK)
  row(MAP_0F, 0xa1, OP_POP_SEGMENT | STACK | ENDS)
  row(MAP_0F, 0xa2, OP_CPUID | UNSIZED)
  row(MAP_0F, 0xa3, OP_BIT | Ev_Gv)
  row(MAP_0F, 0xa4, OP_SHLD_IMMEDIATE | Ev_Gv | Ib | WRITES)
  row(MAP_0F, 0xa5, OP_SHLD_CL | Ev_Gv | WRITES)
  row(MAP_0F, 0xa8, OP_PUSH_SEGMENT | STACK)
  row(MAP_0F, 0xa9, OP_POP_SEGMENT | STACK | ENDS)
  row(MAP_0F, 0xab, OP_BIT | Ev_Gv | LOCK)
  row(MAP_0F, 0xac, OP_SHRD_IMMEDIATE | Ev_Gv | Ib | WRITES)
  row(MAP_0F, 0xad, OP_SHRD_CL | Ev_Gv | WRITES)
  row(MAP_0F, 0xae, GROUP_15 | GROUP | Ev)
  row(MAP_0F, 0xaf, OP_IMUL | Gv_Ev)
  row(MAP_0F, 0xb0, OP_CMPXCHG | Eb_Gb | LOCK)
  row(MAP_0F, 0xb1, OP_CMPXCHG | Ev_Gv | LOCK)
  row(MAP_0F, 0xb2, OP_LOAD_FAR | Gv_Ev | ENDS)
  row(MAP_0F, 0xb3, OP_BIT | Ev_Gv | LOCK)
  row(MAP_0F, 0xb4, OP_LOAD_FAR | Gv_Ev | ENDS)
  row(MAP_0F, 0xb5, OP_LOAD_FAR | Gv_Ev | ENDS)
  row(MAP_0F, 0xb6, OP_MOVZX8 | Gv_Ev | E_BYTE)
  row(MAP_0F, 0xb7, OP_MOVZX16 | Gv_Ev)
  row(MAP_0F, 0xb8, OP_POPCNT | Gv_Ev) //                         with F3 only
  row(MAP_0F, 0xb9, OP_UNDEFINED | Gv_Ev | UNSIZED) //            UD1
  row(MAP_0F, 0xba, GROUP_8 | GROUP | Ev | Ib)
  row(MAP_0F, 0xbb, OP_BIT | Ev_Gv | LOCK)
  row(MAP_0F, 0xbc, OP_BSF | Gv_Ev)
  row(MAP_0F, 0xbd, OP_BSR | Gv_Ev)
  row(MAP_0F, 0xbe, OP_MOVSX8 | Gv_Ev | E_BYTE)
  row(MAP_0F, 0xbf, OP_MOVSX16 | Gv_Ev)
  row(MAP_0F, 0xc0, OP_XADD | Eb_Gb | LOCK)
  row(MAP_0F, 0xc1, OP_XADD | Ev_Gv | LOCK)
  row(MAP_0F, 0xc3, OP_MOV_TO_FIRST | Ev_Gv | MEMORY | WRITES) //          MOVNTI
  row(MAP_0F, 0xc7, OP_CMPXCHG8B | Ev | UNSIZED | LOCK | MEMORY)
  rows(MAP_0F, 0xc8, 8, OP_BSWAP32 | Z | UNSIZED)
  row(MAP_0F, 0xff, OP_UNDEFINED | Gv_Ev | UNSIZED) //            UD0
  row(MAP_0F38, 0xf0, OP_MOVBE_LOAD | Gv_Ev | MEMORY) //          CRC32 Gd, Eb with F2
  row(MAP_0F38, 0xf1, OP_MOVBE_STORE | Ev_Gv | MEMORY | WRITES) //         CRC32 Gd, Ev with F2
}

/** What a prefix makes of a row: read by the decoder. */
export const CRC32_BYTE: u32 = OP_CRC32 | Gv_Ev | BYTE | DEFINED
export const CRC32_WIDE: u32 = OP_CRC32 | Gv_Ev | DEFINED
export const SEGMENT_BASE_ROW: u32 = OP_SEGMENT_BASE_ACCESS | Ev | REGISTER | ENDS | DEFINED

function groupRows(): void {
  for (let reg: u32 = 0; reg < 8; reg++) group(GROUP_2, reg, OP_SHIFT_IMMEDIATE)
  for (let number = GROUP_3_BYTE; number <= GROUP_3; number++) {
    group(number, 0, OP_ALU_IMMEDIATE | (number == GROUP_3_BYTE ? Ib : Iz)) // TEST
    group(number, 1, OP_ALU_IMMEDIATE | (number == GROUP_3_BYTE ? Ib : Iz))
    group(number, 2, OP_NOT | LOCK)
    group(number, 3, OP_NEG | LOCK)
    group(number, 4, OP_MUL)
    group(number, 5, OP_IMUL_WIDE)
    group(number, 6, OP_DIV)
    group(number, 7, OP_IDIV)
  }
  group(GROUP_1A, 0, OP_POP | WRITES)
  group(GROUP_11, 0, OP_MOV_IMMEDIATE | WRITES)
  group(GROUP_4, 0, OP_INC | LOCK)
  group(GROUP_4, 1, OP_DEC | LOCK)
  group(GROUP_5, 0, OP_INC | LOCK)
  group(GROUP_5, 1, OP_DEC | LOCK)
  group(GROUP_5, 2, OP_CALL_FIRST | NEAR)
  group(GROUP_5, 3, OP_CALL_FAR_FIRST | ENDS | MEMORY)
  group(GROUP_5, 4, OP_JMP_FIRST | NEAR)
  group(GROUP_5, 5, OP_JMP_FAR_FIRST | ENDS | MEMORY)
  group(GROUP_5, 6, OP_PUSH | STACK)
  for (let reg: u32 = 4; reg < 8; reg++) group(GROUP_8, reg, OP_BIT_IMMEDIATE | (reg == 4 ? 0 : LOCK))
  for (let reg: u32 = 0; reg < 5; reg++) group(GROUP_15, reg, OP_MISSING | UNSIZED | ENDS) // FXSAVE and others
  for (let reg: u32 = 5; reg < 8; reg++) group(GROUP_15, reg, OP_NOP | UNSIZED) // fences, CLFLUSH
}

export function defineOpcodes(): void {
  oneByteRows()
  twoByteRows()
  groupRows()
}
