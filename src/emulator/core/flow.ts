/**
 * Stack and control-flow instructions in every width. The run loop has short cuts of its own for the 64-bit forms of
 * the commonest. SDM Vol. 2, under each name.
 */
import { CS, MODE_64, SHADOW, SHADOW_MOV_SS, SOURCE_EXCEPTION, SOURCE_INSTRUCTION, SS } from './layout'
import { BP, BR, DB, GP, OF, UD } from './exceptions'
import { raise, raiseAfter } from './fault'
import { checkFarTransfer, jumpFar, returnFar, returnFromInterrupt, transferFar } from './far'
import { conditionSlow, materializeFlags, setStatusFlags, statusFlags } from './flags'
import { loadLinear, storeLinear } from './memory'
import { jumpTo, next } from './next'
import { immediate, isMemory, readFirst, readDst, readSrc, writeDst } from './operands'
import { loadSegment } from './segment-load'
import { addressOf, SLOT_ADDRESS_SIZE, SLOT_BASE_IS_RSP, SLOT_DETAIL, SLOT_FLAGS } from './slots'
import { push, readStack, release, reserve, setStackPointer, stackPointer, top, writeStack } from './stack'
import {
  cpl, mode, RBP, RCX, registerAt, rflags, RFLAGS_AC, RFLAGS_DF, RFLAGS_FIXED, RFLAGS_ID, RFLAGS_IF, RFLAGS_IOPL,
  RFLAGS_NT, RFLAGS_OF, RFLAGS_RF, RFLAGS_STATUS, RFLAGS_TF, RFLAGS_VM, RFLAGS_ZF, segmentLimit, segmentSelector,
  setRegister, setRflags,
} from './state'
import { isCanonical, refreshTlb } from './tlb'

/** Instruction pointers of 16- and 32-bit operand sizes are cut off; one that is non-canonical or beyond CS raises #GP(0). */
function nearTarget<T>(slot: u32, target: u64): u64 {
  const isLong = mode() == MODE_64
  const cut = isLong ? target : u64(target as T)
  if (isLong ? !isCanonical(cut) : cut > u64(segmentLimit(CS))) raise(slot, GP, 0)
  return cut
}

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
  if (index == SS) store<u32>(SHADOW, SHADOW_MOV_SS)
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
  setRflags((before & ~changes & ~RFLAGS_RF) | (image & changes) | RFLAGS_FIXED)
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

export function callNear<T>(slot: u32): void {
  const target = nearTarget<T>(slot, immediate(slot))
  push(slot, sizeof<T>(), next)
  jumpTo(target)
}

export function callFirst<T>(slot: u32): void {
  const target = nearTarget<T>(slot, u64(readFirst<T>(slot)))
  push(slot, sizeof<T>(), next)
  jumpTo(target)
}

export function jumpNear<T>(slot: u32): void {
  jumpTo(nearTarget<T>(slot, immediate(slot)))
}

export function jumpIf<T>(slot: u32): void {
  if (conditionSlow(load<u8>(slot, SLOT_DETAIL))) jumpTo(nearTarget<T>(slot, immediate(slot)))
}

export function jumpFirst<T>(slot: u32): void {
  jumpTo(nearTarget<T>(slot, u64(readFirst<T>(slot))))
}

export function returnNear<T>(slot: u32): void {
  const target = nearTarget<T>(slot, top(slot, sizeof<T>()))
  setStackPointer(stackPointer() + sizeof<T>() + (immediate(slot) & 0xffff))
  jumpTo(target)
}

/** rCX at the instruction's address size. */
function counter(slot: u32): u64 {
  const size: u32 = load<u8>(slot, SLOT_ADDRESS_SIZE)
  return size == 64 ? load<u64>(RCX) : size == 32 ? load<u32>(RCX) : load<u16>(RCX)
}

function setCounter(slot: u32, value: u64): void {
  const size: u32 = load<u8>(slot, SLOT_ADDRESS_SIZE)
  if (size == 64) store<u64>(RCX, value)
  else if (size == 32) setRegister<u32>(RCX, u32(value))
  else store<u16>(RCX, u16(value))
}

/** LOOPNE, LOOPE, LOOP, JrCXZ by the opcode's low two bits. */
export function loopNear<T>(slot: u32): void {
  const operation = u32(load<u8>(slot, SLOT_DETAIL)) & 3
  const count = counter(slot)
  if (operation == 3) {
    if (count == 0) jumpTo(nearTarget<T>(slot, immediate(slot)))
    return
  }
  const isZero = (statusFlags() & RFLAGS_ZF) != 0
  const goesOn = operation == 2 || (operation == 1) == isZero
  if (goesOn && count != 1) jumpTo(nearTarget<T>(slot, immediate(slot)))
  setCounter(slot, count - 1)
}

export function jumpFarImmediate<T>(slot: u32): void {
  jumpFar(slot, u32(immediate(slot) >> 32) & 0xffff, u64((immediate(slot) & 0xffff_ffff) as T))
}

function farSelector<T>(slot: u32, address: u64): u32 {
  return loadLinear<u16>(address + sizeof<T>(), slot)
}

export function jumpFarFirst<T>(slot: u32): void {
  if (!isMemory(slot)) raise(slot, UD, 0)
  const address = addressOf(slot)
  const target = u64(loadLinear<T>(address, slot))
  jumpFar(slot, farSelector<T>(slot, address), target)
}

function callFar<T>(slot: u32, selector: u32, target: u64): void {
  const attributes = checkFarTransfer(slot, selector, target)
  const size: u32 = sizeof<T>()
  const bottom = stackPointer() - 2 * size
  const returnRip = next
  reserve(slot, bottom + 2 * size, 2, size)
  writeStack(slot, bottom + size, size, segmentSelector(CS))
  writeStack(slot, bottom, size, returnRip)
  transferFar(slot, selector, attributes, target)
  setStackPointer(bottom)
}

export function callFarImmediate<T>(slot: u32): void {
  callFar<T>(slot, u32(immediate(slot) >> 32) & 0xffff, u64((immediate(slot) & 0xffff_ffff) as T))
}

export function callFarFirst<T>(slot: u32): void {
  if (!isMemory(slot)) raise(slot, UD, 0)
  const address = addressOf(slot)
  const target = u64(loadLinear<T>(address, slot))
  callFar<T>(slot, farSelector<T>(slot, address), target)
}

export function returnFarAndRelease<T>(slot: u32): void {
  returnFar(slot, sizeof<T>(), u32(immediate(slot)) & 0xffff)
}

export function interruptReturn<T>(slot: u32): void {
  returnFromInterrupt(slot, sizeof<T>())
}

/** INT3, INT n, INTO and INT1: traps, so the return address is the next instruction's. */
export function breakpoint(slot: u32): void {
  raiseAfter(slot, BP, SOURCE_INSTRUCTION)
}

export function interrupt(slot: u32): void {
  raiseAfter(slot, u32(immediate(slot)) & 0xff, SOURCE_INSTRUCTION)
}

export function interruptOnOverflow(slot: u32): void {
  if (statusFlags() & RFLAGS_OF) raiseAfter(slot, OF, SOURCE_INSTRUCTION)
}

export function debugTrap(slot: u32): void {
  raiseAfter(slot, DB, SOURCE_EXCEPTION)
}

/** BOUND: a signed index against two signed limits in memory. */
export function checkBounds<T>(slot: u32): void {
  if (!isMemory(slot)) raise(slot, UD, 0)
  const address = addressOf(slot)
  const up: i64 = 64 - 8 * sizeof<T>()
  const index = (i64(readDst<T>(slot)) << up) >> up
  const lower = (i64(loadLinear<T>(address, slot)) << up) >> up
  const upper = (i64(loadLinear<T>(address + sizeof<T>(), slot)) << up) >> up
  if (index < lower || index > upper) raise(slot, BR, 0)
}

export function undefinedOpcode(slot: u32): void {
  raise(slot, UD, 0)
}

/** ARPL: raises the RPL of a selector to that of another. */
export function adjustRpl(slot: u32): void {
  const first = readFirst<u16>(slot)
  const wanted = readSrc<u16>(slot) & 3
  const isLower = (first & 3) < wanted
  if (isLower) {
    const adjusted = u16((first & ~3) | wanted)
    if (isMemory(slot)) storeLinear<u16>(addressOf(slot), adjusted, slot)
    else writeDst<u16>(slot, adjusted)
  }
  setStatusFlags((statusFlags() & ~RFLAGS_ZF) | (isLower ? RFLAGS_ZF : 0))
}

export function doNothing(slot: u32): void {}

/** More than 15 bytes, prefixes included. */
export function tooLong(slot: u32): void {
  raise(slot, GP, 0)
}
