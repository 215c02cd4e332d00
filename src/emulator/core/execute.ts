/**
 * Executes decoded blocks. Each case of the switch is one operation of hot.ts; the cases differ only in type, form and
 * operation, and the compiler makes one jump table of them.
 */
import { INSTANT, RIP, SINGLE_BLOCK, SS } from './layout'
import { ADD, AND, CMP, compute, OR, SUB, TEST, XOR } from './arithmetic'
import { findBlock, generation } from './blocks'
import { GP } from './exceptions'
import { raise } from './fault'
import { carriesOfAdd, carriesOfSub, carryFlag, condition, flagsOfResult } from './flags'
import {
  COLD, COLD_END, HOT_ADD, HOT_AND, HOT_CALL, HOT_CALL_M, HOT_CALL_R, HOT_CMOV32, HOT_CMOV64, HOT_CMP, HOT_DEC32,
  HOT_DEC64, HOT_END, HOT_IMUL32, HOT_IMUL64, HOT_INC32, HOT_INC64, HOT_JCC, HOT_JMP, HOT_JMP_M, HOT_JMP_R, HOT_LEA32,
  HOT_LEA64, HOT_MOV, HOT_MOVSXD_M, HOT_MOVSXD_R, HOT_MOVZX16_M, HOT_MOVZX16_R, HOT_MOVZX8_M, HOT_MOVZX8_R, HOT_NOP,
  HOT_OR, HOT_POP64, HOT_PUSH64, HOT_RET, HOT_SAR32, HOT_SAR64, HOT_SETCC, HOT_SHL32, HOT_SHL64, HOT_SHR32, HOT_SHR64,
  HOT_SUB, HOT_TEST, HOT_XOR, MI, MR, RI, RM, RR, W32, W64, W8,
} from './hot'
import { finishChange, loadLinear, prepareChange, storeLinear } from './memory'
import { multiplyInto } from './multiply'
import { jumpTo, next } from './next'
import { immediate, readDst, readSrc, writeDst } from './operands'
import { refuse } from './segmentation'
import {
  addressOf, BLOCK_COUNT, BLOCK_FALLTHROUGH, BLOCK_HEADER, BLOCK_NEXT_RIP, BLOCK_PHYSICAL, BLOCK_RIP, BLOCK_SECOND_PAGE,
  BLOCK_TAKEN, end, left, setLeft, settle, SLOT_DETAIL, SLOT_OPERATION, SLOT_SIZE,
} from './slots'
import { RSP } from './state'
import { isCanonical } from './tlb'

// ---- Forms: what R, M and I do with an operation ----

// @ts-ignore: decorator
@inline
function rr<T>(operation: u32, slot: u32): void {
  const result = compute<T>(operation, readDst<T>(slot), readSrc<T>(slot))
  if (operation != CMP && operation != TEST) writeDst<T>(slot, result)
}

// @ts-ignore: decorator
@inline
function rm<T>(operation: u32, slot: u32): void {
  const b = loadLinear<T>(addressOf(slot), slot)
  const result = compute<T>(operation, readDst<T>(slot), b)
  if (operation != CMP && operation != TEST) writeDst<T>(slot, result)
}

// @ts-ignore: decorator
@inline
function ri<T>(operation: u32, slot: u32): void {
  const result = compute<T>(operation, readDst<T>(slot), immediate(slot) as T)
  if (operation != CMP && operation != TEST) writeDst<T>(slot, result)
}

// @ts-ignore: decorator
@inline
function changeMemory<T>(operation: u32, slot: u32, b: T): void {
  const address = addressOf(slot)
  if (operation == CMP || operation == TEST) {
    compute<T>(operation, loadLinear<T>(address, slot), b)
    return
  }
  const place = prepareChange<T>(address, slot)
  store<T>(place, compute<T>(operation, load<T>(place), b))
  finishChange<T>(place, address, slot)
}

// @ts-ignore: decorator
@inline
function mr<T>(operation: u32, slot: u32): void {
  changeMemory<T>(operation, slot, readSrc<T>(slot))
}

// @ts-ignore: decorator
@inline
function mi<T>(operation: u32, slot: u32): void {
  changeMemory<T>(operation, slot, immediate(slot) as T)
}

// @ts-ignore: decorator
@inline
function carryAndOverflow(carry: u64, overflow: u64): u64 {
  return (carry & 1) | ((overflow & 1) << 11)
}

// @ts-ignore: decorator
@inline
function shiftLeft<T>(slot: u32): void {
  const value = readDst<T>(slot)
  const count = immediate(slot) as T
  const top: T = (8 * sizeof<T>() - 1) as T
  const result: T = (value << count) as T
  const carry = u64((value >> ((top - count + 1) as T)) as T)
  flagsOfResult<T>(result, carryAndOverflow(carry, carry ^ u64((result >> top) as T)))
  writeDst<T>(slot, result)
}

// @ts-ignore: decorator
@inline
function shiftRight<T>(slot: u32): void {
  const value = readDst<T>(slot)
  const count = immediate(slot) as T
  const top: T = (8 * sizeof<T>() - 1) as T
  const result: T = (value >> count) as T
  const overflow = u64((result >> top) as T) ^ u64((result >> ((top - 1) as T)) as T)
  flagsOfResult<T>(result, carryAndOverflow(u64((value >> ((count - 1) as T)) as T), overflow))
  writeDst<T>(slot, result)
}

// @ts-ignore: decorator
@inline
function shiftArithmetic<T>(slot: u32): void {
  const up: i64 = 64 - 8 * sizeof<T>()
  const value = (i64(readDst<T>(slot)) << up) >> up
  const count = i64(immediate(slot))
  const result = (value >> count) as T
  flagsOfResult<T>(result, u64(value >> (count - 1)) & 1)
  writeDst<T>(slot, result)
}

// @ts-ignore: decorator
@inline
function increment<T>(slot: u32): void {
  const a = readDst<T>(slot)
  const result: T = (a + 1) as T
  const carry = carryFlag()
  flagsOfResult<T>(result, (carriesOfAdd<T>(a, 1 as T, result) & ~1) | carry)
  writeDst<T>(slot, result)
}

// @ts-ignore: decorator
@inline
function decrement<T>(slot: u32): void {
  const a = readDst<T>(slot)
  const result: T = (a - 1) as T
  const carry = carryFlag()
  flagsOfResult<T>(result, (carriesOfSub<T>(a, 1 as T, result) & ~1) | carry)
  writeDst<T>(slot, result)
}

// @ts-ignore: decorator
@inline
function loadOperand<T>(slot: u32): T {
  return loadLinear<T>(addressOf(slot), slot)
}

// @ts-ignore: decorator
@inline
function moveLoad<T>(slot: u32): void {
  writeDst<T>(slot, loadOperand<T>(slot))
}

// @ts-ignore: decorator
@inline
function moveStore<T>(slot: u32, value: T): void {
  storeLinear<T>(addressOf(slot), value, slot)
}

// @ts-ignore: decorator
@inline
function moveIf<T>(slot: u32): void {
  writeDst<T>(slot, condition(load<u8>(slot, SLOT_DETAIL)) ? readSrc<T>(slot) : readDst<T>(slot))
}

// @ts-ignore: decorator
@inline
function push64(slot: u32, value: u64): void {
  const top = load<u64>(RSP) - 8
  storeLinear<u64>(top, value, slot)
  store<u64>(RSP, top)
}

// @ts-ignore: decorator
@inline
function checkTarget(slot: u32, target: u64): void {
  if (!isCanonical(target)) raise(slot, GP, 0)
}

/** For CALL with a memory operand, whose slot does not say that a non-canonical address is the stack's. */
function checkPush(slot: u32): void {
  const top = load<u64>(RSP) - 8
  if (!isCanonical(top)) refuse(slot, SS, top, true)
  else if (!isCanonical(top + 7)) refuse(slot, SS, top + 7, true)
}

/**
 * Finds the block that follows at `target`, and chains it to this one when they lie in the same page. 0 when the run
 * must look around first: RIP is then exact.
 */
function follow(block: u32, link: u32, target: u64): u32 {
  store<u64>(RIP, target)
  if (block == <u32>SINGLE_BLOCK || left <= 0) return 0
  store<i64>(INSTANT, end - left)
  const before = generation
  const found = findBlock(target)
  if (!found) return 0
  const isNear =
    (target ^ load<u64>(block, BLOCK_RIP)) >> 12 == 0 &&
    load<u32>(found, BLOCK_PHYSICAL) >> 12 == load<u32>(block, BLOCK_PHYSICAL) >> 12 &&
    load<u32>(found, BLOCK_SECOND_PAGE) == 0
  if (link && isNear && generation == before && found != <u32>SINGLE_BLOCK) store<u32>(block + link, found)
  return found
}

/**
 * Runs from `block` on until the budget is nearly used up or something happened that the run loop must look at.
 * RIP is exact afterwards, and `left` is what remains.
 */
export function execute(block: u32): void {
  while (true) {
    const count = i64(load<u32>(block, BLOCK_COUNT))
    if (left < count) {
      store<u64>(RIP, load<u64>(block, BLOCK_RIP))
      return
    }
    setLeft(left - count)
    let slot: u32 = block + BLOCK_HEADER
    let link: u32 = 0
    let target: u64 = 0
    while (true) {
      const operation: u32 = load<u16>(slot, SLOT_OPERATION)
      switch (operation) {
        case HOT_ADD + RR + W8: rr<u8>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + RR + W32: rr<u32>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + RR + W64: rr<u64>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + RM + W8: rm<u8>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + RM + W32: rm<u32>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + RM + W64: rm<u64>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + MR + W8: mr<u8>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + MR + W32: mr<u32>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + MR + W64: mr<u64>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + RI + W8: ri<u8>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + RI + W32: ri<u32>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + RI + W64: ri<u64>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + MI + W8: mi<u8>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + MI + W32: mi<u32>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_ADD + MI + W64: mi<u64>(ADD, slot); slot += SLOT_SIZE; continue
        case HOT_OR + RR + W8: rr<u8>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + RR + W32: rr<u32>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + RR + W64: rr<u64>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + RM + W8: rm<u8>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + RM + W32: rm<u32>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + RM + W64: rm<u64>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + MR + W8: mr<u8>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + MR + W32: mr<u32>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + MR + W64: mr<u64>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + RI + W8: ri<u8>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + RI + W32: ri<u32>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + RI + W64: ri<u64>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + MI + W8: mi<u8>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + MI + W32: mi<u32>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_OR + MI + W64: mi<u64>(OR, slot); slot += SLOT_SIZE; continue
        case HOT_AND + RR + W8: rr<u8>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + RR + W32: rr<u32>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + RR + W64: rr<u64>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + RM + W8: rm<u8>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + RM + W32: rm<u32>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + RM + W64: rm<u64>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + MR + W8: mr<u8>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + MR + W32: mr<u32>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + MR + W64: mr<u64>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + RI + W8: ri<u8>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + RI + W32: ri<u32>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + RI + W64: ri<u64>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + MI + W8: mi<u8>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + MI + W32: mi<u32>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_AND + MI + W64: mi<u64>(AND, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + RR + W8: rr<u8>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + RR + W32: rr<u32>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + RR + W64: rr<u64>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + RM + W8: rm<u8>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + RM + W32: rm<u32>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + RM + W64: rm<u64>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + MR + W8: mr<u8>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + MR + W32: mr<u32>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + MR + W64: mr<u64>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + RI + W8: ri<u8>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + RI + W32: ri<u32>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + RI + W64: ri<u64>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + MI + W8: mi<u8>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + MI + W32: mi<u32>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_SUB + MI + W64: mi<u64>(SUB, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + RR + W8: rr<u8>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + RR + W32: rr<u32>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + RR + W64: rr<u64>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + RM + W8: rm<u8>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + RM + W32: rm<u32>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + RM + W64: rm<u64>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + MR + W8: mr<u8>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + MR + W32: mr<u32>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + MR + W64: mr<u64>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + RI + W8: ri<u8>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + RI + W32: ri<u32>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + RI + W64: ri<u64>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + MI + W8: mi<u8>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + MI + W32: mi<u32>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_XOR + MI + W64: mi<u64>(XOR, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + RR + W8: rr<u8>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + RR + W32: rr<u32>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + RR + W64: rr<u64>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + RM + W8: rm<u8>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + RM + W32: rm<u32>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + RM + W64: rm<u64>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + MR + W8: mr<u8>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + MR + W32: mr<u32>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + MR + W64: mr<u64>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + RI + W8: ri<u8>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + RI + W32: ri<u32>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + RI + W64: ri<u64>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + MI + W8: mi<u8>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + MI + W32: mi<u32>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_CMP + MI + W64: mi<u64>(CMP, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + RR + W8: rr<u8>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + RR + W32: rr<u32>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + RR + W64: rr<u64>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + MR + W8: mr<u8>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + MR + W32: mr<u32>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + MR + W64: mr<u64>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + RI + W8: ri<u8>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + RI + W32: ri<u32>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + RI + W64: ri<u64>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + MI + W8: mi<u8>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + MI + W32: mi<u32>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_TEST + MI + W64: mi<u64>(TEST, slot); slot += SLOT_SIZE; continue
        case HOT_MOV + RR + W8: writeDst<u8>(slot, readSrc<u8>(slot)); slot += SLOT_SIZE; continue
        case HOT_MOV + RR + W32: writeDst<u32>(slot, readSrc<u32>(slot)); slot += SLOT_SIZE; continue
        case HOT_MOV + RR + W64: writeDst<u64>(slot, readSrc<u64>(slot)); slot += SLOT_SIZE; continue
        case HOT_MOV + RM + W8: moveLoad<u8>(slot); slot += SLOT_SIZE; continue
        case HOT_MOV + RM + W32: moveLoad<u32>(slot); slot += SLOT_SIZE; continue
        case HOT_MOV + RM + W64: moveLoad<u64>(slot); slot += SLOT_SIZE; continue
        case HOT_MOV + MR + W8: moveStore<u8>(slot, readSrc<u8>(slot)); slot += SLOT_SIZE; continue
        case HOT_MOV + MR + W32: moveStore<u32>(slot, readSrc<u32>(slot)); slot += SLOT_SIZE; continue
        case HOT_MOV + MR + W64: moveStore<u64>(slot, readSrc<u64>(slot)); slot += SLOT_SIZE; continue
        case HOT_MOV + RI + W8: writeDst<u8>(slot, immediate(slot) as u8); slot += SLOT_SIZE; continue
        case HOT_MOV + RI + W32: writeDst<u32>(slot, immediate(slot) as u32); slot += SLOT_SIZE; continue
        case HOT_MOV + RI + W64: writeDst<u64>(slot, immediate(slot) as u64); slot += SLOT_SIZE; continue
        case HOT_MOV + MI + W8: moveStore<u8>(slot, immediate(slot) as u8); slot += SLOT_SIZE; continue
        case HOT_MOV + MI + W32: moveStore<u32>(slot, immediate(slot) as u32); slot += SLOT_SIZE; continue
        case HOT_MOV + MI + W64: moveStore<u64>(slot, immediate(slot) as u64); slot += SLOT_SIZE; continue
        case HOT_LEA32: writeDst<u32>(slot, u32(addressOf(slot))); slot += SLOT_SIZE; continue
        case HOT_LEA64: writeDst<u64>(slot, addressOf(slot)); slot += SLOT_SIZE; continue
        case HOT_MOVZX8_R: writeDst<u64>(slot, u64(readSrc<u8>(slot))); slot += SLOT_SIZE; continue
        case HOT_MOVZX8_M: writeDst<u64>(slot, u64(loadOperand<u8>(slot))); slot += SLOT_SIZE; continue
        case HOT_MOVZX16_R: writeDst<u64>(slot, u64(readSrc<u16>(slot))); slot += SLOT_SIZE; continue
        case HOT_MOVZX16_M: writeDst<u64>(slot, u64(loadOperand<u16>(slot))); slot += SLOT_SIZE; continue
        case HOT_MOVSXD_R: writeDst<u64>(slot, u64(i64(i32(readSrc<u32>(slot))))); slot += SLOT_SIZE; continue
        case HOT_MOVSXD_M: writeDst<u64>(slot, u64(i64(i32(loadOperand<u32>(slot))))); slot += SLOT_SIZE; continue
        case HOT_SHL32: shiftLeft<u32>(slot); slot += SLOT_SIZE; continue
        case HOT_SHL64: shiftLeft<u64>(slot); slot += SLOT_SIZE; continue
        case HOT_SHR32: shiftRight<u32>(slot); slot += SLOT_SIZE; continue
        case HOT_SHR64: shiftRight<u64>(slot); slot += SLOT_SIZE; continue
        case HOT_SAR32: shiftArithmetic<u32>(slot); slot += SLOT_SIZE; continue
        case HOT_SAR64: shiftArithmetic<u64>(slot); slot += SLOT_SIZE; continue
        case HOT_IMUL32: multiplyInto<u32>(slot); slot += SLOT_SIZE; continue
        case HOT_IMUL64: multiplyInto<u64>(slot); slot += SLOT_SIZE; continue
        case HOT_INC32: increment<u32>(slot); slot += SLOT_SIZE; continue
        case HOT_INC64: increment<u64>(slot); slot += SLOT_SIZE; continue
        case HOT_DEC32: decrement<u32>(slot); slot += SLOT_SIZE; continue
        case HOT_DEC64: decrement<u64>(slot); slot += SLOT_SIZE; continue
        case HOT_PUSH64: push64(slot, readDst<u64>(slot)); slot += SLOT_SIZE; continue
        case HOT_POP64: {
          const top = load<u64>(RSP)
          const value = loadLinear<u64>(top, slot)
          store<u64>(RSP, top + 8)
          writeDst<u64>(slot, value)
          slot += SLOT_SIZE
          continue
        }
        case HOT_NOP: slot += SLOT_SIZE; continue
        case HOT_CMOV32: moveIf<u32>(slot); slot += SLOT_SIZE; continue
        case HOT_CMOV64: moveIf<u64>(slot); slot += SLOT_SIZE; continue
        case HOT_SETCC: writeDst<u8>(slot, condition(load<u8>(slot, SLOT_DETAIL)) ? 1 : 0); slot += SLOT_SIZE; continue
        case HOT_END: link = BLOCK_FALLTHROUGH; break
        case HOT_JMP: link = BLOCK_TAKEN; break
        case HOT_CALL: push64(slot, load<u64>(block, BLOCK_NEXT_RIP)); link = BLOCK_TAKEN; break
        case HOT_RET: {
          const top = load<u64>(RSP)
          target = loadLinear<u64>(top, slot)
          checkTarget(slot, target)
          store<u64>(RSP, top + 8 + immediate(slot))
          break
        }
        case HOT_JMP_R:
          target = readDst<u64>(slot)
          checkTarget(slot, target)
          break
        case HOT_JMP_M:
          target = loadLinear<u64>(addressOf(slot), slot)
          checkTarget(slot, target)
          break
        case HOT_CALL_R:
          target = readDst<u64>(slot)
          checkTarget(slot, target)
          push64(slot, load<u64>(block, BLOCK_NEXT_RIP))
          break
        case HOT_CALL_M:
          target = loadLinear<u64>(addressOf(slot), slot)
          checkTarget(slot, target)
          checkPush(slot)
          push64(slot, load<u64>(block, BLOCK_NEXT_RIP))
          break
        case HOT_JCC + 0: link = condition(0) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 1: link = condition(1) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 2: link = condition(2) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 3: link = condition(3) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 4: link = condition(4) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 5: link = condition(5) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 6: link = condition(6) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 7: link = condition(7) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 8: link = condition(8) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 9: link = condition(9) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 10: link = condition(10) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 11: link = condition(11) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 12: link = condition(12) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 13: link = condition(13) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 14: link = condition(14) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        case HOT_JCC + 15: link = condition(15) ? BLOCK_TAKEN : BLOCK_FALLTHROUGH; break
        default:
          if (operation < COLD_END) {
            call_indirect<void>(operation - COLD, slot)
            slot += SLOT_SIZE
            continue
          }
          settle(slot)
          jumpTo(load<u64>(block, BLOCK_NEXT_RIP))
          call_indirect<void>(operation - COLD_END, slot)
          store<u64>(RIP, next)
          return
      }
      break
    }
    if (link) {
      const known = load<u32>(block + link)
      if (known) {
        block = known
        continue
      }
      target = link == BLOCK_TAKEN ? immediate(slot) : load<u64>(block, BLOCK_NEXT_RIP)
    }
    block = follow(block, link, target)
    if (!block) return
  }
}
