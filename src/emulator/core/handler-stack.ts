/**
 * The stack that a handler starts on: the present one, that of an inner privilege level, or one of the IST; and the
 * frame that is pushed there. SDM Vol. 3A, "Stack Switching", "Stack Switching in IA-32e Mode".
 *
 * What does not hold is left in PENDING_…, and nothing has changed then.
 */
import {
  CHECK_FRAME_PUSH, CHECK_STACK_CANONICAL, CHECK_STACK_SEGMENT, CHECK_TSS_LIMIT, CHECK_TSS_READ, SS, TR,
} from './layout'
import { check, noteFrame, noteInner, notePointer, noteTss, noteWord } from './attempt'
import {
  descriptorAddress, descriptorAttributes, descriptorBase, descriptorLimit, dplOf, isPresent, isWritableData,
  NO_DESCRIPTOR, readDescriptor,
} from './descriptors'
import { SS as STACK_FAULT, TS } from './exceptions'
import { pend } from './pending'
import { isWithin } from './segmentation'
import { setStackSegment } from './stack-segment'
import {
  ATTRIBUTE_DB, cpl, isLongMode, RSP, segmentAttributes, segmentBase, segmentLimit, segmentSelector,
} from './state'
import { hasPending, probePushes, systemLoad, systemStore } from './system-memory'
import { isCanonical } from './tlb'

/** Top of the chosen stack, an offset in its segment; it moves down as the frame is pushed. */
export let stackTop: u64 = 0
/** Whether the stack is another privilege level's, with a segment of its own outside IA-32e mode. */
let isInner: bool = false
let selector: u32 = 0
let descriptor: u64 = 0

/** #TS with the selector of the TSS, which is too short. */
function pendShortTss(ext: u32): void {
  pend(TS, (u32(segmentSelector(TR)) & 0xfffc) | ext)
}

/** Whether a stack pointer of so many bytes at an offset lies within the TSS. */
function reachesIntoTss(offset: u32, size: u32, ext: u32): bool {
  noteTss()
  check(CHECK_TSS_LIMIT)
  if (offset + size - 1 <= segmentLimit(TR)) return true
  pendShortTss(ext)
  return false
}

/** Reads RSPn or ISTn of the 64-bit TSS. */
function readTss64(offset: u32, ext: u32): u64 {
  if (!reachesIntoTss(offset, 8, ext)) return 0
  check(CHECK_TSS_READ)
  const pointer = systemLoad(segmentBase(TR) + offset, 8)
  if (!hasPending()) notePointer(offset, pointer)
  return pointer
}

function chooseStack64(level: u32, ist: u32, ext: u32): void {
  if (ist) stackTop = readTss64(28 + 8 * ist, ext)
  else if (isInner) stackTop = readTss64(4 + 8 * level, ext)
  else stackTop = load<u64>(RSP)
  if (hasPending()) return
  check(CHECK_STACK_CANONICAL)
  if (!isCanonical(stackTop)) pend(STACK_FAULT, ext)
  stackTop &= ~0xf
}

/** The low 32 or 16 bits, as the stack segment has it. */
function cutToStack(pointer: u64): u64 {
  return segmentAttributes(SS) & ATTRIBUTE_DB ? pointer & 0xffff_ffff : pointer & 0xffff
}

/** SSn:ESPn of the 32-bit TSS, with the checks of a stack switch. */
function chooseStack32(level: u32, ext: u32): void {
  if (!isInner) {
    stackTop = cutToStack(load<u64>(RSP))
    return
  }
  const offset: u32 = 4 + 8 * level
  if (!reachesIntoTss(offset, 8, ext)) return
  check(CHECK_TSS_READ)
  stackTop = systemLoad(segmentBase(TR) + offset, 4)
  selector = u32(systemLoad(segmentBase(TR) + offset + 4, 2))
  if (hasPending()) return
  notePointer(offset, stackTop)
  check(CHECK_STACK_SEGMENT)
  const at = descriptorAddress(selector, 8)
  if (!(selector & 0xfffc) || at == NO_DESCRIPTOR || (selector & 3) != level) {
    pend(TS, (selector & 0xfffc) | ext)
    return
  }
  descriptor = readDescriptor(at)
  if (hasPending()) return
  const attributes = descriptorAttributes(descriptor)
  if (!isWritableData(attributes) || dplOf(attributes) != level) pend(TS, (selector & 0xfffc) | ext)
  else if (!isPresent(attributes)) pend(STACK_FAULT, (selector & 0xfffc) | ext)
}

/** Chooses the stack for a handler at privilege `level`, whose gate names `ist`. EXT goes into error codes. */
export function chooseStack(level: u32, ist: u32, ext: u32): void {
  isInner = level != cpl()
  if (isInner) noteInner()
  if (isLongMode()) chooseStack64(level, ist, ext)
  else chooseStack32(level, ext)
}

function hasRoom(bytes: u32): bool {
  const bottom = stackTop - bytes
  if (isLongMode()) return isCanonical(bottom)
  const attributes = isInner ? descriptorAttributes(descriptor) : segmentAttributes(SS)
  const limit = isInner ? descriptorLimit(descriptor) : segmentLimit(SS)
  return isWithin(attributes, limit, bottom & 0xffff_ffff, bytes)
}

/** Linear address of the chosen stack's offset 0. */
function stackBase(): u64 {
  return isLongMode() ? 0 : isInner ? descriptorBase(descriptor) : segmentBase(SS)
}

/** Whether SS and RSP are part of the frame. */
function pushesStack(): bool {
  return isLongMode() || isInner
}

/**
 * Makes sure that a frame of words of `size` bytes can be pushed. Afterwards nothing about the stack can fault.
 * SDM Vol. 3A, Figure "IA-32e Mode Stack Usage After Privilege Level Change".
 */
export function prepareFrame(size: u32, hasError: bool, ext: u32): void {
  const words: u32 = 3 + (pushesStack() ? 2 : 0) + (hasError ? 1 : 0)
  check(CHECK_FRAME_PUSH)
  noteFrame(stackBase() + stackTop, size, pushesStack())
  if (hasRoom(words * size)) probePushes(stackBase() + stackTop, words, size)
  else pend(STACK_FAULT, (isLongMode() || !isInner ? 0 : selector & 0xfffc) | ext)
}

/** Pushes a word of the frame. */
export function pushWord(size: u32, value: u64): void {
  stackTop -= size
  systemStore(stackBase() + stackTop, size, value)
  noteWord(value)
}

/** Pushes SS and RSP, where the frame has them. */
export function pushStackPointer(size: u32): void {
  if (!pushesStack()) return
  pushWord(size, segmentSelector(SS))
  pushWord(size, load<u64>(RSP))
}

/** Loads SS and RSP: from an inner level's stack in IA-32e mode SS is null, with the new privilege. */
export function enterStack(level: u32): void {
  const attributes = descriptorAttributes(descriptor)
  if (isInner && isLongMode()) setStackSegment(u16(level), 0, 0, 0)
  else if (isInner) setStackSegment(u16(selector), descriptorBase(descriptor), descriptorLimit(descriptor), attributes)
  if (isLongMode()) store<u64>(RSP, stackTop)
  else if (segmentAttributes(SS) & ATTRIBUTE_DB) store<u64>(RSP, stackTop & 0xffff_ffff)
  else store<u16>(RSP, u16(stackTop))
}
