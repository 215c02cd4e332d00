/**
 * Far JMP, CALL and RET, and IRET: transfers that load CS. SDM Vol. 2, under each name.
 * Call gates and hardware task switches are not there: their selectors raise #GP.
 */
import { EVENT_RETURNED, INSTRUCTION_IRET, MODE_64, NMI, NMI_BLOCKED, TOPIC_EXCEPTION } from './layout'
import { setCodeSegment } from './code-segment'
import {
  descriptorAddress, descriptorAttributes, descriptorBase, descriptorLimit, dplOf, isCode, isConforming, isPresent,
  isWritableData, markAccessed, NO_DESCRIPTOR, readDescriptor,
} from './descriptors'
import { listens, openEvent } from './events'
import { GP, NP, SS as STACK_FAULT } from './exceptions'
import { raise, raisePending } from './fault'
import { materializeFlags, setStatusFlags } from './flags'
import { changeRflags } from './interrupt-flag'
import { jumpTo } from './next'
import { reportRetired } from './retired'
import { dropInnerSegments } from './segment-load'
import { readStack, setStackPointer, stackPointer } from './stack'
import { setStackSegment } from './stack-segment'
import {
  ATTRIBUTE_ACCESSED, ATTRIBUTE_DB, ATTRIBUTE_L, cpl, isLongMode, mode, rflags, RFLAGS_AC, RFLAGS_DF, RFLAGS_FIXED,
  RFLAGS_ID, RFLAGS_IF, RFLAGS_IOPL, RFLAGS_NT, RFLAGS_RF, RFLAGS_STATUS, RFLAGS_TF, RFLAGS_VM, RSP,
} from './state'
import { clearPending, hasPending } from './system-memory'
import { isCanonical, refreshTlb } from './tlb'

let descriptor: u64 = 0
let descriptorAt: u64 = 0

function fetchCode(slot: u32, selector: u32): u32 {
  clearPending()
  if (!(selector & 0xfffc)) raise(slot, GP, 0)
  descriptorAt = descriptorAddress(selector, 8)
  if (descriptorAt == NO_DESCRIPTOR) raise(slot, GP, selector & 0xfffc)
  descriptor = readDescriptor(descriptorAt)
  if (hasPending()) raisePending(slot)
  const attributes = descriptorAttributes(descriptor)
  if (!isCode(attributes)) raise(slot, GP, selector & 0xfffc)
  if (isLongMode() && (attributes & (ATTRIBUTE_L | ATTRIBUTE_DB)) == (ATTRIBUTE_L | ATTRIBUTE_DB))
    raise(slot, GP, selector & 0xfffc)
  return attributes
}

function checkTarget(slot: u32, attributes: u32, target: u64): void {
  const isLong = isLongMode() && (attributes & ATTRIBUTE_L) != 0
  if (isLong ? !isCanonical(target) : target > u64(descriptorLimit(descriptor))) raise(slot, GP, 0)
}

function enterCode(slot: u32, selector: u32, level: u32, attributes: u32, target: u64): void {
  markAccessed(descriptorAt, descriptor)
  if (hasPending()) raisePending(slot)
  setCodeSegment(selector, level, descriptorBase(descriptor), descriptorLimit(descriptor), attributes)
  jumpTo(target)
}

/** The checks of a far JMP or CALL to a code segment, which keeps the CPL. Answers with the segment's attributes. */
export function checkFarTransfer(slot: u32, selector: u32, target: u64): u32 {
  const attributes = fetchCode(slot, selector)
  const isAllowed = isConforming(attributes)
    ? dplOf(attributes) <= cpl()
    : dplOf(attributes) == cpl() && (selector & 3) <= cpl()
  if (!isAllowed) raise(slot, GP, selector & 0xfffc)
  if (!isPresent(attributes)) raise(slot, NP, selector & 0xfffc)
  checkTarget(slot, attributes, target)
  return attributes
}

/** After `checkFarTransfer`; what a CALL pushes has been pushed. */
export function transferFar(slot: u32, selector: u32, attributes: u32, target: u64): void {
  enterCode(slot, selector, cpl(), attributes, target)
}

export function jumpFar(slot: u32, selector: u32, target: u64): void {
  transferFar(slot, selector, checkFarTransfer(slot, selector, target), target)
}

/** CS for a return: to the same or an outer level only. */
function checkReturn(slot: u32, selector: u32, target: u64): u32 {
  const attributes = fetchCode(slot, selector)
  const level = selector & 3
  if (level < cpl() || (isConforming(attributes) ? dplOf(attributes) > level : dplOf(attributes) != level))
    raise(slot, GP, selector & 0xfffc)
  if (!isPresent(attributes)) raise(slot, NP, selector & 0xfffc)
  checkTarget(slot, attributes, target)
  return attributes
}

/** The stack's descriptor as a return found it; 0 for a null selector. */
let stackDescriptor: u64 = 0

/** Checks SS as a return to `level` pops it. SDM: a null SS is allowed for 64-bit code outside ring 3. */
function checkReturnStack(slot: u32, selector: u32, level: u32, toLong: bool): void {
  stackDescriptor = 0
  if (!(selector & 0xfffc)) {
    if (!toLong || level == 3 || (selector & 3) != level) raise(slot, GP, 0)
    return
  }
  const at = descriptorAddress(selector, 8)
  if (at == NO_DESCRIPTOR) raise(slot, GP, selector & 0xfffc)
  stackDescriptor = readDescriptor(at)
  if (hasPending()) raisePending(slot)
  const attributes = descriptorAttributes(stackDescriptor)
  if (!isWritableData(attributes) || (selector & 3) != level || dplOf(attributes) != level)
    raise(slot, GP, selector & 0xfffc)
  if (!isPresent(attributes)) raise(slot, STACK_FAULT, selector & 0xfffc)
  markAccessed(at, stackDescriptor)
  if (hasPending()) raisePending(slot)
}

/** To be called once CS is loaded, when nothing can fault any more. */
function loadReturnStack(selector: u32): void {
  if (!stackDescriptor) setStackSegment(u16(selector), 0, 0, 0)
  else {
    const attributes = descriptorAttributes(stackDescriptor) | ATTRIBUTE_ACCESSED
    setStackSegment(u16(selector), descriptorBase(stackDescriptor), descriptorLimit(stackDescriptor), attributes)
  }
}

/** Far RET: pops RIP and CS, then `release` bytes; to an outer level also RSP and SS. */
export function returnFar(slot: u32, size: u32, release: u32): void {
  const top = stackPointer()
  const target = readStack(slot, top, size)
  const selector = u32(readStack(slot, top + size, size)) & 0xffff
  const attributes = checkReturn(slot, selector, target)
  const level = selector & 3
  if (level == cpl()) {
    enterCode(slot, selector, level, attributes, target)
    setStackPointer(top + 2 * size + release)
    return
  }
  const outerTop = readStack(slot, top + 2 * size + release, size)
  const outerSelector = u32(readStack(slot, top + 3 * size + release, size)) & 0xffff
  checkReturnStack(slot, outerSelector, level, (attributes & ATTRIBUTE_L) != 0)
  enterCode(slot, selector, level, attributes, target)
  loadReturnStack(outerSelector)
  setStackPointer(outerTop + release)
  dropInnerSegments(level)
}

function loadFlags(image: u64, size: u32, level: u32): void {
  let changes: u64 = RFLAGS_STATUS | RFLAGS_DF | RFLAGS_TF | RFLAGS_NT | RFLAGS_RF | RFLAGS_AC | RFLAGS_ID
  if (level == 0) changes |= RFLAGS_IOPL
  if (level <= u32((rflags() & RFLAGS_IOPL) >> 12)) changes |= RFLAGS_IF
  if (size == 2) changes &= 0xffff
  const alignmentCheck = rflags() & RFLAGS_AC
  changeRflags((rflags() & ~changes) | (image & changes) | RFLAGS_FIXED)
  setStatusFlags(rflags())
  if ((rflags() & RFLAGS_AC) != alignmentCheck) refreshTlb()
}

/** IRET: RIP, CS, RFLAGS, and in 64-bit mode or to an outer level RSP and SS. SDM Vol. 2, "IRET/IRETD/IRETQ". */
export function returnFromInterrupt(slot: u32, size: u32): void {
  materializeFlags()
  const isLong = mode() == MODE_64
  if (rflags() & RFLAGS_NT) raise(slot, GP, 0)
  const top = stackPointer()
  const target = readStack(slot, top, size)
  const selector = u32(readStack(slot, top + size, size)) & 0xffff
  const image = readStack(slot, top + 2 * size, size)
  if (!isLongMode() && image & RFLAGS_VM && cpl() == 0) raise(slot, GP, 0)
  const level = selector & 3
  const before = cpl()
  const popsStack = isLong || level != before
  const outerTop = popsStack ? readStack(slot, top + 3 * size, size) : top + 3 * size
  const outerSelector = popsStack ? u32(readStack(slot, top + 4 * size, size)) & 0xffff : 0
  const attributes = checkReturn(slot, selector, target)
  if (popsStack) checkReturnStack(slot, outerSelector, level, (attributes & ATTRIBUTE_L) != 0)
  enterCode(slot, selector, level, attributes, target)
  if (popsStack) loadReturnStack(outerSelector)
  loadFlags(image, size, before)
  if (isLong && (attributes & ATTRIBUTE_L)) store<u64>(RSP, outerTop)
  else setStackPointer(outerTop)
  if (level != before) dropInnerSegments(level)
  store<u32>(NMI, load<u32>(NMI) & ~NMI_BLOCKED)
  reportRetired(INSTRUCTION_IRET, target)
  if (listens(TOPIC_EXCEPTION)) {
    const record = openEvent(EVENT_RETURNED, 0)
    store<u64>(record, target, 24)
    store<u64>(record, top, 32)
    store<u64>(record, outerTop, 40)
  }
}
