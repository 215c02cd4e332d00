/**
 * The address that ModRM and SIB name. SDM Vol. 2, "Addressing-Mode Encoding of ModR/M and SIB Bytes".
 * A sum of 64 bits is left to the instruction's own slot; what needs a segment or fewer bits gets a slot before it.
 */
import { DS, EA, FS, GS, HANDLERS, MODE_64, SS, ZERO } from './layout'
import { take16, take32, take8 } from './decode-cursor'
import { addressPrefix, NO_SEGMENT, rex, segmentPrefix } from './decode-prefixes'
import { COLD } from './hot'
import { OP_COMPUTE_ADDRESS } from './operations'
import {
  SLOT_ADDRESS_SIZE, SLOT_BASE, SLOT_BASE_IS_RSP, SLOT_DETAIL, SLOT_DISPLACEMENT, SLOT_FLAGS, SLOT_INDEX_REGISTER,
  SLOT_IS_STACK, SLOT_IS_WRITE, SLOT_OPERATION, SLOT_SCALE, SLOT_SEGMENT, SLOT_SIZE,
} from './slots'
import { mode, RBP, RBX, RDI, registerAt, RSI, RSP } from './state'

/** 16, 32 or 64 bits. */
export function addressSize(): u32 {
  if (mode() == MODE_64) return addressPrefix ? 32 : 64
  return (mode() == 32) != addressPrefix ? 32 : 16
}

function setAddress(slot: u32, base: u32, index: u32, scale: u32, displacement: i64): void {
  store<u32>(slot, base, SLOT_BASE)
  store<u32>(slot, index, SLOT_INDEX_REGISTER)
  store<u8>(slot, scale, SLOT_SCALE)
  store<i64>(slot, displacement, SLOT_DISPLACEMENT)
  if (base == RSP || base == RBP) store<u32>(slot, load<u32>(slot, SLOT_FLAGS) | SLOT_IS_STACK, SLOT_FLAGS)
  if (base == RSP) store<u32>(slot, load<u32>(slot, SLOT_FLAGS) | SLOT_BASE_IS_RSP, SLOT_FLAGS)
}

/** 16-bit addressing: BX or BP, plus SI or DI. SDM Vol. 2, Table "16-Bit Addressing Forms with the ModR/M Byte". */
function takeAddress16(slot: u32, modrm: u32): void {
  const mod = modrm >> 6
  const rm = modrm & 7
  const isDirect = mod == 0 && rm == 6
  const displacement: i64 = mod == 1 ? i64(i8(take8())) : mod == 2 || isDirect ? i64(i16(take16())) : 0
  let base: u32 = RBX
  if (isDirect) base = ZERO
  else if (rm == 2 || rm == 3 || rm == 6) base = RBP
  else if (rm == 4) base = RSI
  else if (rm == 5) base = RDI
  const index: u32 = rm > 3 ? ZERO : rm & 1 ? RDI : RSI
  setAddress(slot, base, index, 0, displacement)
}

/** The displacement counts from the next instruction. */
export let isRipRelative: bool = false

/** Reads SIB and displacement, and puts the address of ModRM.rm into the slot. */
export function takeAddress(slot: u32, modrm: u32): void {
  isRipRelative = false
  if (addressSize() == 16) {
    takeAddress16(slot, modrm)
    return
  }
  const mod = modrm >> 6
  let rm = modrm & 7
  let base: u32 = registerAt(rm | ((rex & 1) << 3))
  let index: u32 = ZERO
  let scale: u32 = 0
  if (rm == 4) {
    const sib = take8()
    rm = sib & 7
    base = registerAt(rm | ((rex & 1) << 3))
    const indexNumber = ((sib >> 3) & 7) | ((rex & 2) << 2)
    if (indexNumber != 4) index = registerAt(indexNumber)
    scale = sib >> 6
    if (rm == 5 && mod == 0) base = ZERO
  } else if (rm == 5 && mod == 0) {
    base = ZERO
    isRipRelative = mode() == MODE_64
  }
  const displacement: i64 = mod == 1 ? i64(i8(take8())) : mod == 2 || (mod == 0 && rm == 5) ? i64(i32(take32())) : 0
  setAddress(slot, base, index, scale, displacement)
}

/** Whether the address is more than a sum of 64 bits, so that a slot of its own must compute it. */
export function needsOwnSlot(): bool {
  return addressSize() != 64 || segmentPrefix == FS || segmentPrefix == GS
}

function segmentOf(slot: u32): u32 {
  if (segmentPrefix != NO_SEGMENT) return segmentPrefix
  return load<u32>(slot, SLOT_FLAGS) & SLOT_IS_STACK ? SS : DS
}

/**
 * Moves the instruction to the next slot, and leaves in this one the computation of its address, with the access that
 * the segment's limit and type must allow. Returns the instruction's slot.
 */
export function splitAddress(slot: u32, size: u32, isWrite: bool): u32 {
  memory.copy(slot + SLOT_SIZE, slot, SLOT_SIZE)
  store<u8>(slot, segmentOf(slot), SLOT_SEGMENT)
  store<u8>(slot, addressSize(), SLOT_ADDRESS_SIZE)
  store<u8>(slot, size, SLOT_DETAIL)
  store<u8>(slot, isWrite, SLOT_IS_WRITE)
  store<u16>(slot, u16(COLD + load<u32>(HANDLERS + (OP_COMPUTE_ADDRESS << 2))), SLOT_OPERATION)
  const main = slot + SLOT_SIZE
  const flags = load<u32>(main, SLOT_FLAGS) & ~SLOT_IS_STACK
  store<u32>(main, segmentOf(slot) == SS ? flags | SLOT_IS_STACK : flags, SLOT_FLAGS)
  store<u32>(main, EA, SLOT_BASE)
  store<u32>(main, ZERO, SLOT_INDEX_REGISTER)
  store<u8>(main, 0, SLOT_SCALE)
  store<i64>(main, 0, SLOT_DISPLACEMENT)
  return main
}
