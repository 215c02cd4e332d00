/** Operands of decoded instructions. The operand of ModRM.rm may lie in memory; all others are registers. */
import { finishChange, loadLinear, prepareChange, storeLinear } from './memory'
import { addressOf, SLOT_DST, SLOT_FLAGS, SLOT_IMMEDIATE, SLOT_IS_MEMORY, SLOT_SRC } from './slots'
import { setRegister } from './state'

// @ts-ignore: decorator
@inline
export function isMemory(slot: u32): bool {
  return (load<u32>(slot, SLOT_FLAGS) & SLOT_IS_MEMORY) != 0
}

// @ts-ignore: decorator
@inline
export function immediate(slot: u32): u64 {
  return load<u64>(slot, SLOT_IMMEDIATE)
}

// @ts-ignore: decorator
@inline
export function readDst<T>(slot: u32): T {
  return load<T>(load<u32>(slot, SLOT_DST))
}

// @ts-ignore: decorator
@inline
export function readSrc<T>(slot: u32): T {
  return load<T>(load<u32>(slot, SLOT_SRC))
}

// @ts-ignore: decorator
@inline
export function writeDst<T>(slot: u32, value: T): void {
  setRegister<T>(load<u32>(slot, SLOT_DST), value)
}

// @ts-ignore: decorator
@inline
export function writeSrc<T>(slot: u32, value: T): void {
  setRegister<T>(load<u32>(slot, SLOT_SRC), value)
}

/** Reads ModRM.rm as the first operand. */
// @ts-ignore: decorator
@inline
export function readFirst<T>(slot: u32): T {
  return isMemory(slot) ? loadLinear<T>(addressOf(slot), slot) : readDst<T>(slot)
}

/** Reads ModRM.rm as the second operand. */
// @ts-ignore: decorator
@inline
export function readSecond<T>(slot: u32): T {
  return isMemory(slot) ? loadLinear<T>(addressOf(slot), slot) : readSrc<T>(slot)
}

/** Writes ModRM.rm as the first operand, without having read it. */
// @ts-ignore: decorator
@inline
export function writeFirst<T>(slot: u32, value: T): void {
  if (isMemory(slot)) storeLinear<T>(addressOf(slot), value, slot)
  else writeDst<T>(slot, value)
}

/**
 * Begins to change ModRM.rm: returns where it stands, a register or a place in memory that may be written.
 * After this nothing can fault.
 */
// @ts-ignore: decorator
@inline
export function beginChange<T>(slot: u32): u32 {
  return isMemory(slot) ? prepareChange<T>(addressOf(slot), slot) : load<u32>(slot, SLOT_DST)
}

/** Ends the change that `beginChange` began at `place`. */
// @ts-ignore: decorator
@inline
export function endChange<T>(slot: u32, place: u32, value: T): void {
  if (!isMemory(slot)) {
    setRegister<T>(place, value)
    return
  }
  store<T>(place, value)
  finishChange<T>(place, addressOf(slot), slot)
}
