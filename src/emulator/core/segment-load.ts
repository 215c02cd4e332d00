/** Loads a data or stack segment register from a selector. SDM Vol. 3A, "Segment Registers"; Vol. 2, MOV. */
import { DS, ES, FS, GS, MODE_64, SS } from './layout'
import {
  descriptorAddress, descriptorAttributes, descriptorBase, descriptorLimit, dplOf, isCode, isConforming, isPresent,
  isSystem, isWritableData, markAccessed, NO_DESCRIPTOR, readDescriptor,
} from './descriptors'
import { GP, NP, SS as STACK_FAULT } from './exceptions'
import { raise, raisePending } from './fault'
import { setStackSegment } from './stack-segment'
import { ATTRIBUTE_ACCESSED, ATTRIBUTE_WRITABLE, cpl, mode, segmentAttributes, segmentBase, setSegment } from './state'
import { clearPending, hasPending } from './system-memory'

function loadNull(slot: u32, index: u32, selector: u32): void {
  if (index == SS) {
    const isAllowed = mode() == MODE_64 && cpl() < 3 && (selector & 3) == cpl()
    if (!isAllowed) raise(slot, GP, 0)
  }
  // FS and GS keep their base in 64-bit mode only through their MSRs; a null selector clears it here.
  setDataSegment(index, u16(selector), 0, 0, 0)
}

function setDataSegment(index: u32, selector: u16, base: u64, limit: u32, attributes: u32): void {
  if (index == SS) setStackSegment(selector, base, limit, attributes)
  else setSegment(index, selector, base, limit, attributes)
}

function checkStack(slot: u32, selector: u32, attributes: u32): void {
  if (!isWritableData(attributes) || (selector & 3) != cpl() || dplOf(attributes) != cpl())
    raise(slot, GP, selector & 0xfffc)
  if (!isPresent(attributes)) raise(slot, STACK_FAULT, selector & 0xfffc)
}

function checkData(slot: u32, selector: u32, attributes: u32): void {
  const isReadable = !isCode(attributes) || (attributes & ATTRIBUTE_WRITABLE) != 0
  if (isSystem(attributes) || !isReadable) raise(slot, GP, selector & 0xfffc)
  if (!isConforming(attributes) && (dplOf(attributes) < (selector & 3) || dplOf(attributes) < cpl()))
    raise(slot, GP, selector & 0xfffc)
  if (!isPresent(attributes)) raise(slot, NP, selector & 0xfffc)
}

/** Loads ES, SS, DS, FS or GS, or raises what the checks say. */
export function loadSegment(slot: u32, index: u32, selector: u32): void {
  if (!(selector & 0xfffc)) {
    loadNull(slot, index, selector)
    return
  }
  clearPending()
  const at = descriptorAddress(selector, 8)
  if (at == NO_DESCRIPTOR) raise(slot, GP, selector & 0xfffc)
  const descriptor = readDescriptor(at)
  if (hasPending()) raisePending(slot)
  const attributes = descriptorAttributes(descriptor)
  if (index == SS) checkStack(slot, selector, attributes)
  else checkData(slot, selector, attributes)
  markAccessed(at, descriptor)
  if (hasPending()) raisePending(slot)
  const base = descriptorBase(descriptor)
  setDataSegment(index, u16(selector), base, descriptorLimit(descriptor), attributes | ATTRIBUTE_ACCESSED)
}

/** The base of FS and GS outlives the selector: 64-bit code sets it by MSR. */
function dropIfInner(index: u32, level: u32): void {
  const attributes = segmentAttributes(index)
  if (!isPresent(attributes)) return
  if (isConforming(attributes) || dplOf(attributes) >= level) return
  setSegment(index, 0, index >= FS ? segmentBase(index) : 0, 0, 0)
}

/** Leaving for an outer privilege level empties data segment registers that the new level may not use. */
export function dropInnerSegments(level: u32): void {
  dropIfInner(ES, level)
  dropIfInner(DS, level)
  dropIfInner(FS, level)
  dropIfInner(GS, level)
}
