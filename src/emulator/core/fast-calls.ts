/** SYSCALL, SYSRET, SYSENTER, SYSEXIT. SDM Vol. 2, under each name. */
import {
  EFER, MODE_64, MSR_FMASK, MSR_LSTAR, MSR_STAR, MSR_SYSENTER_CS, MSR_SYSENTER_EIP, MSR_SYSENTER_ESP,
} from './layout'
import { setCodeSegment } from './code-segment'
import { GP, UD } from './exceptions'
import { raise } from './fault'
import { materializeFlags, setStatusFlags } from './flags'
import { changeRflags } from './interrupt-flag'
import { jumpTo, next } from './next'
import { setStackSegment } from './stack-segment'
import {
  ATTRIBUTE_DB, ATTRIBUTE_G, ATTRIBUTE_L, cpl, EFER_SCE, isLongMode, mode, R11, RCX, RDX, rflags, RFLAGS_FIXED,
  RFLAGS_IF, RFLAGS_RF, RFLAGS_VM, RSP,
} from './state'
import { isCanonical, refreshTlb } from './tlb'

/** Flat segments as these instructions load them without reading a descriptor: type, S, P and G; DPL is added. */
const FLAT_CODE: u32 = 0x9b | ATTRIBUTE_G
const FLAT_DATA: u32 = 0x93 | ATTRIBUTE_G | ATTRIBUTE_DB

function enterFlat(selector: u32, stackSelector: u32, level: u32, isLong: bool): void {
  setStackSegment(u16((stackSelector & ~3) | level), 0, 0xffff_ffff, FLAT_DATA | (level << 5))
  setCodeSegment(selector, level, 0, 0xffff_ffff, FLAT_CODE | (level << 5) | (isLong ? ATTRIBUTE_L : ATTRIBUTE_DB))
}

/** From 64-bit code only: IA32_CSTAR is kept, not obeyed. */
export function systemCall(slot: u32): void {
  if (mode() != MODE_64 || !(load<u64>(EFER) & EFER_SCE)) raise(slot, UD, 0)
  materializeFlags()
  const selector = u32(load<u64>(MSR_STAR) >> 32) & 0xffff
  store<u64>(RCX, next)
  store<u64>(R11, rflags() & ~RFLAGS_RF)
  changeRflags((rflags() & ~load<u64>(MSR_FMASK) & ~RFLAGS_RF) | RFLAGS_FIXED)
  enterFlat(selector, selector + 8, 0, true)
  refreshTlb()
  jumpTo(load<u64>(MSR_LSTAR))
}

export function systemReturn<T>(slot: u32): void {
  if (mode() != MODE_64 || !(load<u64>(EFER) & EFER_SCE)) raise(slot, UD, 0)
  if (cpl() != 0) raise(slot, GP, 0)
  const isLong = sizeof<T>() == 8
  const target = isLong ? load<u64>(RCX) : u64(load<u32>(RCX))
  if (!isCanonical(target)) raise(slot, GP, 0)
  const selector = u32(load<u64>(MSR_STAR) >> 48) & 0xffff
  changeRflags((load<u64>(R11) & 0x3c_7fd7) | RFLAGS_FIXED)
  setStatusFlags(rflags())
  enterFlat(isLong ? selector + 16 : selector, selector + 8, 3, isLong)
  jumpTo(target)
}

export function systemEnter(slot: u32): void {
  const selector = u32(load<u64>(MSR_SYSENTER_CS)) & 0xfffc
  if (!selector) raise(slot, GP, 0)
  materializeFlags()
  changeRflags(rflags() & ~(RFLAGS_VM | RFLAGS_IF | RFLAGS_RF))
  const isLong = isLongMode()
  store<u64>(RSP, isLong ? load<u64>(MSR_SYSENTER_ESP) : u64(load<u32>(MSR_SYSENTER_ESP)))
  enterFlat(selector, selector + 8, 0, isLong)
  jumpTo(isLong ? load<u64>(MSR_SYSENTER_EIP) : u64(load<u32>(MSR_SYSENTER_EIP)))
}

export function systemExit<T>(slot: u32): void {
  const selector = u32(load<u64>(MSR_SYSENTER_CS)) & 0xfffc
  if (!selector || cpl() != 0) raise(slot, GP, 0)
  const isLong = sizeof<T>() == 8
  const target = isLong ? load<u64>(RDX) : u64(load<u32>(RDX))
  const stackTop = isLong ? load<u64>(RCX) : u64(load<u32>(RCX))
  if (!isCanonical(target) || !isCanonical(stackTop)) raise(slot, GP, 0)
  store<u64>(RSP, stackTop)
  enterFlat(isLong ? selector + 32 : selector + 16, isLong ? selector + 40 : selector + 24, 3, isLong)
  jumpTo(target)
}
