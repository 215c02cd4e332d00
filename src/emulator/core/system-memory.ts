/**
 * The processor's own accesses: descriptor tables, the TSS, and the frames it pushes and pops.
 * They are made with supervisor rights whatever the CPL, and report instead of raising: PENDING_VECTOR is negative as
 * long as all has gone well. SDM Vol. 3A, "Implicit Supervisor-Mode Accesses".
 */
import { ACCESS_IMPLICIT, ACCESS_READ, ACCESS_WRITE, PENDING_VECTOR, RAM } from './layout'
import { isRam } from './memory-slow'
import { markWritten } from './pages'
import { NO_ADDRESS, refreshTags, tlbEntry, translate } from './tlb'
import { isWatching, settleTables, tellImplicitStore } from './watches'

// @ts-ignore: decorator
@inline
export function clearPending(): void {
  store<i32>(PENDING_VECTOR, -1)
}

// @ts-ignore: decorator
@inline
export function hasPending(): bool {
  return load<i32>(PENDING_VECTOR) >= 0
}

function readByte(address: u64, access: u32): u64 {
  const physical = translate(address, access)
  if (physical == NO_ADDRESS) return 0
  return isRam(physical) ? load<u8>(RAM + u32(physical)) : 0xff
}

/** Reads 1 to 8 bytes; 0 when the access is not allowed. */
export function systemLoad(address: u64, size: u32): u64 {
  if (hasPending()) return 0
  const physical = translate(address, ACCESS_READ | ACCESS_IMPLICIT)
  if (physical == NO_ADDRESS) return 0
  if (size == 8 && (address & 0xfff) <= 0xff8 && isRam(physical)) return load<u64>(RAM + u32(physical))
  let value: u64 = 0
  for (let i: u32 = 0; i < size && !hasPending(); i++)
    value |= readByte(address + i, ACCESS_READ | ACCESS_IMPLICIT) << (8 * u64(i))
  return hasPending() ? 0 : value
}

/** Whether a store of 1 to 8 bytes would succeed: nothing is changed, but the pages are marked accessed and dirty. */
function systemProbe(address: u64, size: u32): bool {
  if (hasPending()) return false
  if (translate(address, ACCESS_WRITE | ACCESS_IMPLICIT) == NO_ADDRESS) return false
  return translate(address + size - 1, ACCESS_WRITE | ACCESS_IMPLICIT) != NO_ADDRESS
}

/**
 * The same for words that are pushed one below the other, from `top` down: CR2 gets the address of the first that
 * cannot be stored. SDM Vol. 2A, "INT n/INTO/INT3/INT1", Operation: SS or RFLAGS is pushed first, the error code last.
 */
export function probePushes(top: u64, count: u32, size: u32): void {
  for (let i: u32 = 1; i <= count; i++) if (!systemProbe(top - i * size, size)) return
}

/** Writes bytes that lie in one page; where there is no RAM they are lost. */
function storeInPage(address: u64, size: u32, value: u64): void {
  const physical = translate(address, ACCESS_WRITE | ACCESS_IMPLICIT)
  if (!isRam(physical)) return
  if (isWatching()) tellImplicitStore(address, physical, size, value)
  markWritten(u32(physical))
  for (let i: u32 = 0; i < size; i++) store<u8>(RAM + u32(physical) + i, u8(value >> (8 * u64(i))))
  refreshTags(tlbEntry(address))
  settleTables()
}

/** Writes 1 to 8 bytes, all of them or none. */
export function systemStore(address: u64, size: u32, value: u64): void {
  if (!systemProbe(address, size)) return
  const room: u32 = 0x1000 - u32(address & 0xfff)
  const near = room < size ? room : size
  storeInPage(address, near, value)
  if (near < size) storeInPage(address + near, size - near, value >> (8 * u64(near)))
}
