/** Bit tests, bit scans, byte swaps, exchanges. SDM Vol. 2, under each name. */
import { MODE_64 } from './layout'
import { ADD, compute, SUB } from './arithmetic'
import { GP } from './exceptions'
import { raise } from './fault'
import { materializeFlags, setStatusFlags, statusFlags } from './flags'
import { finishChange, loadLinear, prepareChange, storeLinear } from './memory'
import { prepareStore } from './memory-slow'
import {
  beginChange, endChange, immediate, isMemory, readDst, readSecond, readSrc, writeDst, writeSrc,
} from './operands'
import { addressOf, SLOT_DETAIL } from './slots'
import { mode, RAX, RBX, RCX, RDX, RFLAGS_CF, RFLAGS_STATUS, RFLAGS_ZF, setRegister } from './state'

// @ts-ignore: decorator
@inline
function widthMask<T>(): u64 {
  return 8 * sizeof<T>() - 1
}

/** CF alone; the SDM leaves OF, SF, AF and PF undefined, processors leave them as they were. */
function leaveCarry(carry: u64): void {
  setStatusFlags((statusFlags() & ~RFLAGS_CF) | carry)
}

/** 0 BT, 1 BTS, 2 BTR, 3 BTC. */
function changeBit<T>(operation: u32, value: T, bit: u64): T {
  const one: T = ((1 as T) << (bit as T)) as T
  if (operation == 1) return (value | one) as T
  if (operation == 2) return (value & ~one) as T
  return (value ^ one) as T
}

function testAt<T>(slot: u32, address: u64, bit: u64): void {
  const operation: u32 = load<u8>(slot, SLOT_DETAIL)
  if (operation == 0) {
    const value = loadLinear<T>(address, slot)
    leaveCarry((u64(value) >> bit) & 1)
    return
  }
  const place = prepareChange<T>(address, slot)
  const value = load<T>(place)
  leaveCarry((u64(value) >> bit) & 1)
  store<T>(place, changeBit<T>(operation, value, bit))
  finishChange<T>(place, address, slot)
}

function testRegister<T>(slot: u32, bit: u64): void {
  const operation: u32 = load<u8>(slot, SLOT_DETAIL)
  const value = readDst<T>(slot)
  leaveCarry((u64(value) >> bit) & 1)
  if (operation) writeDst<T>(slot, changeBit<T>(operation, value, bit))
}

/** BT Ev, Gv: in memory the bit offset is signed and may point far beyond the operand. */
export function testBit<T>(slot: u32): void {
  if (!isMemory(slot)) {
    testRegister<T>(slot, u64(readSrc<T>(slot)) & widthMask<T>())
    return
  }
  const up: i64 = 64 - 8 * sizeof<T>()
  const offset = (i64(readSrc<T>(slot)) << up) >> up
  const words = offset >> (sizeof<T>() == 8 ? 6 : sizeof<T>() == 4 ? 5 : 4)
  let address = addressOf(slot) + u64(words * sizeof<T>())
  if (mode() != MODE_64) address &= 0xffff_ffff
  testAt<T>(slot, address, u64(offset) & widthMask<T>())
}

/** BT Ev, Ib */
export function testBitImmediate<T>(slot: u32): void {
  const bit = immediate(slot) & widthMask<T>()
  if (isMemory(slot)) testAt<T>(slot, addressOf(slot), bit)
  else testRegister<T>(slot, bit)
}

/** BSF and BSR: of zero, ZF is set and the destination keeps its value. */
export function scanForward<T>(slot: u32): void {
  const value = u64(readSecond<T>(slot))
  leaveZero(value == 0)
  if (value) writeDst<T>(slot, ctz<u64>(value) as T)
}

export function scanReverse<T>(slot: u32): void {
  const value = u64(readSecond<T>(slot))
  leaveZero(value == 0)
  if (value) writeDst<T>(slot, (63 - clz<u64>(value)) as T)
}

function leaveZero(isZero: bool): void {
  setStatusFlags((statusFlags() & ~RFLAGS_ZF) | (isZero ? RFLAGS_ZF : 0))
}

/** POPCNT clears every flag but ZF. */
export function countBits<T>(slot: u32): void {
  const value = u64(readSecond<T>(slot))
  materializeFlags()
  setStatusFlags((statusFlags() & ~RFLAGS_STATUS) | (value == 0 ? RFLAGS_ZF : 0))
  writeDst<T>(slot, popcnt<u64>(value) as T)
}

export function swapBytes32(slot: u32): void {
  writeDst<u32>(slot, bswap<u32>(readDst<u32>(slot)))
}

export function swapBytes64(slot: u32): void {
  writeDst<u64>(slot, bswap<u64>(readDst<u64>(slot)))
}

/** Undefined for 16 bits: processors leave zero. */
export function swapBytes16(slot: u32): void {
  writeDst<u16>(slot, 0)
}

/** MOVBE: the memory operand's bytes in reverse. */
export function moveReversedToRegister<T>(slot: u32): void {
  writeDst<T>(slot, bswap<T>(loadLinear<T>(addressOf(slot), slot)))
}

export function moveReversedToMemory<T>(slot: u32): void {
  storeLinear<T>(addressOf(slot), bswap<T>(readSrc<T>(slot)), slot)
}

export function exchange<T>(slot: u32): void {
  const place = beginChange<T>(slot)
  const first = load<T>(place)
  const second = readSrc<T>(slot)
  endChange<T>(slot, place, second)
  writeSrc<T>(slot, first)
}

/** XADD: of one register with itself the sum stays; with a memory operand the register may be part of the address. */
export function exchangeAdd<T>(slot: u32): void {
  const place = beginChange<T>(slot)
  const first = load<T>(place)
  const sum = compute<T>(ADD, first, readSrc<T>(slot))
  if (isMemory(slot)) {
    endChange<T>(slot, place, sum)
    writeSrc<T>(slot, first)
  } else {
    writeSrc<T>(slot, first)
    writeDst<T>(slot, sum)
  }
}

export function compareExchange<T>(slot: u32): void {
  const place = beginChange<T>(slot)
  const first = load<T>(place)
  const expected = load<T>(RAX)
  compute<T>(SUB, expected, first)
  if (expected == first) {
    endChange<T>(slot, place, readSrc<T>(slot))
  } else {
    // Memory is written either way, with what it holds; a register is left alone.
    if (isMemory(slot)) endChange<T>(slot, place, first)
    setRegister<T>(RAX, first)
  }
}

/** CMPXCHG8B */
export function compareExchange8(slot: u32): void {
  const address = addressOf(slot)
  const place = prepareChange<u64>(address, slot)
  const value = load<u64>(place)
  const isEqual = u32(value) == load<u32>(RAX) && u32(value >> 32) == load<u32>(RDX)
  if (isEqual) store<u64>(place, u64(load<u32>(RBX)) | (u64(load<u32>(RCX)) << 32))
  else {
    setRegister<u32>(RAX, u32(value))
    setRegister<u32>(RDX, u32(value >> 32))
  }
  finishChange<u64>(place, address, slot)
  leaveZero(isEqual)
}

/** CMPXCHG16B: a misaligned operand raises #GP(0). */
export function compareExchange16(slot: u32): void {
  const address = addressOf(slot)
  if (address & 15) raise(slot, GP, 0)
  prepareStore(address, 16, slot)
  const low = loadLinear<u64>(address, slot)
  const high = loadLinear<u64>(address + 8, slot)
  const isEqual = low == load<u64>(RAX) && high == load<u64>(RDX)
  storeLinear<u64>(address, isEqual ? load<u64>(RBX) : low, slot)
  storeLinear<u64>(address + 8, isEqual ? load<u64>(RCX) : high, slot)
  if (!isEqual) {
    store<u64>(RAX, low)
    store<u64>(RDX, high)
  }
  leaveZero(isEqual)
}

/** CRC32 with the polynomial 0x11EDC6F41, bits reflected. */
export function checksum<T>(slot: u32): void {
  let crc = readDst<u32>(slot)
  const value = u64(readSecond<T>(slot))
  for (let i: u32 = 0; i < sizeof<T>(); i++) {
    crc ^= u32(value >> (8 * u64(i))) & 0xff
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0x82f6_3b78 : 0)
  }
  writeDst<u64>(slot, u64(crc))
}
