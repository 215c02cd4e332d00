/**
 * Translates one linear address by reading up to four levels of paging structures.
 * SDM Vol. 3A, "4-Level Paging and 5-Level Paging".
 *
 * Knows nothing of the TLB: the caller decides whether a walk is needed and what to keep of it.
 */
import {
  ACCESS_EXECUTE, ACCESS_IMPLICIT, ACCESS_USER, ACCESS_WRITE, CR0, CR3, CR4, EFER, EVENT_FLAGS, OUTCOME_MAPPED,
  OUTCOME_NOT_EXECUTABLE, OUTCOME_NOT_PRESENT, OUTCOME_NOT_USER, OUTCOME_NOT_WRITABLE, OUTCOME_RESERVED, OUTCOME_SMAP,
  OUTCOME_SMEP, RAM, RAM_SIZE, TLB_DIRTY, TLB_GLOBAL, TLB_NO_EXECUTE, TLB_SIZE_1G, TLB_SIZE_2M, TLB_USER, TLB_WRITABLE,
  WALK_ADDRESS, WALK_CR3, WALK_ENTRIES, WALK_ENTRY_ADDRESS, WALK_ENTRY_NEIGHBOURS, WALK_ENTRY_SIZE, WALK_ENTRY_VALUE,
  WALK_ENTRY_WRITTEN, WALK_ERROR, WALK_PERMISSIONS, WALK_PHYSICAL, WALKS,
} from './layout'
import { markWritten } from './pages'
import { CR0_WP, CR4_PGE, CR4_SMAP, CR4_SMEP, EFER_NXE, rflags, RFLAGS_AC } from './state'
import { isWatching, tellEntry } from './watches'

const ENTRY_P: u64 = 1 << 0
const ENTRY_RW: u64 = 1 << 1
const ENTRY_US: u64 = 1 << 2
const ENTRY_A: u64 = 1 << 5
const ENTRY_D: u64 = 1 << 6
const ENTRY_PS: u64 = 1 << 7
const ENTRY_G: u64 = 1 << 8
const ENTRY_XD: u64 = 1 << 63
const ENTRY_ADDRESS: u64 = 0x000f_ffff_ffff_f000
/** Bits 51:40, beyond the physical-address width that CPUID reports. */
const RESERVED_ALWAYS: u64 = 0x000f_ff00_0000_0000
const RESERVED_2M: u64 = 0x001f_e000
const RESERVED_1G: u64 = 0x3fff_e000

/** Physical address of the 4 KiB page, and TLB_… of all levels together: the result of the last mapped walk. */
export let walkFrame: u64 = 0
export let walkFlags: u32 = 0

/** The bus answers all ones where there is no RAM, which no paging structure survives. */
function readEntry(address: u64): u64 {
  return address < u64(load<u32>(RAM_SIZE)) ? load<u64>(RAM + u32(address)) : 0xffff_ffff_ffff_ffff
}

/** P of the rows that a reader is shown around the entry: 0, 1, 2, 3, i−1, i+1, 510, 511 in bits 0–7. */
function readNeighbours(table: u64, index: u32): u32 {
  let present: u32 = 0
  for (let bit: u32 = 0; bit < 8; bit++) {
    const row: u32 = bit < 4 ? bit : bit == 4 ? index - 1 : bit == 5 ? index + 1 : 504 + bit
    if (row < 512 && (readEntry(table + (u64(row) << 3)) & ENTRY_P) != 0) present |= 1 << bit
  }
  return present
}

// @ts-ignore: decorator
@inline
function reservedBits(level: u32, isLeaf: bool): u64 {
  let reserved = RESERVED_ALWAYS
  if (!(load<u64>(EFER) & EFER_NXE)) reserved |= ENTRY_XD
  if (level == 0) reserved |= ENTRY_PS
  else if (isLeaf && level == 1) reserved |= RESERVED_1G
  else if (isLeaf && level == 2) reserved |= RESERVED_2M
  return reserved
}

/** Whether the rights of all levels together allow the access. SDM Vol. 3A, "Determination of Access Rights". */
export function checkRights(flags: u32, access: u32): u32 {
  const isUser = (access & ACCESS_USER) != 0
  if (isUser && !(flags & TLB_USER)) return OUTCOME_NOT_USER
  if ((access & 3) == ACCESS_EXECUTE) {
    if (flags & TLB_NO_EXECUTE) return OUTCOME_NOT_EXECUTABLE
    if (!isUser && (flags & TLB_USER) && (load<u64>(CR4) & CR4_SMEP)) return OUTCOME_SMEP
    return OUTCOME_MAPPED
  }
  if (!isUser && (flags & TLB_USER) && (load<u64>(CR4) & CR4_SMAP)) {
    if ((access & ACCESS_IMPLICIT) || !(rflags() & RFLAGS_AC)) return OUTCOME_SMAP
  }
  if ((access & 3) == ACCESS_WRITE && !(flags & TLB_WRITABLE)) {
    if (isUser || (load<u64>(CR0) & CR0_WP)) return OUTCOME_NOT_WRITABLE
  }
  return OUTCOME_MAPPED
}

/** The #PF error code: SDM Vol. 3A, "Page-Fault Exceptions". */
export function pageFaultErrorCode(outcome: u32, access: u32): u32 {
  let code: u32 = 0
  if (outcome != OUTCOME_NOT_PRESENT) code |= 1
  if ((access & 3) == ACCESS_WRITE) code |= 2
  if (access & ACCESS_USER) code |= 4
  if (outcome == OUTCOME_RESERVED) code |= 8
  if ((access & 3) == ACCESS_EXECUTE && ((load<u64>(EFER) & EFER_NXE) || (load<u64>(CR4) & CR4_SMEP))) code |= 16
  return code
}

/**
 * Walks and reports an outcome. With `commit` it sets A and D as the processor does: A in every entry that leads on, D
 * only in the entry that maps the page, on a write. The entries read go to `record`, an event record; the rows around
 * them only with `describe`.
 */
export function walk(address: u64, access: u32, record: u32, commit: bool, describe: bool): u32 {
  if (commit) store<u64>(WALKS, load<u64>(WALKS) + 1)
  const cr3 = load<u64>(CR3)
  let table = cr3 & ENTRY_ADDRESS
  let flags: u32 = TLB_WRITABLE | TLB_USER
  let outcome: u32 = OUTCOME_MAPPED
  let level: u32 = 0
  let size: u32 = 0
  store<u64>(record, 0, WALK_PHYSICAL)
  while (true) {
    const shift: u64 = 39 - 9 * u64(level)
    const index = u32(address >> shift) & 511
    const at = table + (u64(index) << 3)
    const value = readEntry(at)
    const entry = record + WALK_ENTRIES + level * WALK_ENTRY_SIZE
    store<u64>(entry, at, WALK_ENTRY_ADDRESS)
    store<u64>(entry, value, WALK_ENTRY_VALUE)
    store<u64>(entry, value, WALK_ENTRY_WRITTEN)
    if (describe) store<u32>(entry, readNeighbours(table, index), WALK_ENTRY_NEIGHBOURS)
    if (!(value & ENTRY_P)) {
      outcome = OUTCOME_NOT_PRESENT
      break
    }
    const isLeaf = level == 3 || (level != 0 && (value & ENTRY_PS) != 0)
    if (value & reservedBits(level, isLeaf)) {
      outcome = OUTCOME_RESERVED
      break
    }
    if (!(value & ENTRY_RW)) flags &= ~TLB_WRITABLE
    if (!(value & ENTRY_US)) flags &= ~TLB_USER
    if (value & ENTRY_XD) flags |= TLB_NO_EXECUTE
    if (isLeaf) {
      const pageMask: u64 = ((<u64>1) << shift) - 1
      walkFrame = ((value & ENTRY_ADDRESS) & ~pageMask) | (address & pageMask & ~0xfff)
      if (level == 2) flags |= TLB_SIZE_2M
      if (level == 1) flags |= TLB_SIZE_1G
      if ((value & ENTRY_G) && (load<u64>(CR4) & CR4_PGE)) flags |= TLB_GLOBAL
      size = 3 - level
      store<u64>(record, walkFrame | (address & 0xfff), WALK_PHYSICAL)
      outcome = checkRights(flags, access)
    }
    if (outcome != OUTCOME_MAPPED) break
    let written = value | ENTRY_A
    if (isLeaf) {
      if ((access & 3) == ACCESS_WRITE) written |= ENTRY_D
      if (written & ENTRY_D) flags |= TLB_DIRTY
    }
    if (commit && written != value) {
      writeEntry(at, written)
      store<u64>(entry, written, WALK_ENTRY_WRITTEN)
    }
    if (isLeaf) break
    table = value & ENTRY_ADDRESS
    level++
  }
  walkFlags = flags
  store<u64>(record, address, WALK_ADDRESS)
  store<u64>(record, cr3, WALK_CR3)
  store<u32>(record, flags, WALK_PERMISSIONS)
  store<u32>(record, outcome == OUTCOME_MAPPED ? 0 : pageFaultErrorCode(outcome, access), WALK_ERROR)
  store<u32>(
    record,
    (access & 3) | (access & ACCESS_USER) | (access & ACCESS_IMPLICIT) | (outcome << 4) | (level << 8) | (size << 11),
    EVENT_FLAGS,
  )
  return outcome
}

/** Entries lie in RAM like everything else: their page may hold code, and has changed. */
function writeEntry(address: u64, value: u64): void {
  if (isWatching()) tellEntry(address, value)
  markWritten(u32(address))
  store<u64>(RAM + u32(address), value)
}
