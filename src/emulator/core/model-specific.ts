/** Model-specific registers, the time-stamp counter, FS and GS bases. SDM Vol. 4; Vol. 2: RDMSR, RDTSC, SWAPGS. */
import {
  EFER, EVENT_MSR, FS, GS, INSTANT, MODE_64, MSR_APIC_BASE, MSR_CSTAR, MSR_FMASK, MSR_KERNEL_GS_BASE, MSR_LSTAR,
  MSR_MISC_ENABLE, MSR_PAT, MSR_STAR, MSR_SYSENTER_CS, MSR_SYSENTER_EIP, MSR_SYSENTER_ESP, MSR_TSC_AUX, MSR_TSC_OFFSET,
  REGISTER_EFER, SEGMENT_BASE, TOPIC_CONTROL,
} from './layout'
import { reportRegister, requireRing0 } from './control'
import { listens, openEvent } from './events'
import { GP, UD } from './exceptions'
import { raise } from './fault'
import { readDst, writeDst } from './operands'
import { SLOT_DETAIL } from './slots'
import {
  cpl, CR4_FSGSBASE, CR4_TSD, cr4Has, EFER_LMA, EFER_LME, EFER_NXE, EFER_SCE, isPagingOn, mode, RAX, RCX, RDX, segment,
  setRegister,
} from './state'
import { FLUSH_ALL, flushTlb, isCanonical } from './tlb'

/** Ticks of the time-stamp counter per instruction: one instruction is 10 ns, the counter runs at 1 GHz. */
const TSC_PER_INSTRUCTION: u64 = 10

/** Where a register's 64 bits lie; 0 for one that is computed or not there. */
function placeOf(index: u32): u32 {
  switch (index) {
    case 0x1b:
      return MSR_APIC_BASE
    case 0x174:
      return MSR_SYSENTER_CS
    case 0x175:
      return MSR_SYSENTER_ESP
    case 0x176:
      return MSR_SYSENTER_EIP
    case 0x1a0:
      return MSR_MISC_ENABLE
    case 0x277:
      return MSR_PAT
    case 0xc000_0080:
      return EFER
    case 0xc000_0081:
      return MSR_STAR
    case 0xc000_0082:
      return MSR_LSTAR
    case 0xc000_0083:
      return MSR_CSTAR
    case 0xc000_0084:
      return MSR_FMASK
    case 0xc000_0100:
      return segment(FS) + SEGMENT_BASE
    case 0xc000_0101:
      return segment(GS) + SEGMENT_BASE
    case 0xc000_0102:
      return MSR_KERNEL_GS_BASE
    case 0xc000_0103:
      return MSR_TSC_AUX
    default:
      return 0
  }
}

const TSC: u32 = 0x10
const EFER_INDEX: u32 = 0xc000_0080
const EFER_SUPPORTED: u64 = EFER_SCE | EFER_LME | EFER_LMA | EFER_NXE

function timeStamp(): u64 {
  return load<u64>(INSTANT) * TSC_PER_INSTRUCTION + load<u64>(MSR_TSC_OFFSET)
}

export function readMsr(slot: u32): void {
  requireRing0(slot)
  const index = load<u32>(RCX)
  const place = placeOf(index)
  if (!place && index != TSC) raise(slot, GP, 0)
  const value = place ? load<u64>(place) : timeStamp()
  setRegister<u32>(RAX, u32(value))
  setRegister<u32>(RDX, u32(value >> 32))
}

function holdsAddress(index: u32): bool {
  return (
    index == 0x175 || index == 0x176 || index == 0xc000_0082 || index == 0xc000_0083 ||
    (index >= 0xc000_0100 && index <= 0xc000_0102)
  )
}

/** Eight memory types, each 0, 1, 4, 5, 6 or 7. */
function isValidPat(value: u64): bool {
  for (let i = 0; i < 8; i++) {
    const type = u32(value >> u64(8 * i)) & 0xff
    if (type > 7 || type == 2 || type == 3) return false
  }
  return true
}

/** LME cannot change while paging is on. */
export function isPossibleEfer(value: u64): bool {
  return !(value & ~EFER_SUPPORTED) && !((load<u64>(EFER) ^ value) & EFER_LME && isPagingOn())
}

/** With all that follows from it; the value was checked. LMA is the processor's own. */
export function setEfer(value: u64): void {
  const before = load<u64>(EFER)
  const after = (value & ~EFER_LMA) | (before & EFER_LMA)
  store<u64>(EFER, after)
  reportRegister(REGISTER_EFER, before, after)
  if ((before ^ after) & EFER_NXE) flushTlb(FLUSH_ALL)
}

export function writeMsr(slot: u32): void {
  requireRing0(slot)
  const index = load<u32>(RCX)
  let value = u64(load<u32>(RAX)) | (u64(load<u32>(RDX)) << 32)
  if (index == TSC) {
    store<u64>(MSR_TSC_OFFSET, load<u64>(MSR_TSC_OFFSET) + value - timeStamp())
    return
  }
  const place = placeOf(index)
  if (!place) raise(slot, GP, 0)
  if (holdsAddress(index) && !isCanonical(value)) raise(slot, GP, 0)
  if (index == 0x277 && !isValidPat(value)) raise(slot, GP, 0)
  if (index == 0xc000_0084 || index == 0xc000_0103) value &= 0xffff_ffff
  if (index == EFER_INDEX) {
    if (!isPossibleEfer(value)) raise(slot, GP, 0)
    setEfer(value)
    return
  }
  const before = load<u64>(place)
  store<u64>(place, value)
  if (listens(TOPIC_CONTROL)) {
    const record = openEvent(EVENT_MSR, index)
    store<u64>(record, before, 24)
    store<u64>(record, value, 32)
  }
}

export function readTimeStamp(slot: u32): void {
  if (cpl() != 0 && cr4Has(CR4_TSD)) raise(slot, GP, 0)
  const value = timeStamp()
  setRegister<u32>(RAX, u32(value))
  setRegister<u32>(RDX, u32(value >> 32))
}

/** RDTSCP also reads IA32_TSC_AUX. */
export function readTimeStampAndProcessor(slot: u32): void {
  readTimeStamp(slot)
  setRegister<u32>(RCX, load<u32>(MSR_TSC_AUX))
}

export function swapGs(slot: u32): void {
  if (mode() != MODE_64) raise(slot, UD, 0)
  requireRing0(slot)
  const base = load<u64>(segment(GS), SEGMENT_BASE)
  store<u64>(segment(GS), load<u64>(MSR_KERNEL_GS_BASE), SEGMENT_BASE)
  store<u64>(MSR_KERNEL_GS_BASE, base)
}

/** RDFSBASE, RDGSBASE, WRFSBASE, WRGSBASE by ModRM.reg, in SLOT_DETAIL. */
export function accessSegmentBase<T>(slot: u32): void {
  const reg = (u32(load<u8>(slot, SLOT_DETAIL)) >> 3) & 7
  if (mode() != MODE_64 || !cr4Has(CR4_FSGSBASE)) raise(slot, UD, 0)
  const at = segment(reg & 1 ? GS : FS)
  if (reg < 2) {
    writeDst<T>(slot, load<u64>(at, SEGMENT_BASE) as T)
    return
  }
  const value = u64(readDst<T>(slot))
  if (!isCanonical(value)) raise(slot, GP, 0)
  store<u64>(at, value, SEGMENT_BASE)
}
