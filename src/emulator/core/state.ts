/**
 * The processor's registers in linear memory, by name.
 * Knows where they lie (layout.ts) and nothing of what they mean to an instruction.
 */
import {
  CPL, CR0, CR4, EFER, GPR, MODE, RFLAGS, RIP, SEGMENT_ATTRIBUTES, SEGMENT_BASE, SEGMENT_LIMIT, SEGMENT_SELECTOR,
  SEGMENT_SIZE, SEGMENTS,
} from './layout'

// ---- RFLAGS: SDM Vol. 1, "EFLAGS Register" ----
export const RFLAGS_CF: u64 = 1 << 0
export const RFLAGS_FIXED: u64 = 1 << 1
export const RFLAGS_PF: u64 = 1 << 2
export const RFLAGS_AF: u64 = 1 << 4
export const RFLAGS_ZF: u64 = 1 << 6
export const RFLAGS_SF: u64 = 1 << 7
export const RFLAGS_TF: u64 = 1 << 8
export const RFLAGS_IF: u64 = 1 << 9
export const RFLAGS_DF: u64 = 1 << 10
export const RFLAGS_OF: u64 = 1 << 11
export const RFLAGS_IOPL: u64 = 3 << 12
export const RFLAGS_NT: u64 = 1 << 14
export const RFLAGS_RF: u64 = 1 << 16
export const RFLAGS_VM: u64 = 1 << 17
export const RFLAGS_AC: u64 = 1 << 18
export const RFLAGS_ID: u64 = 1 << 21
/** The six flags that arithmetic sets. */
export const RFLAGS_STATUS: u64 = 0x8d5

// ---- Control registers: SDM Vol. 3A, "Control Registers" ----
export const CR0_PE: u64 = 1 << 0
export const CR0_MP: u64 = 1 << 1
export const CR0_EM: u64 = 1 << 2
export const CR0_TS: u64 = 1 << 3
export const CR0_ET: u64 = 1 << 4
export const CR0_NE: u64 = 1 << 5
export const CR0_WP: u64 = 1 << 16
export const CR0_AM: u64 = 1 << 18
export const CR0_NW: u64 = 1 << 29
export const CR0_CD: u64 = 1 << 30
export const CR0_PG: u64 = 1 << 31
export const CR4_TSD: u64 = 1 << 2
export const CR4_DE: u64 = 1 << 3
export const CR4_PSE: u64 = 1 << 4
export const CR4_PAE: u64 = 1 << 5
export const CR4_MCE: u64 = 1 << 6
export const CR4_PGE: u64 = 1 << 7
export const CR4_PCE: u64 = 1 << 8
export const CR4_UMIP: u64 = 1 << 11
export const CR4_FSGSBASE: u64 = 1 << 16
export const CR4_SMEP: u64 = 1 << 20
export const CR4_SMAP: u64 = 1 << 21
export const EFER_SCE: u64 = 1 << 0
export const EFER_LME: u64 = 1 << 8
export const EFER_LMA: u64 = 1 << 10
export const EFER_NXE: u64 = 1 << 11

// ---- General registers by number ----
export const RAX: u32 = GPR
export const RCX: u32 = GPR + 8
export const RDX: u32 = GPR + 16
export const RBX: u32 = GPR + 24
export const RSP: u32 = GPR + 32
export const RBP: u32 = GPR + 40
export const RSI: u32 = GPR + 48
export const RDI: u32 = GPR + 56
export const R11: u32 = GPR + 88

/** Writes a register of any width as the SDM says: 32 bits clear the upper half, 8 and 16 leave the rest. */
// @ts-ignore: decorator
@inline
export function setRegister<T>(pointer: u32, value: T): void {
  if (sizeof<T>() == 4) store<u64>(pointer, u64(u32(value)))
  else store<T>(pointer, value)
}

// @ts-ignore: decorator
@inline
export function rip(): u64 {
  return load<u64>(RIP)
}

// @ts-ignore: decorator
@inline
export function setRip(value: u64): void {
  store<u64>(RIP, value)
}

// @ts-ignore: decorator
@inline
export function rflags(): u64 {
  return load<u64>(RFLAGS)
}

// @ts-ignore: decorator
@inline
export function setRflags(value: u64): void {
  store<u64>(RFLAGS, value)
}

// @ts-ignore: decorator
@inline
export function cpl(): u32 {
  return load<u32>(CPL)
}

/** 16, 32 or 64: the size of code that CS selects. */
// @ts-ignore: decorator
@inline
export function mode(): u32 {
  return load<u32>(MODE)
}

// @ts-ignore: decorator
@inline
export function isLongMode(): bool {
  return (load<u64>(EFER) & EFER_LMA) != 0
}

// @ts-ignore: decorator
@inline
export function isProtectedMode(): bool {
  return (load<u64>(CR0) & CR0_PE) != 0
}

// @ts-ignore: decorator
@inline
export function isPagingOn(): bool {
  return (load<u64>(CR0) & CR0_PG) != 0
}

// @ts-ignore: decorator
@inline
export function cr4Has(bit: u64): bool {
  return (load<u64>(CR4) & bit) != 0
}

// ---- Segment registers: the hidden part that a selector's load fills ----
/** Descriptor bits as SEGMENT_ATTRIBUTES keeps them. */
export const ATTRIBUTE_ACCESSED: u32 = 1 << 0
export const ATTRIBUTE_WRITABLE: u32 = 1 << 1 //    data; for code: readable
export const ATTRIBUTE_CONFORMING: u32 = 1 << 2 //  code; for data: expands down
export const ATTRIBUTE_CODE: u32 = 1 << 3
export const ATTRIBUTE_S: u32 = 1 << 4 //           1: code or data, 0: system
export const ATTRIBUTE_P: u32 = 1 << 7
export const ATTRIBUTE_L: u32 = 1 << 13
export const ATTRIBUTE_DB: u32 = 1 << 14
export const ATTRIBUTE_G: u32 = 1 << 15

// @ts-ignore: decorator
@inline
export function segment(index: u32): u32 {
  return SEGMENTS + index * SEGMENT_SIZE
}

// @ts-ignore: decorator
@inline
export function segmentBase(index: u32): u64 {
  return load<u64>(segment(index), SEGMENT_BASE)
}

// @ts-ignore: decorator
@inline
export function segmentLimit(index: u32): u32 {
  return load<u32>(segment(index), SEGMENT_LIMIT)
}

// @ts-ignore: decorator
@inline
export function segmentAttributes(index: u32): u32 {
  return load<u32>(segment(index), SEGMENT_ATTRIBUTES)
}

// @ts-ignore: decorator
@inline
export function segmentSelector(index: u32): u16 {
  return load<u16>(segment(index), SEGMENT_SELECTOR)
}

// @ts-ignore: decorator
@inline
export function setSegment(index: u32, selector: u16, base: u64, limit: u32, attributes: u32): void {
  const at = segment(index)
  store<u64>(at, base, SEGMENT_BASE)
  store<u32>(at, limit, SEGMENT_LIMIT)
  store<u32>(at, attributes, SEGMENT_ATTRIBUTES)
  store<u16>(at, selector, SEGMENT_SELECTOR)
}

/** Address of a general register by its number, 0 to 15. */
// @ts-ignore: decorator
@inline
export function registerAt(number: u32): u32 {
  return GPR + (number << 3)
}
