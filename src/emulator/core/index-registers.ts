/** rSI, rDI and rCX as string instructions use them: at the instruction's address size, up or down by DF. */
import { RFLAGS } from './layout'
import { SLOT_ADDRESS_SIZE } from './slots'
import { RFLAGS_DF, setRegister } from './state'

// @ts-ignore: decorator
@inline
export function step<T>(): u64 {
  return load<u64>(RFLAGS) & RFLAGS_DF ? 0 - sizeof<T>() : sizeof<T>()
}

/** A register at the instruction's address size. */
export function indexOf(slot: u32, register: u32): u64 {
  const size: u32 = load<u8>(slot, SLOT_ADDRESS_SIZE)
  return size == 64 ? load<u64>(register) : size == 32 ? load<u32>(register) : load<u16>(register)
}

export function setIndex(slot: u32, register: u32, value: u64): void {
  const size: u32 = load<u8>(slot, SLOT_ADDRESS_SIZE)
  if (size == 64) store<u64>(register, value)
  else if (size == 32) setRegister<u32>(register, u32(value))
  else store<u16>(register, u16(value))
}
