/** Control and debug registers, and the flags that gate interrupts. SDM Vol. 3A, "Control Registers"; Vol. 2, MOV. */
import {
  ACTIVITY, ACTIVITY_HALTED, CR0, CR2, CR3, CR4, CR8, CS, DEBUG, EFER, EVENT_HALTED, EVENT_REGISTER, INSTRUCTION_CLI,
  INSTRUCTION_HLT, INSTRUCTION_STI, MODE_64, SHADOW, REGISTER_CR0, REGISTER_CR2, REGISTER_CR3, REGISTER_CR4,
  REGISTER_CR8, REGISTER_EFER, SHADOW_STI, TABLES_WATCHED, TOPIC_CONTROL,
} from './layout'
import { updateMode } from './code-segment'
import { drain, listens, openEvent } from './events'
import { GP, UD } from './exceptions'
import { raise } from './fault'
import { materializeFlags } from './flags'
import { changeRflags } from './interrupt-flag'
import { countMissing } from './missing'
import { immediate, readFirst, writeFirst } from './operands'
import { reportRetired } from './retired'
import { SLOT_DETAIL } from './slots'
import {
  ATTRIBUTE_L, cpl, CR0_AM, CR0_CD, CR0_EM, CR0_ET, CR0_MP, CR0_NE, CR0_NW, CR0_PE, CR0_PG, CR0_TS, CR0_WP, CR4_DE,
  CR4_FSGSBASE, CR4_MCE, CR4_PAE, CR4_PCE, CR4_PGE, CR4_PSE, CR4_SMAP, CR4_SMEP, CR4_TSD, CR4_UMIP, EFER_LMA, EFER_LME,
  mode, rflags, RFLAGS_IF, RFLAGS_IOPL, segmentAttributes,
} from './state'
import { FLUSH_ALL, FLUSH_NON_GLOBAL, flushTlb, refreshTlb } from './tlb'

export const CR0_DEFINED: u64 =
  CR0_PE | CR0_MP | CR0_EM | CR0_TS | CR0_ET | CR0_NE | CR0_WP | CR0_AM | CR0_NW | CR0_CD | CR0_PG
const CR4_SUPPORTED: u64 =
  CR4_TSD | CR4_DE | CR4_PSE | CR4_PAE | CR4_MCE | CR4_PGE | CR4_PCE | CR4_UMIP | CR4_FSGSBASE | CR4_SMEP | CR4_SMAP
/** MAXPHYADDR is 40: bits 63:40 of CR3 are reserved. */
const CR3_RESERVED: u64 = 0xffff_ff00_0000_0000
/** Sixteen task priorities. */
export const CR8_MOST: u64 = 15

export function reportRegister(register: u32, before: u64, after: u64): void {
  if (!listens(TOPIC_CONTROL)) return
  const record = openEvent(EVENT_REGISTER, register)
  store<u64>(record, before, 24)
  store<u64>(record, after, 32)
}

/** A register from which nothing follows. */
export function setReported(register: u32, field: u32, value: u64): void {
  reportRegister(register, load<u64>(field), value)
  store<u64>(field, value)
}

export function requireRing0(slot: u32): void {
  if (cpl() != 0) raise(slot, GP, 0)
}

/** Turning paging on with IA32_EFER.LME = 1 enters IA-32e mode; only that kind of paging is there. */
function switchPaging(slot: u32, value: u64): void {
  const efer = load<u64>(EFER)
  if (value & CR0_PG) {
    const wantsLong = (efer & EFER_LME) != 0
    if (wantsLong && (!(load<u64>(CR4) & CR4_PAE) || segmentAttributes(CS) & ATTRIBUTE_L)) raise(slot, GP, 0)
    if (!wantsLong) {
      countMissing(slot)
      raise(slot, GP, 0)
    }
    store<u64>(EFER, efer | EFER_LMA)
  } else {
    if (mode() == MODE_64) raise(slot, GP, 0)
    store<u64>(EFER, efer & ~EFER_LMA)
  }
  if (load<u64>(EFER) != efer) reportRegister(REGISTER_EFER, efer, load<u64>(EFER))
}

/** Paging needs protection, and no processor writes through a cache that is off. */
export function isConsistentCr0(value: u64): bool {
  return !((value & CR0_PG && !(value & CR0_PE)) || (value & CR0_NW && !(value & CR0_CD)))
}

function writeCr0(slot: u32, value: u64): void {
  if (value >> 32) raise(slot, GP, 0)
  value = (value & CR0_DEFINED) | CR0_ET
  if (!isConsistentCr0(value)) raise(slot, GP, 0)
  if (!(value & CR0_PE)) {
    // Real-address mode is not there.
    countMissing(slot)
    raise(slot, GP, 0)
  }
  if ((load<u64>(CR0) ^ value) & CR0_PG) switchPaging(slot, value)
  setCr0(value)
}

/** With all that follows from it; the value was checked. */
export function setCr0(value: u64): void {
  const before = load<u64>(CR0)
  store<u64>(CR0, value)
  reportRegister(REGISTER_CR0, before, value)
  if ((before ^ value) & CR0_PG) {
    flushTlb(FLUSH_ALL)
    updateMode()
    if (load<u32>(TABLES_WATCHED)) drain()
  } else if ((before ^ value) & CR0_WP) refreshTlb()
}

export function isPossibleCr3(value: u64): bool {
  return (value & CR3_RESERVED) == 0
}

function writeCr3(slot: u32, value: u64): void {
  if (!isPossibleCr3(value)) raise(slot, GP, 0)
  setCr3(value)
}

/** With all that follows from it; the value was checked. */
export function setCr3(value: u64): void {
  const before = load<u64>(CR3)
  store<u64>(CR3, value)
  reportRegister(REGISTER_CR3, before, value)
  flushTlb(FLUSH_NON_GLOBAL)
  if (load<u32>(TABLES_WATCHED)) drain()
}

export function isPossibleCr4(value: u64): bool {
  return !(value & ~CR4_SUPPORTED) && !(load<u64>(EFER) & EFER_LMA && !(value & CR4_PAE))
}

function writeCr4(slot: u32, value: u64): void {
  if (!isPossibleCr4(value)) raise(slot, GP, 0)
  setCr4(value)
}

/** With all that follows from it; the value was checked. */
export function setCr4(value: u64): void {
  const before = load<u64>(CR4)
  store<u64>(CR4, value)
  reportRegister(REGISTER_CR4, before, value)
  if ((before ^ value) & (CR4_PGE | CR4_PAE | CR4_PSE | CR4_SMEP)) flushTlb(FLUSH_ALL)
  else refreshTlb()
}

/** SLOT_DETAIL is ModRM, bit 3 of the register number from REX.R is in the immediate. */
function controlNumber(slot: u32): u32 {
  return ((u32(load<u8>(slot, SLOT_DETAIL)) >> 3) & 7) | (u32(immediate(slot)) & 8)
}

export function readControl<T>(slot: u32): void {
  requireRing0(slot)
  const number = controlNumber(slot)
  let value: u64 = 0
  if (number == 0) value = load<u64>(CR0)
  else if (number == 2) value = load<u64>(CR2)
  else if (number == 3) value = load<u64>(CR3)
  else if (number == 4) value = load<u64>(CR4)
  else if (number == 8 && sizeof<T>() == 8) value = load<u64>(CR8)
  else raise(slot, UD, 0)
  writeFirst<T>(slot, value as T)
}

export function writeControl<T>(slot: u32): void {
  requireRing0(slot)
  const number = controlNumber(slot)
  const value = u64(readFirst<T>(slot))
  if (number == 0) writeCr0(slot, value)
  else if (number == 2) setReported(REGISTER_CR2, CR2, value)
  else if (number == 3) writeCr3(slot, value)
  else if (number == 4) writeCr4(slot, value)
  // The task priority is kept, not obeyed: there is no local APIC.
  else if (number == 8 && sizeof<T>() == 8) {
    if (value > CR8_MOST) raise(slot, GP, 0)
    setReported(REGISTER_CR8, CR8, value)
  } else raise(slot, UD, 0)
}

/** DR4 and DR5 are names of DR6 and DR7 while CR4.DE is clear. Breakpoints set here are kept, not obeyed. */
function debugNumber(slot: u32): u32 {
  const number = controlNumber(slot)
  if (number > 7) raise(slot, UD, 0)
  if (number != 4 && number != 5) return number
  if (load<u64>(CR4) & CR4_DE) raise(slot, UD, 0)
  return number + 2
}

export function readDebug<T>(slot: u32): void {
  requireRing0(slot)
  writeFirst<T>(slot, load<u64>(DEBUG + debugNumber(slot) * 8) as T)
}

export function writeDebug<T>(slot: u32): void {
  requireRing0(slot)
  const number = debugNumber(slot)
  const value = u64(readFirst<T>(slot))
  if (number >= 6 && value >> 32) raise(slot, GP, 0)
  const fixed = number == 6 ? (value & 0xe00f) | 0xffff_0ff0 : number == 7 ? (value & 0xffff_2bff) | 0x400 : value
  store<u64>(DEBUG + number * 8, fixed)
}

export function clearTaskSwitched(slot: u32): void {
  requireRing0(slot)
  const before = load<u64>(CR0)
  store<u64>(CR0, before & ~CR0_TS)
  reportRegister(REGISTER_CR0, before, before & ~CR0_TS)
}

/** LMSW sets PE, MP, EM and TS; it cannot clear PE. */
export function loadMachineStatus(slot: u32): void {
  requireRing0(slot)
  const value = u64(readFirst<u16>(slot)) & 0xf
  const before = load<u64>(CR0)
  writeCr0(slot, (before & ~0xe) | value | (before & CR0_PE))
}

function mayChangeInterrupts(): bool {
  return cpl() <= u32((rflags() & RFLAGS_IOPL) >> 12)
}

export function clearInterrupts(slot: u32): void {
  if (!mayChangeInterrupts()) raise(slot, GP, 0)
  reportRetired(INSTRUCTION_CLI)
  changeRflags(rflags() & ~RFLAGS_IF)
}

/** STI: interrupts are taken only after the next instruction, if they were off before. */
export function setInterrupts(slot: u32): void {
  if (!mayChangeInterrupts()) raise(slot, GP, 0)
  reportRetired(INSTRUCTION_STI)
  if (rflags() & RFLAGS_IF) return
  store<u32>(SHADOW, SHADOW_STI)
  changeRflags(rflags() | RFLAGS_IF)
}

export function halt(slot: u32): void {
  requireRing0(slot)
  materializeFlags()
  store<u32>(ACTIVITY, ACTIVITY_HALTED)
  reportRetired(INSTRUCTION_HLT)
  if (listens(TOPIC_CONTROL)) openEvent(EVENT_HALTED, u32((rflags() & RFLAGS_IF) != 0))
}
