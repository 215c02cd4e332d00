/** The stack as PUSH, POP, CALL and RET see it, at any stack width. SDM Vol. 1, "Procedure Stack". */
import { MODE_64, SS } from './layout'
import { loadBytes, prepareStore, storeBytes } from './memory-slow'
import { linearOf } from './segmentation'
import { ATTRIBUTE_DB, mode, RSP, segmentAttributes } from './state'

/** 64, 32 or 16: which part of RSP is the stack pointer. */
// @ts-ignore: decorator
@inline
function stackWidth(): u32 {
  return mode() == MODE_64 ? 64 : segmentAttributes(SS) & ATTRIBUTE_DB ? 32 : 16
}

export function stackPointer(): u64 {
  const width = stackWidth()
  const pointer = load<u64>(RSP)
  return width == 64 ? pointer : width == 32 ? pointer & 0xffff_ffff : pointer & 0xffff
}

export function setStackPointer(value: u64): void {
  const width = stackWidth()
  if (width == 64) store<u64>(RSP, value)
  else if (width == 32) store<u64>(RSP, value & 0xffff_ffff)
  else store<u16>(RSP, u16(value))
}

/** Wraps a stack address at the stack's width. */
function wrap(address: u64): u64 {
  const width = stackWidth()
  return width == 64 ? address : width == 32 ? address & 0xffff_ffff : address & 0xffff
}

export function readStack(slot: u32, offset: u64, size: u32): u64 {
  return loadBytes(linearOf(slot, SS, wrap(offset), size, false), size, slot)
}

export function writeStack(slot: u32, offset: u64, size: u32, value: u64): void {
  storeBytes(linearOf(slot, SS, wrap(offset), size, true), size, value, slot)
}

/** Raises whatever so many pushes from an offset downwards would raise, in their order. */
export function reserve(slot: u32, offset: u64, count: u32, size: u32): void {
  for (let i: u32 = 1; i <= count; i++)
    prepareStore(linearOf(slot, SS, wrap(offset - i * size), size, true), size, slot)
}

export function push(slot: u32, size: u32, value: u64): void {
  const top = wrap(stackPointer() - size)
  writeStack(slot, top, size, value)
  setStackPointer(top)
}

/** Reads the top without popping: the caller moves the pointer when nothing can fault any more. */
export function top(slot: u32, size: u32): u64 {
  return readStack(slot, stackPointer(), size)
}

export function release(size: u32): void {
  setStackPointer(stackPointer() + size)
}
