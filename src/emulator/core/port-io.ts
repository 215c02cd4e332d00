/** IN, OUT, INS, OUTS. SDM Vol. 1, "Input/Output"; the I/O permission bit map of the TSS guards them outside IOPL. */
import { ES, INSTRUCTION_IN, INSTRUCTION_OUT, TR } from './layout'
import { GP } from './exceptions'
import { raise, raisePending } from './fault'
import { indexOf, setIndex, step } from './index-registers'
import { loadLinear, storeLinear } from './memory'
import { prepareStore } from './memory-slow'
import { immediate } from './operands'
import { repeatAgain } from './repeat'
import { reportRetired } from './retired'
import { linearOf } from './segmentation'
import { SLOT_REP, SLOT_SEGMENT } from './slots'
import { cpl, RAX, RCX, RDI, RDX, rflags, RFLAGS_IOPL, RSI, segmentBase, segmentLimit, setRegister } from './state'
import { clearPending, hasPending, systemLoad } from './system-memory'

// @ts-ignore: decorator
@external("machine", "portIn")
declare function portIn(port: u32, size: u32): u32
// @ts-ignore: decorator
@external("machine", "portOut")
declare function portOut(port: u32, size: u32, value: u32): void

/** The bit map's offset stands at 102 in the TSS; a set bit for any of the ports forbids the access. */
function checkPermission(slot: u32, port: u32, size: u32): void {
  if (cpl() <= u32((rflags() & RFLAGS_IOPL) >> 12)) return
  clearPending()
  if (segmentLimit(TR) < 103) raise(slot, GP, 0)
  const map = u32(systemLoad(segmentBase(TR) + 102, 2))
  const at = map + (port >> 3)
  if (at + 1 > segmentLimit(TR)) raise(slot, GP, 0)
  const bits = u32(systemLoad(segmentBase(TR) + at, 2))
  if (hasPending()) raisePending(slot)
  if ((bits >> (port & 7)) & ((1 << size) - 1)) raise(slot, GP, 0)
}

function input<T>(slot: u32, port: u32): T {
  checkPermission(slot, port, sizeof<T>())
  reportRetired(INSTRUCTION_IN, port)
  return portIn(port, sizeof<T>()) as T
}

function output<T>(slot: u32, port: u32, value: T): void {
  checkPermission(slot, port, sizeof<T>())
  reportRetired(INSTRUCTION_OUT, port)
  portOut(port, sizeof<T>(), u32(value))
}

export function inputImmediate<T>(slot: u32): void {
  setRegister<T>(RAX, input<T>(slot, u32(immediate(slot)) & 0xff))
}

export function inputDx<T>(slot: u32): void {
  setRegister<T>(RAX, input<T>(slot, load<u16>(RDX)))
}

export function outputImmediate<T>(slot: u32): void {
  output<T>(slot, u32(immediate(slot)) & 0xff, load<T>(RAX))
}

export function outputDx<T>(slot: u32): void {
  output<T>(slot, load<u16>(RDX), load<T>(RAX))
}

/** A repeated one moves one element at a time and leaves RIP where it is, as an interrupt between elements would. */
function finishElement(slot: u32): void {
  if (!load<u8>(slot, SLOT_REP)) return
  setIndex(slot, RCX, indexOf(slot, RCX) - 1)
  if (indexOf(slot, RCX) != 0) repeatAgain()
}

function isExhausted(slot: u32): bool {
  return load<u8>(slot, SLOT_REP) != 0 && indexOf(slot, RCX) == 0
}

export function inputString<T>(slot: u32): void {
  if (isExhausted(slot)) return
  const address = linearOf(slot, ES, indexOf(slot, RDI), sizeof<T>(), true)
  // The port is read only when the store is certain to succeed: reading has effects.
  prepareStore(address, sizeof<T>(), slot)
  storeLinear<T>(address, input<T>(slot, load<u16>(RDX)), slot)
  setIndex(slot, RDI, indexOf(slot, RDI) + step<T>())
  finishElement(slot)
}

export function outputString<T>(slot: u32): void {
  if (isExhausted(slot)) return
  const address = linearOf(slot, load<u8>(slot, SLOT_SEGMENT), indexOf(slot, RSI), sizeof<T>(), false)
  output<T>(slot, load<u16>(RDX), loadLinear<T>(address, slot))
  setIndex(slot, RSI, indexOf(slot, RSI) + step<T>())
  finishElement(slot)
}
