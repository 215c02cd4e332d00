/**
 * String instructions. SDM Vol. 2, "REP/REPE/REPZ/REPNE/REPNZ" and under each name.
 *
 * A repeated one counts as one instruction a stretch: where its count is a multiple of STRETCH it leaves RIP where it
 * is, as an interrupt between two elements would, so that no run of it is unbounded. Where a stretch ends depends on
 * the count alone, not on where it began: an instruction that starts again in the middle ends at the same instants.
 */
import { ES, MODE_64, RFLAGS, TLB_HOST, TLB_READ, TLB_WRITE } from './layout'
import { compute, SUB } from './arithmetic'
import { statusFlags } from './flags'
import { indexOf, setIndex, step } from './index-registers'
import { loadLinear, storeLinear } from './memory'
import { noteWords } from './pages'
import { repeatAgain } from './repeat'
import { linearOf } from './segmentation'
import { SLOT_ADDRESS_SIZE, SLOT_REP, SLOT_SEGMENT } from './slots'
import { mode, RAX, RCX, RDI, RFLAGS_DF, RFLAGS_TF, RFLAGS_ZF, RSI, setRegister } from './state'
import { tlbEntry } from './tlb'
import { keepAccesses } from './watches'

/** Elements that one stretch may move: a power of two. */
const STRETCH: u64 = 4096

const REPNE: u32 = 0xf2

function sourceAddress<T>(slot: u32): u64 {
  return linearOf(slot, load<u8>(slot, SLOT_SEGMENT), indexOf(slot, RSI), sizeof<T>(), false)
}

function destinationAddress<T>(slot: u32, isWrite: bool): u64 {
  return linearOf(slot, ES, indexOf(slot, RDI), sizeof<T>(), isWrite)
}

/** 0 MOVS, 1 CMPS, 2 STOS, 3 LODS, 4 SCAS: one element. Registers move after the last access. */
// @ts-ignore: decorator
@inline
function once<T>(operation: u32, slot: u32): void {
  if (operation == 0) {
    const value = loadLinear<T>(sourceAddress<T>(slot), slot)
    storeLinear<T>(destinationAddress<T>(slot, true), value, slot)
  }
  if (operation == 1) {
    const a = loadLinear<T>(sourceAddress<T>(slot), slot)
    compute<T>(SUB, a, loadLinear<T>(destinationAddress<T>(slot, false), slot))
  }
  if (operation == 2) storeLinear<T>(destinationAddress<T>(slot, true), load<T>(RAX), slot)
  if (operation == 3) setRegister<T>(RAX, loadLinear<T>(sourceAddress<T>(slot), slot))
  if (operation == 4) compute<T>(SUB, load<T>(RAX), loadLinear<T>(destinationAddress<T>(slot, false), slot))
  const by = step<T>()
  if (operation == 0 || operation == 1 || operation == 3) setIndex(slot, RSI, indexOf(slot, RSI) + by)
  if (operation != 3) setIndex(slot, RDI, indexOf(slot, RDI) + by)
}

/** Elements from an address on that lie in its page, going up. */
// @ts-ignore: decorator
@inline
function elementsInPage<T>(address: u64): u64 {
  return (0x1000 - (address & 0xfff)) / sizeof<T>()
}

/**
 * Moves or stores as many elements at once as lie in one page on either side, when both pages are at hand, the
 * direction is up, and the address size is the mode's own. Returns how many, 0 when the slow way must be taken.
 */
function many<T>(operation: u32, slot: u32, count: u64): u64 {
  if (mode() != MODE_64 || load<u64>(RFLAGS) & RFLAGS_DF || load<u8>(slot, SLOT_ADDRESS_SIZE) != 64) return 0
  const destination = load<u64>(RDI)
  const to = tlbEntry(destination)
  if (load<u64>(to, TLB_WRITE) != (destination & ~0xfff)) return 0
  const toHost = u32(destination) + load<u32>(to, TLB_HOST)
  let length = min(count, elementsInPage<T>(destination))
  if (operation == 2) {
    fill<T>(toHost, u32(length))
  } else {
    if (load<u8>(slot, SLOT_SEGMENT) >= 4) return 0
    const source = load<u64>(RSI)
    const from = tlbEntry(source)
    if (load<u64>(from, TLB_READ) != (source & ~0xfff)) return 0
    const fromHost = u32(source) + load<u32>(from, TLB_HOST)
    length = min(length, elementsInPage<T>(source))
    const bytes = u32(length) * sizeof<T>()
    // An overlap ahead of the source repeats what was just stored, element by element.
    if (toHost > fromHost && toHost < fromHost + bytes)
      for (let at: u32 = 0; at < bytes; at += sizeof<T>()) store<T>(toHost + at, load<T>(fromHost + at))
    else memory.copy(toHost, fromHost, bytes)
    store<u64>(RSI, source + length * sizeof<T>())
  }
  noteWords(toHost, u32(length) * sizeof<T>())
  store<u64>(RDI, destination + length * sizeof<T>())
  return length
}

function fill<T>(place: u32, count: u32): void {
  const value = load<T>(RAX)
  if (sizeof<T>() == 1) memory.fill(place, u8(value), count)
  else for (let i: u32 = 0; i < count; i++) store<T>(place + i * sizeof<T>(), value)
}

// @ts-ignore: decorator
@inline
function min(a: u64, b: u64): u64 {
  return a < b ? a : b
}

/** Whether REPE/REPNE goes on after a comparison. */
function comparisonGoesOn(prefix: u32): bool {
  const isZero = (statusFlags() & RFLAGS_ZF) != 0
  return isZero != (prefix == REPNE)
}

// @ts-ignore: decorator
@inline
function repeat<T>(operation: u32, slot: u32): void {
  const prefix: u32 = load<u8>(slot, SLOT_REP)
  if (!prefix) {
    once<T>(operation, slot)
    return
  }
  // A single step traps after each element.
  const stretch: u64 = load<u64>(RFLAGS) & RFLAGS_TF ? 1 : STRETCH
  let count = indexOf(slot, RCX)
  if (count == 0) return
  do {
    const room = ((count - 1) & (stretch - 1)) + 1
    const moved = operation == 0 || operation == 2 ? many<T>(operation, slot, room) : 0
    if (!moved) once<T>(operation, slot)
    count -= moved ? moved : 1
    setIndex(slot, RCX, count)
    keepAccesses()
    if ((operation == 1 || operation == 4) && !comparisonGoesOn(prefix)) return
  } while (count & (stretch - 1))
  if (count) repeatAgain()
}

export function moveString<T>(slot: u32): void {
  repeat<T>(0, slot)
}

export function compareString<T>(slot: u32): void {
  repeat<T>(1, slot)
}

export function storeString<T>(slot: u32): void {
  repeat<T>(2, slot)
}

export function loadString<T>(slot: u32): void {
  repeat<T>(3, slot)
}

export function scanString<T>(slot: u32): void {
  repeat<T>(4, slot)
}
