/** Gives a decoded 64-bit-mode instruction the number of the run loop's own short cut, where there is one. */
import {
  HOT_CALL, HOT_CALL_M, HOT_CALL_R, HOT_CMOV32, HOT_CMOV64, HOT_DEC32, HOT_DEC64, HOT_IMUL32, HOT_IMUL64, HOT_INC32,
  HOT_INC64, HOT_JCC, HOT_JMP, HOT_JMP_M, HOT_JMP_R, HOT_LEA32, HOT_LEA64, HOT_MOV, HOT_MOVSXD_M, HOT_MOVSXD_R,
  HOT_MOVZX16_M, HOT_MOVZX16_R, HOT_MOVZX8_M, HOT_MOVZX8_R, HOT_NOP, HOT_POP64, HOT_PUSH64, HOT_RET, HOT_SAR32,
  HOT_SAR64, HOT_SETCC, HOT_SHL32, HOT_SHL64, HOT_SHR32, HOT_SHR64, hotArithmetic, MI, MR, RI, RM, RR, W32, W64, W8,
} from './hot'
import {
  OP_ALU_IMMEDIATE, OP_ALU_TO_FIRST, OP_ALU_TO_REGISTER, OP_CALL, OP_CALL_FIRST, OP_CMOV, OP_DEC, OP_IMUL, OP_INC,
  OP_JCC, OP_JMP, OP_JMP_FIRST, OP_LEA, OP_MOV_IMMEDIATE, OP_MOV_TO_FIRST, OP_MOV_TO_REGISTER, OP_MOVSXD, OP_MOVZX16,
  OP_MOVZX8, OP_NOP, OP_POP, OP_PUSH, OP_RET, OP_SETCC, OP_SHIFT_IMMEDIATE,
} from './operations'
import { SLOT_ADDRESS_SIZE, SLOT_DETAIL, SLOT_FLAGS, SLOT_IMMEDIATE, SLOT_IS_STACK, SLOT_OPERATION } from './slots'
import { isCanonical } from './tlb'

function choose(slot: u32, operation: u32): void {
  store<u16>(slot, u16(operation), SLOT_OPERATION)
}

/** For an operation whose only memory operand is the stack. */
function chooseStack(slot: u32, operation: u32): void {
  choose(slot, operation)
  store<u32>(slot, SLOT_IS_STACK, SLOT_FLAGS)
}

/** W8, W32 or W64; −1 for 16 bits, which has no short cuts. */
// @ts-ignore: decorator
@inline
function hotWidth(width: u32): i32 {
  return width == 0 ? W8 : width == 2 ? W32 : width == 3 ? W64 : -1
}

function chooseForm(slot: u32, operation: i32, form: u32, width: u32): void {
  if (operation >= 0 && hotWidth(width) >= 0) choose(slot, u32(operation) + form + u32(hotWidth(width)))
}

function chooseShift(slot: u32, width: u32): void {
  const count = load<u8>(slot, SLOT_IMMEDIATE) & (width == 3 ? 63 : 31)
  if (count == 0 || width < 2) return
  store<u64>(slot, count, SLOT_IMMEDIATE)
  const kind: u32 = load<u8>(slot, SLOT_DETAIL)
  if (kind == 4) choose(slot, width == 3 ? HOT_SHL64 : HOT_SHL32)
  if (kind == 5) choose(slot, width == 3 ? HOT_SHR64 : HOT_SHR32)
  if (kind == 7) choose(slot, width == 3 ? HOT_SAR64 : HOT_SAR32)
}

/** The short cuts of relative branches do not look where they lead. */
function isTargetCanonical(slot: u32): bool {
  return isCanonical(load<u64>(slot, SLOT_IMMEDIATE))
}

function chooseByWidth(slot: u32, width: u32, on32: u32, on64: u32): void {
  if (width == 2) choose(slot, on32)
  if (width == 3) choose(slot, on64)
}

/** `width` is 0, 1, 2, 3 for 8, 16, 32, 64 bits; `hasMemory` says where ModRM.rm is. */
export function specialise(slot: u32, operation: u32, width: u32, hasMemory: bool): void {
  const detail: u32 = load<u8>(slot, SLOT_DETAIL)
  switch (operation) {
    case OP_ALU_TO_FIRST:
      chooseForm(slot, hotArithmetic(detail), hasMemory ? MR : RR, width)
      break
    case OP_ALU_TO_REGISTER:
      chooseForm(slot, hotArithmetic(detail), hasMemory ? RM : RR, width)
      break
    case OP_ALU_IMMEDIATE:
      chooseForm(slot, hotArithmetic(detail), hasMemory ? MI : RI, width)
      break
    case OP_MOV_TO_FIRST:
      chooseForm(slot, HOT_MOV, hasMemory ? MR : RR, width)
      break
    case OP_MOV_TO_REGISTER:
      chooseForm(slot, HOT_MOV, hasMemory ? RM : RR, width)
      break
    case OP_MOV_IMMEDIATE:
      chooseForm(slot, HOT_MOV, hasMemory ? MI : RI, width)
      break
    case OP_LEA:
      if (load<u8>(slot, SLOT_ADDRESS_SIZE) == 64) chooseByWidth(slot, width, HOT_LEA32, HOT_LEA64)
      break
    case OP_MOVZX8:
      if (width >= 2) choose(slot, hasMemory ? HOT_MOVZX8_M : HOT_MOVZX8_R)
      break
    case OP_MOVZX16:
      if (width >= 2) choose(slot, hasMemory ? HOT_MOVZX16_M : HOT_MOVZX16_R)
      break
    case OP_MOVSXD:
      if (width == 3) choose(slot, hasMemory ? HOT_MOVSXD_M : HOT_MOVSXD_R)
      break
    case OP_SHIFT_IMMEDIATE:
      if (!hasMemory) chooseShift(slot, width)
      break
    case OP_IMUL:
      if (!hasMemory) chooseByWidth(slot, width, HOT_IMUL32, HOT_IMUL64)
      break
    case OP_INC:
      if (!hasMemory) chooseByWidth(slot, width, HOT_INC32, HOT_INC64)
      break
    case OP_DEC:
      if (!hasMemory) chooseByWidth(slot, width, HOT_DEC32, HOT_DEC64)
      break
    case OP_CMOV:
      if (!hasMemory) chooseByWidth(slot, width, HOT_CMOV32, HOT_CMOV64)
      break
    case OP_SETCC:
      if (!hasMemory) choose(slot, HOT_SETCC)
      break
    case OP_PUSH:
      if (!hasMemory && width == 3) chooseStack(slot, HOT_PUSH64)
      break
    case OP_POP:
      if (!hasMemory && width == 3) chooseStack(slot, HOT_POP64)
      break
    case OP_NOP:
      choose(slot, HOT_NOP)
      break
    case OP_CALL:
      if (isTargetCanonical(slot)) chooseStack(slot, HOT_CALL)
      break
    case OP_RET:
      chooseStack(slot, HOT_RET)
      break
    case OP_CALL_FIRST:
      if (hasMemory) choose(slot, HOT_CALL_M)
      else chooseStack(slot, HOT_CALL_R)
      break
    case OP_JMP_FIRST:
      choose(slot, hasMemory ? HOT_JMP_M : HOT_JMP_R)
      break
    case OP_JMP:
      if (isTargetCanonical(slot)) choose(slot, HOT_JMP)
      break
    case OP_JCC:
      if (isTargetCanonical(slot)) choose(slot, HOT_JCC + detail)
      break
  }
}
