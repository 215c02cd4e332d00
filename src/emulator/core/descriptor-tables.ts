/** GDTR, IDTR, LDTR and TR, and the instructions that ask about selectors. SDM Vol. 2: group 6, group 7, LAR, LSL. */
import {
  CR0, GDTR_BASE, GDTR_LIMIT, IDTR_BASE, INSTRUCTION_INVLPG, INSTRUCTION_LGDT, INSTRUCTION_LIDT, INSTRUCTION_LTR,
  IDTR_LIMIT, LDTR, MODE_64, REGISTER_GDTR, REGISTER_IDTR, REGISTER_LDTR, REGISTER_TR, TR,
} from './layout'
import { loadMachineStatus, reportRegister, requireRing0 } from './control'
import {
  descriptorAddress, descriptorAttributes, descriptorLimit, dplOf, isConforming, isPresent, isSystem, NO_DESCRIPTOR,
  readDescriptor, systemDescriptorBase, systemDescriptorSize, typeOf,
} from './descriptors'
import { GP, NP, UD } from './exceptions'
import { raise, raisePending } from './fault'
import { setStatusFlags, statusFlags } from './flags'
import { loadLinear, storeLinear } from './memory'
import { prepareStore } from './memory-slow'
import { missingOpcode } from './missing'
import { isMemory, readFirst, readSecond, writeDst, writeFirst } from './operands'
import { reportRetired } from './retired'
import { addressOf, SLOT_DETAIL } from './slots'
import {
  ATTRIBUTE_CODE, ATTRIBUTE_WRITABLE, cpl, CR4_UMIP, cr4Has, isLongMode, isProtectedMode, mode, segmentSelector,
  setSegment,
} from './state'
import { clearPending, hasPending, systemStore } from './system-memory'
import { flushPage, isCanonical } from './tlb'

const RFLAGS_ZF: u64 = 0x40

function regOf(slot: u32): u32 {
  return (u32(load<u8>(slot, SLOT_DETAIL)) >> 3) & 7
}

/** UMIP keeps ring 3 from reading where the tables are. */
function checkUmip(slot: u32): void {
  if (cpl() == 3 && cr4Has(CR4_UMIP)) raise(slot, GP, 0)
}

function storeTable(slot: u32, base: u64, limit: u32): void {
  checkUmip(slot)
  const address = addressOf(slot)
  prepareStore(address, mode() == MODE_64 ? 10 : 6, slot)
  storeLinear<u16>(address, u16(limit), slot)
  if (mode() == MODE_64) storeLinear<u64>(address + 2, base, slot)
  else storeLinear<u32>(address + 2, u32(base), slot)
}

function loadTable(slot: u32, register: u32, baseField: u32, limitField: u32): void {
  requireRing0(slot)
  const address = addressOf(slot)
  const limit = u32(loadLinear<u16>(address, slot))
  const base = mode() == MODE_64 ? loadLinear<u64>(address + 2, slot) : u64(loadLinear<u32>(address + 2, slot))
  if (mode() == MODE_64 && !isCanonical(base)) raise(slot, GP, 0)
  reportRegister(register, load<u64>(baseField), base)
  store<u64>(baseField, base)
  store<u32>(limitField, limit)
}

/** SGDT, SIDT, LGDT, LIDT, SMSW, LMSW, INVLPG with a memory operand; SMSW and LMSW with a register. */
export function group7(slot: u32): void {
  const reg = regOf(slot)
  if (reg == 4) {
    checkUmip(slot)
    if (isMemory(slot)) writeFirst<u16>(slot, load<u16>(CR0))
    else writeDst<u64>(slot, load<u64>(CR0))
    return
  }
  if (reg == 6) {
    loadMachineStatus(slot)
    return
  }
  if (!isMemory(slot)) raise(slot, UD, 0)
  if (reg == 0) storeTable(slot, load<u64>(GDTR_BASE), load<u32>(GDTR_LIMIT))
  else if (reg == 1) storeTable(slot, load<u64>(IDTR_BASE), load<u32>(IDTR_LIMIT))
  else if (reg == 2) {
    loadTable(slot, REGISTER_GDTR, GDTR_BASE, GDTR_LIMIT)
    reportRetired(INSTRUCTION_LGDT, addressOf(slot))
  } else if (reg == 3) {
    loadTable(slot, REGISTER_IDTR, IDTR_BASE, IDTR_LIMIT)
    reportRetired(INSTRUCTION_LIDT, addressOf(slot))
  } else if (reg == 7) {
    requireRing0(slot)
    reportRetired(INSTRUCTION_INVLPG, addressOf(slot))
    flushPage(addressOf(slot))
  } else missingOpcode(slot)
}

/** Loads LDTR or TR; TR's descriptor becomes busy, which is a write to the GDT. */
function loadSystemSegment(slot: u32, index: u32): void {
  requireRing0(slot)
  const selector: u32 = readFirst<u16>(slot)
  clearPending()
  if (!(selector & 0xfffc)) {
    if (index == TR) raise(slot, GP, 0)
    reportRegister(REGISTER_LDTR, segmentSelector(LDTR), selector)
    setSegment(LDTR, u16(selector), 0, 0, 0)
    return
  }
  const at = descriptorAddress(selector, systemDescriptorSize())
  if (selector & 4 || at == NO_DESCRIPTOR) raise(slot, GP, selector & 0xfffc)
  const low = readDescriptor(at)
  const base = systemDescriptorBase(at, low)
  if (hasPending()) raisePending(slot)
  const attributes = descriptorAttributes(low)
  const type = typeOf(attributes)
  const isRight = isSystem(attributes) && (index == TR ? type == 9 || (type == 1 && !isLongMode()) : type == 2)
  if (!isRight) raise(slot, GP, selector & 0xfffc)
  if (!isPresent(attributes)) raise(slot, NP, selector & 0xfffc)
  if (isLongMode() && !isCanonical(base)) raise(slot, GP, selector & 0xfffc)
  if (index == TR) {
    systemStore(at + 5, 1, ((low >> 40) | 2) & 0xff)
    if (hasPending()) raisePending(slot)
  }
  reportRegister(index == TR ? REGISTER_TR : REGISTER_LDTR, segmentSelector(index), selector)
  setSegment(index, u16(selector), base, descriptorLimit(low), index == TR ? attributes | 2 : attributes)
}

/** Reads a selector's descriptor for LAR, LSL, VERR and VERW, which never raise for the selector's sake. */
function visibleDescriptor(slot: u32, selector: u32): u64 {
  if (!(selector & 0xfffc)) return 0
  clearPending()
  const at = descriptorAddress(selector, 8)
  if (at == NO_DESCRIPTOR) return 0
  const low = readDescriptor(at)
  if (hasPending()) raisePending(slot)
  const attributes = descriptorAttributes(low)
  if (!isConforming(attributes) && (dplOf(attributes) < cpl() || dplOf(attributes) < (selector & 3))) return 0
  return low
}

function leaveZero(isSet: bool): void {
  setStatusFlags((statusFlags() & ~RFLAGS_ZF) | (isSet ? RFLAGS_ZF : 0))
}

function verify(slot: u32, forWrite: bool): void {
  const low = visibleDescriptor(slot, readFirst<u16>(slot))
  const attributes = descriptorAttributes(low)
  const isCode = (attributes & ATTRIBUTE_CODE) != 0
  const isMarked = (attributes & ATTRIBUTE_WRITABLE) != 0
  leaveZero(low != 0 && !isSystem(attributes) && (forWrite ? !isCode && isMarked : !isCode || isMarked))
}

/** SLDT, STR, LLDT, LTR, VERR, VERW */
export function group6<T>(slot: u32): void {
  if (!isProtectedMode()) raise(slot, UD, 0)
  const reg = regOf(slot)
  if (reg <= 1) {
    checkUmip(slot)
    const selector = segmentSelector(reg == 0 ? LDTR : TR)
    if (isMemory(slot)) writeFirst<u16>(slot, selector)
    else writeDst<T>(slot, selector as T)
  } else if (reg == 2) loadSystemSegment(slot, LDTR)
  else if (reg == 3) {
    loadSystemSegment(slot, TR)
    reportRetired(INSTRUCTION_LTR, segmentSelector(TR))
  } else if (reg == 4) verify(slot, false)
  else if (reg == 5) verify(slot, true)
  else raise(slot, UD, 0)
}

/** System types that LAR and LSL know: LDT, TSS, and for LAR the gates that 32-bit code may meet. */
function isKnownSystem(type: u32, forLimit: bool): bool {
  if (type == 2 || type == 9 || type == 11) return true
  if (isLongMode()) return !forLimit && type == 12
  return type == 1 || type == 3 || (!forLimit && (type == 4 || type == 5 || type == 12))
}

function isVisible(low: u64, forLimit: bool): bool {
  const attributes = descriptorAttributes(low)
  return low != 0 && (!isSystem(attributes) || isKnownSystem(typeOf(attributes), forLimit))
}

export function loadAccessRights<T>(slot: u32): void {
  const low = visibleDescriptor(slot, readSecond<u16>(slot))
  const isThere = isVisible(low, false)
  leaveZero(isThere)
  if (isThere) writeDst<T>(slot, (u32(low >> 32) & 0x00ff_ff00) as T)
}

export function loadSegmentLimit<T>(slot: u32): void {
  const low = visibleDescriptor(slot, readSecond<u16>(slot))
  const isThere = isVisible(low, true)
  leaveZero(isThere)
  if (isThere) writeDst<T>(slot, descriptorLimit(low) as T)
}
