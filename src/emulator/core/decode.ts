/**
 * Decodes one instruction into one or two slots: prefixes, opcode, ModRM, SIB, displacement, immediate.
 * SDM Vol. 2, "Instruction Format".
 */
import { DS, EA, ES, FS, GPR, GS, HANDLERS, MODE_64, OPCODE_GROUPS, OPCODE_MAP, SS, ZERO } from './layout'
import { CMP, TEST } from './arithmetic'
import { hasCrossed, hasFailed, isTooLong, length, take16, take32, take64, take8 } from './decode-cursor'
import { COLD, COLD_END } from './hot'
import {
  A, Ap, BYTE, CONDITION, CRC32_BYTE, CRC32_WIDE, DEFAULT_64, DEFINED, E_BYTE, ENDS, FORCE_64, G_E, GROUP, GROUP_2,
  Ib, IMMEDIATE, Iv, Iw, IwIb, Iz, Jb, Jz, LOCK, MAP_0F, MAP_0F38, MAP_ONE, MEMORY, MODRM, NOT_64, Ob, ONE, OPCODE,
  OPERATION, ORDER, REGISTER, SEGMENT_BASE_ROW, UNSIZED, Z,
} from './opcode-map'
import {
  OP_ACCESS_CHECK, OP_ALU_IMMEDIATE, OP_ALU_TO_FIRST, OP_ALU_TO_REGISTER, OP_ARPL, OP_BIT, OP_BIT_IMMEDIATE, OP_BSWAP16,
  OP_BSWAP64, OP_CMPXCHG16B, OP_COMPUTE_ADDRESS, OP_GROUP_6, OP_LEA, OP_LOAD_FAR, OP_MISSING,
  OP_NOP, OP_POP_SEGMENT, OP_PUSH_SEGMENT, OP_RDTSCP, OP_SHIFT_CL,
  OP_SHIFT_IMMEDIATE, OP_SWAPGS, OP_TOO_LONG, OP_UNDEFINED,
} from './operations'
import { specialise } from './specialise'
import {
  SLOT_ADDRESS_SIZE, SLOT_BASE, SLOT_BASE_IS_RSP, SLOT_DETAIL, SLOT_DISPLACEMENT, SLOT_DST, SLOT_FLAGS, SLOT_IMMEDIATE,
  SLOT_INDEX_REGISTER, SLOT_IS_MEMORY, SLOT_IS_STACK, SLOT_OPERATION, SLOT_REP, SLOT_SCALE, SLOT_SEGMENT, SLOT_SIZE,
  SLOT_SRC,
} from './slots'
import { mode, registerAt, RSP, RBP } from './state'

const NO_SEGMENT: u32 = 8

// Prefixes of the instruction at hand.
let operandPrefix: bool = false
let addressPrefix: bool = false
let lockPrefix: bool = false
let repPrefix: u32 = 0
let segmentPrefix: u32 = NO_SEGMENT
let rex: u32 = 0
/** 0, 1, 2, 3 for operands of 8, 16, 32, 64 bits. */
let width: u32 = 0
let addressSize: u32 = 0
let modrm: u32 = 0
let opcode: u32 = 0

/** Reads prefixes up to the opcode, which it returns. REX counts only right before the opcode. */
function takePrefixes(): u32 {
  operandPrefix = false
  addressPrefix = false
  lockPrefix = false
  repPrefix = 0
  segmentPrefix = NO_SEGMENT
  rex = 0
  const isLong = mode() == MODE_64
  while (true) {
    const byte = take8()
    if (isTooLong || hasCrossed || hasFailed) return 0
    if (isLong && (byte & 0xf0) == 0x40) {
      rex = byte
      continue
    }
    switch (byte) {
      case 0x66:
        operandPrefix = true
        break
      case 0x67:
        addressPrefix = true
        break
      case 0xf0:
        lockPrefix = true
        break
      case 0xf2:
      case 0xf3:
        repPrefix = byte
        break
      // In 64-bit mode these four are ignored, and do not take back an earlier FS or GS.
      case 0x26:
        if (!isLong) segmentPrefix = ES
        break
      case 0x2e:
        if (!isLong) segmentPrefix = 1
        break
      case 0x36:
        if (!isLong) segmentPrefix = SS
        break
      case 0x3e:
        if (!isLong) segmentPrefix = DS
        break
      case 0x64:
        segmentPrefix = FS
        break
      case 0x65:
        segmentPrefix = GS
        break
      default:
        return byte
    }
    rex = 0
  }
}

function rowOf(map: u32, index: u32): u32 {
  return load<u32>(OPCODE_MAP + (((map << 8) | index) << 2))
}

/** A register operand; without REX, numbers 4 to 7 of a byte are AH, CH, DH and BH. */
function registerOperand(number: u32, isByte: bool): u32 {
  return isByte && !rex && number >= 4 && number < 8 ? registerAt(number - 4) + 1 : registerAt(number)
}

function setAddress(slot: u32, base: u32, index: u32, scale: u32, displacement: i64): void {
  store<u32>(slot, base, SLOT_BASE)
  store<u32>(slot, index, SLOT_INDEX_REGISTER)
  store<u8>(slot, scale, SLOT_SCALE)
  store<i64>(slot, displacement, SLOT_DISPLACEMENT)
  if (base == RSP || base == RBP) store<u32>(slot, load<u32>(slot, SLOT_FLAGS) | SLOT_IS_STACK, SLOT_FLAGS)
  if (base == RSP) store<u32>(slot, load<u32>(slot, SLOT_FLAGS) | SLOT_BASE_IS_RSP, SLOT_FLAGS)
}

/** 16-bit addressing: BX or BP, plus SI or DI. SDM Vol. 2, Table "16-Bit Addressing Forms with the ModR/M Byte". */
function takeAddress16(slot: u32): void {
  const mod = modrm >> 6
  const rm = modrm & 7
  const isDirect = mod == 0 && rm == 6
  const displacement: i64 = mod == 1 ? i64(i8(take8())) : mod == 2 || isDirect ? i64(i16(take16())) : 0
  const base: u32 =
    isDirect ? ZERO : rm == 2 || rm == 3 || rm == 6 ? registerAt(5) : rm == 4 ? registerAt(6) : rm == 5 ? registerAt(7) : registerAt(3)
  const index: u32 = rm > 3 ? ZERO : rm & 1 ? registerAt(7) : registerAt(6)
  setAddress(slot, base, index, 0, displacement)
}

/** The displacement counts from the next instruction. */
let isRipRelative: bool = false

/** 32- and 64-bit addressing. */
function takeAddress(slot: u32): void {
  isRipRelative = false
  if (addressSize == 16) {
    takeAddress16(slot)
    return
  }
  const mod = modrm >> 6
  let rm = modrm & 7
  let base: u32 = registerAt(rm | ((rex & 1) << 3))
  let index: u32 = ZERO
  let scale: u32 = 0
  if (rm == 4) {
    const sib = take8()
    rm = sib & 7
    base = registerAt(rm | ((rex & 1) << 3))
    const indexNumber = ((sib >> 3) & 7) | ((rex & 2) << 2)
    if (indexNumber != 4) index = registerAt(indexNumber)
    scale = sib >> 6
    if (rm == 5 && mod == 0) base = ZERO
  } else if (rm == 5 && mod == 0) {
    base = ZERO
    isRipRelative = mode() == MODE_64
  }
  const displacement: i64 = mod == 1 ? i64(i8(take8())) : mod == 2 || (mod == 0 && rm == 5) ? i64(i32(take32())) : 0
  setAddress(slot, base, index, scale, displacement)
}

/** Whether the address is more than a sum of 64 bits, so that a slot of its own must compute it. */
function needsOwnSlot(): bool {
  return mode() != MODE_64 || addressSize != 64 || segmentPrefix == FS || segmentPrefix == GS
}

function segmentOf(slot: u32): u32 {
  if (segmentPrefix != NO_SEGMENT) return segmentPrefix
  return load<u32>(slot, SLOT_FLAGS) & SLOT_IS_STACK ? SS : DS
}

/** Copies the slot's address into a slot before it that computes it, and points the slot at the result. */
function splitAddress(slot: u32): u32 {
  memory.copy(slot + SLOT_SIZE, slot, SLOT_SIZE)
  store<u8>(slot, segmentOf(slot), SLOT_SEGMENT)
  store<u8>(slot, addressSize, SLOT_ADDRESS_SIZE)
  store<u16>(slot, u16(COLD + load<u32>(HANDLERS + (OP_COMPUTE_ADDRESS << 2))), SLOT_OPERATION)
  const main = slot + SLOT_SIZE
  const flags = load<u32>(main, SLOT_FLAGS) & ~SLOT_IS_STACK
  store<u32>(main, segmentOf(slot) == SS ? flags | SLOT_IS_STACK : flags, SLOT_FLAGS)
  store<u32>(main, EA, SLOT_BASE)
  store<u32>(main, ZERO, SLOT_INDEX_REGISTER)
  store<u8>(main, 0, SLOT_SCALE)
  store<i64>(main, 0, SLOT_DISPLACEMENT)
  return main
}

function takeImmediate(row: u32): i64 {
  switch (row & IMMEDIATE) {
    case Ib:
    case Jb:
      return i64(i8(take8()))
    case Iz:
    case Jz:
      return width == 1 ? i64(i16(take16())) : i64(i32(take32()))
    case Iv:
      return width == 0 ? i64(take8()) : width == 1 ? i64(take16()) : width == 2 ? i64(take32()) : i64(take64())
    case Iw:
      return i64(take16())
    case IwIb: {
      const size = take16()
      return i64(size) | (i64(take8()) << 32)
    }
    case Ap: {
      const offset = width == 1 ? take16() : take32()
      return i64(offset) | (i64(take16()) << 32)
    }
    case ONE:
      return 1
    default:
      return 0
  }
}

function operandWidth(row: u32): u32 {
  if (row & BYTE) return 0
  if (mode() == MODE_64) {
    if (row & FORCE_64 || rex & 8) return 3
    if (operandPrefix) return 1
    return row & DEFAULT_64 ? 3 : 2
  }
  if (row & REGISTER) return 2 // MOV to and from control registers
  return (mode() == 32) != operandPrefix ? 2 : 1
}

/** The row of a group by ModRM.reg, with the operands of the row that led to it. */
function groupRow(row: u32): u32 {
  const number = row & OPERATION
  const reg = (modrm >> 3) & 7
  const inGroup = load<u32>(OPCODE_GROUPS + (((number << 3) | reg) << 2))
  if (!inGroup) return 0
  if (number == GROUP_2) return (row & ~(OPERATION | GROUP)) | (row & IMMEDIATE ? OP_SHIFT_IMMEDIATE : OP_SHIFT_CL)
  return (row & ~(OPERATION | GROUP)) | inGroup
}

/** What prefixes and ModRM make of a row beyond what a table can say. */
function refine(map: u32, row: u32): u32 {
  if (map == MAP_ONE) {
    if (opcode == 0x63 && mode() != MODE_64) return OP_ARPL | MODRM | UNSIZED | DEFINED
    // NOP is XCHG rAX, rAX that leaves the upper half alone.
    if (opcode == 0x90 && !(rex & 1)) return OP_NOP | UNSIZED | DEFINED
    if ((opcode == 0xc4 || opcode == 0xc5 || opcode == 0x62) && mode() == MODE_64) return 0
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
    if ((modrm & 0x38) != 0x08) return 0
    return rex & 8 ? (row & ~OPERATION) | OP_CMPXCHG16B : row
  }
  if ((row & OPERATION) >= OP_BSWAP16 && (row & OPERATION) <= OP_BSWAP64 && (row & UNSIZED) && opcode >= 0xc8 && opcode <= 0xcf)
    return (row & ~OPERATION) | (rex & 8 ? OP_BSWAP64 : operandPrefix ? OP_BSWAP16 : OP_BSWAP64 - 1)
  return row
}

/** SLOT_DETAIL: what the operation needs to know besides its operands. */
function detailOf(row: u32, map: u32): u32 {
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

/** CMP shares its rows with operations that take a LOCK prefix, and takes none. */
function isComparison(row: u32, map: u32): bool {
  const operation = row & OPERATION
  if (operation != OP_ALU_TO_FIRST && operation != OP_ALU_IMMEDIATE) return false
  return detailOf(row, map) == CMP
}

/** Puts the operands in place: which register is first, which second, and which is ModRM.rm. */
function setOperands(slot: u32, row: u32): void {
  const isByte = (row & BYTE) != 0
  const order = row & ORDER
  if (order == Z) {
    store<u32>(slot, registerOperand((opcode & 7) | ((rex & 1) << 3), isByte), SLOT_DST)
    store<u32>(slot, GPR, SLOT_SRC)
    return
  }
  if (order == A) {
    store<u32>(slot, GPR, SLOT_DST)
    store<u32>(slot, GPR, SLOT_SRC)
    return
  }
  const g = registerOperand(((modrm >> 3) & 7) | ((rex & 4) << 1), isByte)
  const e = registerOperand((modrm & 7) | ((rex & 1) << 3), isByte || (row & E_BYTE) != 0)
  store<u32>(slot, order == G_E ? g : e, SLOT_DST)
  store<u32>(slot, order == G_E ? e : g, SLOT_SRC)
}

function emit(slot: u32, row: u32, operation: u32): void {
  const handler = load<u32>(HANDLERS + (operation << 2))
  store<u16>(slot, u16((row & ENDS ? COLD_END : COLD) + handler), SLOT_OPERATION)
}

/**
 * Decodes the instruction at the cursor into `slot` and perhaps the one after it; returns the last slot written.
 * `rip` is the instruction's own address. The caller looks at the cursor for what went wrong.
 */
export function decodeInstruction(slot: u32, rip: u64): u32 {
  memory.fill(slot, 0, SLOT_SIZE)
  store<u32>(slot, ZERO, SLOT_BASE)
  store<u32>(slot, ZERO, SLOT_INDEX_REGISTER)
  store<u32>(slot, GPR, SLOT_DST)
  store<u32>(slot, GPR, SLOT_SRC)
  opcode = takePrefixes()
  let map = MAP_ONE
  if (opcode == 0x0f) {
    map = MAP_0F
    opcode = take8()
    if (opcode == 0x38) {
      map = MAP_0F38
      opcode = take8()
    }
  }
  const codeSize = mode()
  addressSize = codeSize == MODE_64 ? (addressPrefix ? 32 : 64) : (codeSize == 32) != addressPrefix ? 32 : 16
  let row = rowOf(map, opcode)
  const isKnown = row != 0
  modrm = row & MODRM ? take8() : 0
  if (isKnown) row = refine(map, row)
  if (row & GROUP) row = groupRow(row)
  const isRegister = (row & REGISTER) != 0 || modrm >= 0xc0
  const hasMemory = (row & MODRM) != 0 && !isRegister
  width = operandWidth(row)
  if (hasMemory) {
    store<u32>(slot, SLOT_IS_MEMORY, SLOT_FLAGS)
    takeAddress(slot)
  }
  if ((row & IMMEDIATE) == Ob) {
    store<u32>(slot, SLOT_IS_MEMORY, SLOT_FLAGS)
    const offset = addressSize == 64 ? take64() : addressSize == 32 ? u64(take32()) : u64(take16())
    store<u64>(slot, offset, SLOT_DISPLACEMENT)
  }
  let immediate = takeImmediate(row)
  if (isTooLong) {
    emit(slot, ENDS, OP_TOO_LONG)
    return slot
  }
  if (hasCrossed || hasFailed) return slot
  const next = nextOf(rip)
  if (isRipRelative && hasMemory) store<u64>(slot, load<u64>(slot, SLOT_DISPLACEMENT) + next, SLOT_DISPLACEMENT)
  if ((row & IMMEDIATE) == Jb || (row & IMMEDIATE) == Jz) immediate = i64(branchTarget(next, u64(immediate)))
  if ((row & IMMEDIATE) == IwIb) {
    store<u8>(slot, u8(immediate >> 32), SLOT_DETAIL)
    immediate &= 0xffff
  }
  if (row & REGISTER) immediate = i64((rex & 4) << 1)
  const isIllegal =
    (row & NOT_64 && codeSize == MODE_64) ||
    (row & MEMORY && !hasMemory) ||
    (lockPrefix && !(row & LOCK && hasMemory && !isComparison(row, map)))
  if (!row || isIllegal) {
    emit(slot, ENDS, isKnown ? OP_UNDEFINED : OP_MISSING)
    return slot
  }
  const operation = (row & OPERATION) + (row & UNSIZED ? 0 : width)
  if ((row & IMMEDIATE) != IwIb) store<u8>(slot, detailOf(row, map), SLOT_DETAIL)
  store<i64>(slot, immediate, SLOT_IMMEDIATE)
  store<u8>(slot, repPrefix, SLOT_REP)
  store<u8>(slot, addressSize, SLOT_ADDRESS_SIZE)
  store<u8>(slot, segmentPrefix == NO_SEGMENT ? DS : segmentPrefix, SLOT_SEGMENT)
  setOperands(slot, row)
  emit(slot, row, operation)
  const isAccess = (hasMemory || (row & IMMEDIATE) == Ob) && (row & OPERATION) != OP_LEA && (row & OPERATION) != OP_NOP
  if (isAccess && needsOwnSlot()) {
    return splitAddress(slot)
  }
  if (codeSize == MODE_64) specialise(slot, row & OPERATION, width, hasMemory || (row & IMMEDIATE) == Ob)
  return slot
}

function nextOf(rip: u64): u64 {
  const next = rip + length
  return mode() == MODE_64 ? next : next & 0xffff_ffff
}

function branchTarget(next: u64, displacement: u64): u64 {
  const target = next + displacement
  if (mode() == MODE_64) return target
  return width == 1 ? target & 0xffff : target & 0xffff_ffff
}
