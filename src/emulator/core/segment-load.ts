/** Loads a data or stack segment register from a selector. SDM Vol. 3A, "Segment Registers"; Vol. 2, MOV. */
import { DS, SEGMENT_ATTRIBUTES, SS } from './layout'
import {
  descriptorAddress, descriptorAttributes, descriptorBase, descriptorLimit, dplOf, isPresent, isSystem, markAccessed,
  NO_DESCRIPTOR, readDescriptor,
} from './descriptors'
import { GP, NP, SS as STACK_FAULT } from './exceptions'
import { raise, raisePending } from './fault'
import {
  ATTRIBUTE_CODE, ATTRIBUTE_CONFORMING, ATTRIBUTE_WRITABLE, cpl, mode, segment, setSegment,
} from './state'
import { clearPending, hasPending } from './system-memory'
import { MODE_64 } from './layout'

function loadNull(slot: u32, index: u32, selector: u32): void {
  if (index == SS) {
    const isAllowed = mode() == MODE_64 && cpl() < 3 && (selector & 3) == cpl()
    if (!isAllowed) raise(slot, GP, 0)
  }
  // FS and GS keep their base in 64-bit mode only through their MSRs; a null selector clears it here.
  setSegment(index, u16(selector), 0, 0, 0)
}

function checkStack(slot: u32, selector: u32, attributes: u32): void {
  const isWritableData = (attributes & (ATTRIBUTE_CODE | ATTRIBUTE_WRITABLE)) == ATTRIBUTE_WRITABLE
  if (isSystem(attributes) || !isWritableData || (selector & 3) != cpl() || dplOf(attributes) != cpl())
    raise(slot, GP, selector & 0xfffc)
  if (!isPresent(attributes)) raise(slot, STACK_FAULT, selector & 0xfffc)
}

function checkData(slot: u32, selector: u32, attributes: u32): void {
  const isCode = (attributes & ATTRIBUTE_CODE) != 0
  const isReadable = !isCode || (attributes & ATTRIBUTE_WRITABLE) != 0
  const isConforming = isCode && (attributes & ATTRIBUTE_CONFORMING) != 0
  if (isSystem(attributes) || !isReadable) raise(slot, GP, selector & 0xfffc)
  if (!isConforming && (dplOf(attributes) < (selector & 3) || dplOf(attributes) < cpl()))
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
  setSegment(index, u16(selector), descriptorBase(descriptor), descriptorLimit(descriptor), attributes | 1)
}

/** Leaving for an outer privilege level empties data segment registers that the new level may not use. */
export function dropInnerSegments(level: u32): void {
  for (let index: u32 = 0; index < 6; index++) {
    if (index != 0 && index < DS) continue
    const attributes = load<u32>(segment(index), SEGMENT_ATTRIBUTES)
    const isConforming = (attributes & (ATTRIBUTE_CODE | ATTRIBUTE_CONFORMING)) == (ATTRIBUTE_CODE | ATTRIBUTE_CONFORMING)
    if (!isConforming && dplOf(attributes) < level) setSegment(index, 0, 0, 0, 0)
  }
}

