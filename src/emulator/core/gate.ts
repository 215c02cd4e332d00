/**
 * Transfers control through an IDT gate: gate and descriptor checks, choice of the stack, the pushed frame.
 * SDM Vol. 3A, "Exception and Interrupt Handling in Protected Mode" and "… in 64-bit Mode".
 *
 * Knows nothing of double faults: it reports the first check that failed in PENDING_… and has then changed nothing.
 */
import {
  DELIVERED_ERROR, DELIVERED_GATE, DELIVERED_HANDLER_RIP, DELIVERED_RETURN_RIP, DELIVERED_RSP_AFTER,
  DELIVERED_RSP_BEFORE, EVENT_DELIVERED, CS, IDTR_BASE, IDTR_LIMIT, SOURCE_INSTRUCTION, SOURCE_INTERRUPT, SS, TOPIC_EXCEPTION,
  TOPIC_INTERRUPT, TR, SOURCE_EXCEPTION, ACTIVITY, ACTIVITY_RUNNING,
} from './layout'
import { setCodeSegment, setNullStackSegment } from './code-segment'
import {
  descriptorAddress, descriptorAttributes, descriptorBase, descriptorLimit, dplOf, isPresent, isSystem, NO_DESCRIPTOR,
  readDescriptor, typeOf,
} from './descriptors'
import { listens, openEvent } from './events'
import { DB, GP, hasErrorCode, NP, SS as STACK_FAULT, TS } from './exceptions'
import { materializeFlags } from './flags'
import { pend } from './pending'
import {
  ATTRIBUTE_CODE, ATTRIBUTE_CONFORMING, ATTRIBUTE_DB, ATTRIBUTE_L, ATTRIBUTE_WRITABLE, cpl, isLongMode, rflags, RFLAGS_IF,
  RFLAGS_NT, RFLAGS_RF, RFLAGS_TF, RFLAGS_VM, RSP, segmentAttributes, segmentBase, segmentLimit, segmentSelector, setRflags,
  setRip, setSegment,
} from './state'
import { hasPending, systemLoad, systemProbe, systemStore } from './system-memory'
import { isWithin } from './segmentation'
import { isCanonical } from './tlb'

/** The stack a handler starts on, once chosen. */
let stackTop: u64 = 0
let stackSelector: u32 = 0
let stackDescriptor: u64 = 0

/** Reads RSPn or ISTn of the 64-bit TSS. */
function readTss64(offset: u32, ext: u32): u64 {
  if (offset + 7 > segmentLimit(TR)) {
    pend(TS, (u32(segmentSelector(TR)) & 0xfffc) | ext)
    return 0
  }
  return systemLoad(segmentBase(TR) + offset, 8)
}

function chooseStack64(level: u32, ist: u32, ext: u32): void {
  if (ist) stackTop = readTss64(28 + 8 * ist, ext)
  else if (level != cpl()) stackTop = readTss64(4 + 8 * level, ext)
  else stackTop = load<u64>(RSP)
  if (hasPending()) return
  if (!isCanonical(stackTop)) {
    pend(STACK_FAULT, ext)
    return
  }
  stackTop &= ~0xf
}

/** SSn:ESPn of the 32-bit TSS, with the checks of a stack switch. */
function chooseStack32(level: u32, ext: u32): void {
  if (level == cpl()) {
    stackTop = load<u64>(RSP) & (segmentAttributes(SS) & ATTRIBUTE_DB ? <u64>0xffff_ffff : <u64>0xffff)
    return
  }
  const offset: u32 = 4 + 8 * level
  if (offset + 7 > segmentLimit(TR)) {
    pend(TS, (u32(segmentSelector(TR)) & 0xfffc) | ext)
    return
  }
  stackTop = systemLoad(segmentBase(TR) + offset, 4)
  stackSelector = u32(systemLoad(segmentBase(TR) + offset + 4, 2))
  if (hasPending()) return
  const at = descriptorAddress(stackSelector, 8)
  if (!(stackSelector & ~3) || at == NO_DESCRIPTOR || (stackSelector & 3) != level) {
    pend(TS, (stackSelector & 0xfffc) | ext)
    return
  }
  stackDescriptor = readDescriptor(at)
  if (hasPending()) return
  const attributes = descriptorAttributes(stackDescriptor)
  const isWritableData = !isSystem(attributes) && (attributes & (ATTRIBUTE_CODE | ATTRIBUTE_WRITABLE)) == ATTRIBUTE_WRITABLE
  if (!isWritableData || dplOf(attributes) != level) pend(TS, (stackSelector & 0xfffc) | ext)
  else if (!isPresent(attributes)) pend(STACK_FAULT, (stackSelector & 0xfffc) | ext)
}

/** RFLAGS as pushed: a fault's image has RF set, so that its restart does not meet a breakpoint twice. */
function pushedFlags(vector: u32, source: u32): u64 {
  materializeFlags()
  const isFault = source == SOURCE_EXCEPTION && vector != DB
  return isFault ? rflags() | RFLAGS_RF : rflags()
}

/** RIP, CS and RFLAGS, then RSP and SS, then the error code. */
function frameWords(withStack: bool, hasError: bool): u32 {
  return 3 + (withStack ? 2 : 0) + (hasError ? 1 : 0)
}

/** Whether a frame of so many bytes fits below stackTop, in the stack's segment or the canonical addresses. */
function hasRoom(bytes: u32, changesLevel: bool): bool {
  const bottom = stackTop - bytes
  if (isLongMode()) return isCanonical(bottom)
  if (changesLevel)
    return isWithin(descriptorAttributes(stackDescriptor), descriptorLimit(stackDescriptor), bottom & 0xffff_ffff, bytes)
  return isWithin(segmentAttributes(SS), segmentLimit(SS), bottom & 0xffff_ffff, bytes)
}

/** Stores the frame downwards from stackTop; SDM Figure "IA-32e Mode Stack Usage After Privilege Level Change". */
function pushFrame(size: u32, base: u64, withStack: bool, vector: u32, error: u32, hasError: bool, returnRip: u64, source: u32): void {
  const bytes = frameWords(withStack, hasError) * size
  const bottom = stackTop - bytes
  if (!systemProbe(base + bottom, bytes)) return
  let at = base + stackTop
  if (withStack) {
    at -= size
    systemStore(at, size, segmentSelector(SS))
    at -= size
    systemStore(at, size, load<u64>(RSP))
  }
  at -= size
  systemStore(at, size, pushedFlags(vector, source))
  at -= size
  systemStore(at, size, segmentSelector(CS))
  at -= size
  systemStore(at, size, returnRip)
  if (hasError) systemStore(at - size, size, error)
  stackTop = bottom
}

function reportDelivery(vector: u32, error: u32, hasError: bool, returnRip: u64, source: u32, ist: u32, level: u32, handler: u64, low: u64, high: u64): void {
  const topic = source == SOURCE_INTERRUPT ? TOPIC_INTERRUPT : TOPIC_EXCEPTION
  if (!listens(topic)) return
  const record = openEvent(
    EVENT_DELIVERED,
    u32(hasError) | (source << 1) | (vector << 8) | (ist << 16) | (cpl() << 20) | (level << 22),
  )
  store<u64>(record, error, DELIVERED_ERROR)
  store<u64>(record, returnRip, DELIVERED_RETURN_RIP)
  store<u64>(record, handler, DELIVERED_HANDLER_RIP)
  store<u64>(record, load<u64>(RSP), DELIVERED_RSP_BEFORE)
  store<u64>(record, stackTop, DELIVERED_RSP_AFTER)
  store<u64>(record, low, DELIVERED_GATE)
  store<u64>(record, high, DELIVERED_GATE + 8)
}

/** Enters the handler of a vector, or leaves in PENDING_… why that cannot be done. */
export function enterGate(vector: u32, error: u32, returnRip: u64, source: u32): void {
  const isLong = isLongMode()
  const ext: u32 = source == SOURCE_INSTRUCTION ? 0 : 1
  const inIdt = vector * 8 + 2 + ext
  const gateSize: u32 = isLong ? 16 : 8
  if (vector * gateSize + gateSize - 1 > load<u32>(IDTR_LIMIT)) {
    pend(GP, inIdt)
    return
  }
  const gate = load<u64>(IDTR_BASE) + vector * gateSize
  const low = systemLoad(gate, 8)
  const high = isLong ? systemLoad(gate + 8, 8) : 0
  if (hasPending()) return
  const gateAttributes = u32(low >> 40) & 0xff
  const type = gateAttributes & 0x1f
  const is32 = type == 0xe || type == 0xf
  const is16 = !isLong && (type == 6 || type == 7)
  if (!is32 && !is16) {
    pend(GP, inIdt)
    return
  }
  if (source == SOURCE_INSTRUCTION && dplOf(gateAttributes) < cpl()) {
    pend(GP, inIdt)
    return
  }
  if (!isPresent(gateAttributes)) {
    pend(NP, inIdt)
    return
  }
  const selector = u32(low >> 16) & 0xffff
  const handler =
    (low & 0xffff) | (is16 ? 0 : ((low >> 48) << 16)) | (isLong ? (high & 0xffff_ffff) << 32 : 0)
  if (!(selector & 0xfffc)) {
    pend(GP, ext)
    return
  }
  const at = descriptorAddress(selector, 8)
  if (at == NO_DESCRIPTOR) {
    pend(GP, (selector & 0xfffc) | ext)
    return
  }
  const descriptor = readDescriptor(at)
  if (hasPending()) return
  const attributes = descriptorAttributes(descriptor)
  const isCode = !isSystem(attributes) && (attributes & ATTRIBUTE_CODE) != 0
  const isLongCode = (attributes & (ATTRIBUTE_L | ATTRIBUTE_DB)) == ATTRIBUTE_L
  if (!isCode || dplOf(attributes) > cpl() || (isLong && !isLongCode)) {
    pend(GP, (selector & 0xfffc) | ext)
    return
  }
  if (!isPresent(attributes)) {
    pend(NP, (selector & 0xfffc) | ext)
    return
  }
  const level = attributes & ATTRIBUTE_CONFORMING ? cpl() : dplOf(attributes)
  const ist: u32 = isLong ? u32(low >> 32) & 7 : 0
  const changesLevel = level != cpl()
  if (isLong) chooseStack64(level, ist, ext)
  else chooseStack32(level, ext)
  if (hasPending()) return
  if (isLong ? !isCanonical(handler) : handler > u64(descriptorLimit(descriptor))) {
    pend(GP, ext)
    return
  }
  const hasError = source == SOURCE_EXCEPTION && hasErrorCode(vector)
  const withStack = isLong || changesLevel
  const wordSize: u32 = isLong ? 8 : is16 ? 2 : 4
  const bytes = frameWords(withStack, hasError) * wordSize
  if (!hasRoom(bytes, changesLevel)) {
    pend(STACK_FAULT, (!isLong && changesLevel ? stackSelector & 0xfffc : 0) | ext)
    return
  }
  const stackBase = isLong ? 0 : changesLevel ? descriptorBase(stackDescriptor) : segmentBase(SS)
  pushFrame(wordSize, stackBase, withStack, vector, error, hasError, returnRip, source)
  if (hasPending()) return
  reportDelivery(vector, error, hasError, returnRip, source, ist, level, handler, low, high)
  if (changesLevel) {
    if (isLong) setNullStackSegment(level)
    else
      setSegment(SS, u16(stackSelector), descriptorBase(stackDescriptor), descriptorLimit(stackDescriptor), descriptorAttributes(stackDescriptor))
  }
  const keep: u64 = (type & 1) == 1 ? 0 : RFLAGS_IF
  setRflags(rflags() & ~(RFLAGS_TF | RFLAGS_NT | RFLAGS_RF | RFLAGS_VM | keep))
  if (isLong) store<u64>(RSP, stackTop)
  else if (segmentAttributes(SS) & ATTRIBUTE_DB) store<u64>(RSP, stackTop & 0xffff_ffff)
  else store<u16>(RSP, u16(stackTop))
  setRip(handler)
  store<u32>(ACTIVITY, ACTIVITY_RUNNING)
  setCodeSegment(selector, level, descriptorBase(descriptor), descriptorLimit(descriptor), attributes)
}
