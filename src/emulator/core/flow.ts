/**
 * Control-flow instructions in every width. The run loop has short cuts of its own for the 64-bit forms of the
 * commonest. SDM Vol. 2, under each name.
 */
import { CS, INSTRUCTION_INT3, MODE_64, SOURCE_EXCEPTION, SOURCE_INSTRUCTION } from './layout'
import { BP, BR, DB, GP, OF, UD } from './exceptions'
import { checkFarTransfer, jumpFar, returnFar, returnFromInterrupt, transferFar } from './far'
import { raise, raiseAfter } from './fault'
import { conditionSlow, setStatusFlags, statusFlags } from './flags'
import { loadLinear, storeLinear } from './memory'
import { jumpTo, next } from './next'
import { immediate, isMemory, readDst, readFirst, readSrc, writeDst } from './operands'
import { reportRetired } from './retired'
import { addressOf, SLOT_ADDRESS_SIZE, SLOT_DETAIL } from './slots'
import { push, reserve, setStackPointer, stackPointer, top, writeStack } from './stack'
import { mode, RCX, RFLAGS_OF, RFLAGS_ZF, segmentLimit, segmentSelector, setRegister } from './state'
import { isCanonical } from './tlb'

/** Targets are cut to the operand size outside 64-bit mode; one that is non-canonical or beyond CS raises #GP(0). */
function nearTarget<T>(slot: u32, target: u64): u64 {
  const isLong = mode() == MODE_64
  const cut = isLong ? target : u64(target as T)
  if (isLong ? !isCanonical(cut) : cut > u64(segmentLimit(CS))) raise(slot, GP, 0)
  return cut
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
  reportRetired(INSTRUCTION_INT3)
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
