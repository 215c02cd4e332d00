/** What follows from CS: the mode of the code, and the privilege it runs at. */
import { CPL, CR0, CS, EFER, MODE, MODE_16, MODE_32, MODE_64 } from './layout'
import {
  ATTRIBUTE_ACCESSED, ATTRIBUTE_DB, ATTRIBUTE_L, CR0_PE, EFER_LMA, segmentAttributes, segmentSelector, setSegment,
} from './state'
import { refreshTlb } from './tlb'

/** Sets the current privilege level; what each TLB entry permits follows from it. */
function setCpl(level: u32): void {
  if (load<u32>(CPL) == level) return
  store<u32>(CPL, level)
  refreshTlb()
}

export function updateMode(): void {
  const attributes = segmentAttributes(CS)
  const isLong = (load<u64>(EFER) & EFER_LMA) != 0 && (attributes & ATTRIBUTE_L) != 0
  store<u32>(MODE, isLong ? MODE_64 : attributes & ATTRIBUTE_DB ? MODE_32 : MODE_16)
}

/** Loads CS with a descriptor that was checked; the selector's RPL becomes the CPL. */
export function setCodeSegment(selector: u32, level: u32, base: u64, limit: u32, attributes: u32): void {
  setSegment(CS, u16((selector & ~3) | level), base, limit, attributes | ATTRIBUTE_ACCESSED)
  updateMode()
  setCpl(level)
}

/** After the machine has written registers from outside: derives everything that instructions keep up to date. */
export function enterState(): void {
  updateMode()
  store<u32>(CPL, load<u64>(CR0) & CR0_PE ? u32(segmentSelector(CS)) & 3 : 0)
  refreshTlb()
}
