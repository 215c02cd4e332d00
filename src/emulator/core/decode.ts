/**
 * Decodes one instruction into one or two slots: prefixes, opcode, ModRM, SIB, displacement, immediate.
 * SDM Vol. 2, "Instruction Format".
 */
import { DS, GPR, HANDLERS, MODE_64, OPCODE_MAP, ZERO } from './layout'
import { addressSize, isRipRelative, needsOwnSlot, splitAddress, takeAddress } from './decode-address'
import { hasCrossed, hasFailed, isTooLong, length, take16, take32, take64, take8 } from './decode-cursor'
import { lockPrefix, NO_SEGMENT, operandPrefix, repPrefix, rex, segmentPrefix, takePrefixes } from './decode-prefixes'
import { accessSize, detailOf, groupRow, isComparison, isWrite, refine } from './decode-row'
import { COLD, COLD_END } from './hot'
import {
  A, Ap, BYTE, DEFAULT_64, E_BYTE, ENDS, FORCE_64, G_E, GROUP, Ib, IMMEDIATE, Iv, Iw, IwIb, Iz, Jb, Jz, LOCK, MAP_0F,
  MAP_0F38, MAP_ONE, MEMORY, MODRM, NOT_64, Ob, ONE, OPERATION, ORDER, REGISTER, UNSIZED, Z,
} from './opcode-map'
import { OP_LEA, OP_MISSING, OP_NOP, OP_TOO_LONG, OP_UNDEFINED } from './operations'
import {
  SLOT_ADDRESS_SIZE, SLOT_BASE, SLOT_DETAIL, SLOT_DISPLACEMENT, SLOT_DST, SLOT_FLAGS, SLOT_IMMEDIATE,
  SLOT_INDEX_REGISTER, SLOT_IS_MEMORY, SLOT_OPERATION, SLOT_REP, SLOT_SEGMENT, SLOT_SIZE, SLOT_SRC,
} from './slots'
import { specialise } from './specialise'
import { mode, registerAt } from './state'

/** 0, 1, 2, 3 for operands of 8, 16, 32, 64 bits. */
let width: u32 = 0
let map: u32 = 0
let opcode: u32 = 0
let modrm: u32 = 0

function rowOf(map: u32, index: u32): u32 {
  return load<u32>(OPCODE_MAP + (((map << 8) | index) << 2))
}

/** A register operand; without REX, numbers 4 to 7 of a byte are AH, CH, DH and BH. */
function registerOperand(number: u32, isByte: bool): u32 {
  return isByte && !rex && number >= 4 && number < 8 ? registerAt(number - 4) + 1 : registerAt(number)
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

function clear(slot: u32): void {
  memory.fill(slot, 0, SLOT_SIZE)
  store<u32>(slot, ZERO, SLOT_BASE)
  store<u32>(slot, ZERO, SLOT_INDEX_REGISTER)
  store<u32>(slot, GPR, SLOT_DST)
  store<u32>(slot, GPR, SLOT_SRC)
}

/** Reads prefixes, opcode and ModRM. Returns the row, OP_MISSING's where the map has none, 0 if undefined. */
function takeRow(): u32 {
  map = MAP_ONE
  opcode = takePrefixes()
  if (opcode == 0x0f) {
    map = MAP_0F
    opcode = take8()
  }
  if (map == MAP_0F && opcode == 0x38) {
    map = MAP_0F38
    opcode = take8()
  }
  const row = rowOf(map, opcode)
  modrm = row & MODRM ? take8() : 0
  if (!row) return OP_MISSING | UNSIZED | ENDS
  const refined = refine(map, opcode, modrm, row)
  return refined & GROUP ? groupRow(refined, modrm) : refined
}

/** Whether ModRM.rm is in memory. */
function namesMemory(row: u32): bool {
  return (row & MODRM) != 0 && !(row & REGISTER) && modrm < 0xc0
}

/** Reads an address that stands in the instruction by itself. */
function takeOffset(): u64 {
  const size = addressSize()
  return size == 64 ? take64() : size == 32 ? u64(take32()) : u64(take16())
}

/** Whether the instruction raises #UD: there is none such, or not in this mode, with these operands or with LOCK. */
function isUndefined(row: u32, detail: u32): bool {
  if (!row || (row & OPERATION) == OP_UNDEFINED) return true
  if (row & NOT_64 && mode() == MODE_64) return true
  const hasMemory = namesMemory(row)
  if (row & MEMORY && !hasMemory) return true
  return lockPrefix && !(row & LOCK && hasMemory && !isComparison(row, detail))
}

/** What SLOT_IMMEDIATE holds: a branch its target, MOV to a control register bit 3 of the register's number. */
function finishImmediate(row: u32, immediate: i64, next: u64): i64 {
  const kind = row & IMMEDIATE
  if (kind == Jb || kind == Jz) return i64(branchTarget(next, u64(immediate)))
  if (kind == IwIb) return immediate & 0xffff
  return row & REGISTER ? i64((rex & 4) << 1) : immediate
}

/**
 * Decodes the instruction at the cursor into `slot` and perhaps the one after it; returns the last slot written.
 * `rip` is the instruction's own address. The caller looks at the cursor for what went wrong.
 */
export function decodeInstruction(slot: u32, rip: u64): u32 {
  clear(slot)
  const row = takeRow()
  const operation = row & OPERATION
  const hasModrmMemory = namesMemory(row)
  const hasOffset = (row & IMMEDIATE) == Ob
  const hasMemory = hasModrmMemory || hasOffset
  width = operandWidth(row)
  if (hasMemory) store<u32>(slot, SLOT_IS_MEMORY, SLOT_FLAGS)
  if (hasModrmMemory) takeAddress(slot, modrm)
  if (hasOffset) store<u64>(slot, takeOffset(), SLOT_DISPLACEMENT)
  const taken = takeImmediate(row)
  if (isTooLong) {
    emit(slot, ENDS, OP_TOO_LONG)
    return slot
  }
  if (hasCrossed || hasFailed) return slot
  const detail = (row & IMMEDIATE) == IwIb ? u32(taken >> 32) : detailOf(row, map, opcode, modrm)
  if (isUndefined(row, detail) || operation == OP_MISSING) {
    emit(slot, ENDS, operation == OP_MISSING ? OP_MISSING : OP_UNDEFINED)
    return slot
  }
  const next = nextOf(rip)
  if (hasModrmMemory && isRipRelative) store<u64>(slot, load<u64>(slot, SLOT_DISPLACEMENT) + next, SLOT_DISPLACEMENT)
  store<u8>(slot, detail, SLOT_DETAIL)
  store<i64>(slot, finishImmediate(row, taken, next), SLOT_IMMEDIATE)
  store<u8>(slot, repPrefix, SLOT_REP)
  store<u8>(slot, addressSize(), SLOT_ADDRESS_SIZE)
  store<u8>(slot, segmentPrefix == NO_SEGMENT ? DS : segmentPrefix, SLOT_SEGMENT)
  setOperands(slot, row)
  emit(slot, row, operation + (row & UNSIZED ? 0 : width))
  const isAccess = hasMemory && operation != OP_LEA && operation != OP_NOP
  if (isAccess && needsOwnSlot()) return splitAddress(slot, accessSize(row, width), isWrite(row, detail))
  if (mode() == MODE_64) specialise(slot, operation, width, hasMemory)
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
