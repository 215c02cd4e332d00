/** Reads and takes apart segment descriptors. SDM Vol. 3A, "Segment Descriptors". */
import { GDTR_BASE, GDTR_LIMIT, LDTR } from './layout'
import {
  ATTRIBUTE_CODE, ATTRIBUTE_CONFORMING, ATTRIBUTE_G, ATTRIBUTE_P, ATTRIBUTE_S, ATTRIBUTE_WRITABLE, isLongMode,
  segmentAttributes, segmentBase, segmentLimit,
} from './state'
import { systemLoad, systemStore } from './system-memory'

/** Linear address of a selector's descriptor; all ones when it lies beyond its table's limit. */
export function descriptorAddress(selector: u32, size: u32): u64 {
  const offset = selector & 0xfff8
  if (selector & 4) {
    if (!(segmentAttributes(LDTR) & ATTRIBUTE_P) || offset + size - 1 > segmentLimit(LDTR)) return NO_DESCRIPTOR
    return segmentBase(LDTR) + offset
  }
  if (offset + size - 1 > load<u32>(GDTR_LIMIT)) return NO_DESCRIPTOR
  return load<u64>(GDTR_BASE) + offset
}

export const NO_DESCRIPTOR: u64 = 0xffff_ffff_ffff_ffff

/** The low quadword at a descriptor's address; check hasPending() afterwards. */
// @ts-ignore: decorator
@inline
export function readDescriptor(address: u64): u64 {
  return systemLoad(address, 8)
}

// @ts-ignore: decorator
@inline
export function descriptorBase(low: u64): u64 {
  return ((low >> 16) & 0xff_ffff) | ((low >> 56) << 24)
}

/** In bytes, granularity applied. */
export function descriptorLimit(low: u64): u32 {
  const limit = u32(low & 0xffff) | (u32(low >> 32) & 0xf_0000)
  return descriptorAttributes(low) & ATTRIBUTE_G ? (limit << 12) | 0xfff : limit
}

/** Type, S, DPL and P in bits 0–7; AVL, L, D/B and G in bits 12–15. */
// @ts-ignore: decorator
@inline
export function descriptorAttributes(low: u64): u32 {
  return u32(low >> 40) & 0xf0ff
}

// @ts-ignore: decorator
@inline
export function dplOf(attributes: u32): u32 {
  return (attributes >> 5) & 3
}

// @ts-ignore: decorator
@inline
export function typeOf(attributes: u32): u32 {
  return attributes & 0xf
}

// @ts-ignore: decorator
@inline
export function isPresent(attributes: u32): bool {
  return (attributes & ATTRIBUTE_P) != 0
}

// @ts-ignore: decorator
@inline
export function isSystem(attributes: u32): bool {
  return (attributes & ATTRIBUTE_S) == 0
}

export function isCode(attributes: u32): bool {
  return (attributes & (ATTRIBUTE_S | ATTRIBUTE_CODE)) == (ATTRIBUTE_S | ATTRIBUTE_CODE)
}

/** Code that keeps the privilege of whoever enters it. */
export function isConforming(attributes: u32): bool {
  return isCode(attributes) && (attributes & ATTRIBUTE_CONFORMING) != 0
}

export function isWritableData(attributes: u32): bool {
  return (attributes & (ATTRIBUTE_S | ATTRIBUTE_CODE | ATTRIBUTE_WRITABLE)) == (ATTRIBUTE_S | ATTRIBUTE_WRITABLE)
}

/** Sets the accessed bit of a code or data descriptor in its table, as loading it does. */
export function markAccessed(address: u64, low: u64): void {
  if (!((low >> 40) & 1)) systemStore(address + 5, 1, ((low >> 40) | 1) & 0xff)
}

/** Bytes of a system descriptor: 16 in IA-32e mode, where its base has 64 bits. */
export function systemDescriptorSize(): u32 {
  return isLongMode() ? 16 : 8
}

/** Base of a system descriptor (LDT, TSS). */
export function systemDescriptorBase(address: u64, low: u64): u64 {
  return isLongMode() ? descriptorBase(low) | (systemLoad(address + 8, 4) << 32) : descriptorBase(low)
}
