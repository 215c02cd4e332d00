/** PUSH, POP, PUSHA, POPA, PUSHF, POPF, ENTER and LEAVE in every width. SDM Vol. 2, under each name. */
import { SHADOW_MOV_SS, SS } from './layout'
import { materializeFlags } from './flags'
import { changeRflags, holdInterrupts } from './interrupt-flag'
import { storeLinear } from './memory'
import { immediate, isMemory, readFirst, writeDst } from './operands'
import { loadSegment } from './segment-load'
import { addressOf, SLOT_BASE_IS_RSP, SLOT_DETAIL, SLOT_FLAGS } from './slots'
import { push, readStack, release, reserve, setStackPointer, stackPointer, top, writeStack } from './stack'
import {
  cpl, RBP, registerAt, rflags, RFLAGS_AC, RFLAGS_DF, RFLAGS_FIXED, RFLAGS_ID, RFLAGS_IF, RFLAGS_IOPL, RFLAGS_NT,
  RFLAGS_RF, RFLAGS_STATUS, RFLAGS_TF, RFLAGS_VM, segmentSelector, setRegister,
} from './state'
import { refreshTlb } from './tlb'

export function pushFirst<T>(slot: u32): void {
  push(slot, sizeof<T>(), u64(readFirst<T>(slot)))
}

export function pushImmediate<T>(slot: u32): void {
  push(slot, sizeof<T>(), u64(immediate(slot) as T))
}

/** POP to ModRM.rm: RSP as a base has its new value already. */
export function popFirst<T>(slot: u32): void {
  const value = top(slot, sizeof<T>()) as T
  if (!isMemory(slot)) {
    release(sizeof<T>())
    writeDst<T>(slot, value)
    return
  }
  const adjust: u64 = load<u32>(slot, SLOT_FLAGS) & SLOT_BASE_IS_RSP ? sizeof<T>() : 0
  storeLinear<T>(addressOf(slot) + adjust, value, slot)
  release(sizeof<T>())
}

export function pushSegment<T>(slot: u32): void {
  push(slot, sizeof<T>(), segmentSelector(load<u8>(slot, SLOT_DETAIL)))
}

export function popSegment<T>(slot: u32): void {
  const index: u32 = load<u8>(slot, SLOT_DETAIL)
  const selector = u32(top(slot, sizeof<T>())) & 0xffff
  loadSegment(slot, index, selector)
  release(sizeof<T>())
  if (index == SS) holdInterrupts(SHADOW_MOV_SS)
}

export function pushAll<T>(slot: u32): void {
  const before = stackPointer()
  const bottom = before - 8 * sizeof<T>()
  reserve(slot, before, 8, sizeof<T>())
  for (let i: u32 = 0; i < 8; i++) {
    const value = i == 4 ? before : load<u64>(registerAt(i))
    writeStack(slot, before - (i + 1) * sizeof<T>(), sizeof<T>(), value)
  }
  setStackPointer(bottom)
}

export function popAll<T>(slot: u32): void {
  const before = stackPointer()
  readStack(slot, before + 7 * sizeof<T>(), sizeof<T>())
  for (let i: u32 = 0; i < 8; i++) {
    const value = readStack(slot, before + i * sizeof<T>(), sizeof<T>())
    if (i != 3) setRegister<T>(registerAt(7 - i), value as T)
  }
  setStackPointer(before + 8 * sizeof<T>())
}

export function pushFlags<T>(slot: u32): void {
  materializeFlags()
  push(slot, sizeof<T>(), rflags() & ~(RFLAGS_RF | RFLAGS_VM))
}

/** POPF: IOPL needs CPL 0, IF needs CPL ≤ IOPL; what may not change is left alone in silence. */
export function popFlags<T>(slot: u32): void {
  const image = top(slot, sizeof<T>())
  materializeFlags()
  let changes: u64 = RFLAGS_STATUS | RFLAGS_DF | RFLAGS_TF | RFLAGS_NT | RFLAGS_AC | RFLAGS_ID
  if (cpl() == 0) changes |= RFLAGS_IOPL
  if (cpl() <= u32((rflags() & RFLAGS_IOPL) >> 12)) changes |= RFLAGS_IF
  if (sizeof<T>() == 2) changes &= 0xffff
  const before = rflags()
  changeRflags((before & ~changes & ~RFLAGS_RF) | (image & changes) | RFLAGS_FIXED)
  release(sizeof<T>())
  if ((before ^ rflags()) & RFLAGS_AC) refreshTlb()
}

/** ENTER: SLOT_DETAIL is the nesting level. */
export function enter<T>(slot: u32): void {
  const size: u32 = sizeof<T>()
  const level: u32 = load<u8>(slot, SLOT_DETAIL) & 31
  const before = stackPointer()
  const frame = before - size
  const bottom = frame - level * size - (immediate(slot) & 0xffff)
  // The new top must be writable before anything changes.
  reserve(slot, before, level + 1, size)
  reserve(slot, bottom + size, 1, size)
  writeStack(slot, frame, size, load<u64>(RBP))
  for (let i: u32 = 1; i < level; i++)
    writeStack(slot, frame - i * size, size, readStack(slot, load<u64>(RBP) - i * size, size))
  if (level) writeStack(slot, frame - level * size, size, frame)
  setRegister<T>(RBP, frame as T)
  setStackPointer(bottom)
}

export function leave<T>(slot: u32): void {
  const frame = load<u64>(RBP)
  const value = readStack(slot, frame, sizeof<T>()) as T
  setStackPointer(frame + sizeof<T>())
  setRegister<T>(RBP, value)
}
