/** Data movement that is more than a MOV: extensions, conditions, segment registers, flags, XLAT. SDM Vol. 2. */
import { SEGMENT_SELECTOR, SHADOW_MOV_SS, SS } from './layout'
import { UD } from './exceptions'
import { raise } from './fault'
import { conditionSlow, materializeFlags, setStatusFlags, statusFlags } from './flags'
import { holdInterrupts } from './interrupt-flag'
import { loadLinear } from './memory'
import { immediate, isMemory, readDst, readFirst, readSecond, readSrc, writeDst, writeFirst } from './operands'
import { loadSegment } from './segment-load'
import { linearOf } from './segmentation'
import { addressOf, SLOT_ADDRESS_SIZE, SLOT_DETAIL, SLOT_FLAGS, SLOT_IS_MEMORY, SLOT_SEGMENT } from './slots'
import { RAX, RBX, RDX, rflags, RFLAGS_CF, RFLAGS_DF, segment, setRegister, setRflags } from './state'

/** MOV in every form: opcode-map.ts says which operand is where. */
export function moveToFirst<T>(slot: u32): void {
  writeFirst<T>(slot, readSrc<T>(slot))
}

export function moveToRegister<T>(slot: u32): void {
  writeDst<T>(slot, readSecond<T>(slot))
}

export function moveImmediate<T>(slot: u32): void {
  writeFirst<T>(slot, immediate(slot) as T)
}

export function loadAddress<T>(slot: u32): void {
  if (!isMemory(slot)) raise(slot, UD, 0)
  let address = addressOf(slot)
  const size: u32 = load<u8>(slot, SLOT_ADDRESS_SIZE)
  if (size == 32) address &= 0xffff_ffff
  if (size == 16) address &= 0xffff
  writeDst<T>(slot, address as T)
}

export function zeroExtend8<T>(slot: u32): void {
  writeDst<T>(slot, readSecond<u8>(slot) as T)
}

export function zeroExtend16<T>(slot: u32): void {
  writeDst<T>(slot, readSecond<u16>(slot) as T)
}

export function signExtend8<T>(slot: u32): void {
  writeDst<T>(slot, (readSecond<u8>(slot) as i8) as T)
}

export function signExtend16<T>(slot: u32): void {
  writeDst<T>(slot, (readSecond<u16>(slot) as i16) as T)
}

/** MOVSXD: with a 32- or 16-bit operand size it only moves. */
export function signExtend32<T>(slot: u32): void {
  writeDst<T>(slot, (readSecond<u32>(slot) as i32) as T)
}

/** CMOVcc reads its source, and in 64-bit mode clears the upper half, whether the condition holds or not. */
export function moveIf<T>(slot: u32): void {
  const value = readSecond<T>(slot)
  writeDst<T>(slot, conditionSlow(load<u8>(slot, SLOT_DETAIL)) ? value : readDst<T>(slot))
}

export function setIf(slot: u32): void {
  writeFirst<u8>(slot, conditionSlow(load<u8>(slot, SLOT_DETAIL)) ? 1 : 0)
}

/** CBW, CWDE, CDQE */
export function extendAccumulator<T>(slot: u32): void {
  if (sizeof<T>() == 2) store<u16>(RAX, u16(i16(load<i8>(RAX))))
  else if (sizeof<T>() == 4) setRegister<u32>(RAX, u32(i32(load<i16>(RAX))))
  else store<i64>(RAX, i64(load<i32>(RAX)))
}

/** CWD, CDQ, CQO */
export function extendIntoRdx<T>(slot: u32): void {
  const bits: u64 = 8 * sizeof<T>() - 1
  setRegister<T>(RDX, (0 - ((u64(load<T>(RAX)) >> bits) & 1)) as T)
}

export function loadFlagsIntoAh(slot: u32): void {
  store<u8>(RAX + 1, u8((statusFlags() & 0xd5) | 2))
}

export function storeAhIntoFlags(slot: u32): void {
  setStatusFlags((statusFlags() & ~0xd5) | (u64(load<u8>(RAX + 1)) & 0xd5))
}

/** CMC, CLC, STC by SLOT_DETAIL: the flag flips, clears, sets. */
export function changeCarry(slot: u32): void {
  const flags = statusFlags()
  const detail: u32 = load<u8>(slot, SLOT_DETAIL)
  setStatusFlags(detail == 0xf5 ? flags ^ RFLAGS_CF : detail == 0xf8 ? flags & ~RFLAGS_CF : flags | RFLAGS_CF)
}

/** CLD, STD */
export function changeDirection(slot: u32): void {
  materializeFlags()
  setRflags(load<u8>(slot, SLOT_DETAIL) == 0xfc ? rflags() & ~RFLAGS_DF : rflags() | RFLAGS_DF)
}

/** XLAT: AL := [rBX + AL] */
export function translateByte(slot: u32): void {
  const size: u32 = load<u8>(slot, SLOT_ADDRESS_SIZE)
  let offset = load<u64>(RBX) + u64(load<u8>(RAX))
  if (size == 32) offset &= 0xffff_ffff
  if (size == 16) offset &= 0xffff
  const address = linearOf(slot, load<u8>(slot, SLOT_SEGMENT), offset, 1, false)
  store<u8>(RAX, loadLinear<u8>(address, slot))
}

/** MOV Ev, Sw: SLOT_DETAIL is ModRM. To memory always 16 bits. */
export function storeSelector<T>(slot: u32): void {
  const index = (u32(load<u8>(slot, SLOT_DETAIL)) >> 3) & 7
  if (index > 5) raise(slot, UD, 0)
  const selector = load<u16>(segment(index), SEGMENT_SELECTOR)
  if (isMemory(slot)) writeFirst<u16>(slot, selector)
  else writeDst<T>(slot, selector as T)
}

/** MOV Sw, Ew: loading SS keeps interrupts out for one instruction. CS cannot be loaded so. */
export function moveToSegment(slot: u32): void {
  const index = (u32(load<u8>(slot, SLOT_DETAIL)) >> 3) & 7
  if (index > 5 || index == 1) raise(slot, UD, 0)
  const selector: u32 = (load<u32>(slot, SLOT_FLAGS) & SLOT_IS_MEMORY) != 0 ? readFirst<u16>(slot) : readDst<u16>(slot)
  loadSegment(slot, index, selector)
  if (index == SS) holdInterrupts(SHADOW_MOV_SS)
}

/**
 * LES, LDS, LSS, LFS, LGS: an offset and a selector from memory. SLOT_DETAIL is the segment register.
 * LSS needs no shadow: it loads the stack pointer as well.
 */
export function loadFarPointer<T>(slot: u32): void {
  if (!isMemory(slot)) raise(slot, UD, 0)
  const address = addressOf(slot)
  const offset = loadLinear<T>(address, slot)
  const selector = loadLinear<u16>(address + sizeof<T>(), slot)
  const index: u32 = load<u8>(slot, SLOT_DETAIL)
  loadSegment(slot, index, selector)
  writeDst<T>(slot, offset)
}
