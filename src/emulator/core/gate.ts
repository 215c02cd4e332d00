/**
 * Transfers control through an IDT gate: the gate's checks, the code segment's, and the handler's frame.
 * SDM Vol. 3A, "Exception and Interrupt Handling in Protected Mode" and "… in 64-bit Mode"; Vol. 2, "INT n".
 *
 * Knows nothing of double faults: it leaves the first check that failed in PENDING_… and has then changed nothing.
 * Task gates are not there: they raise #GP like what is no gate.
 */
import {
  ACTIVITY, ACTIVITY_RUNNING, CHECK_CODE_64_BIT, CHECK_CODE_DPL, CHECK_CODE_PRESENT, CHECK_CODE_SEGMENT,
  CHECK_DESCRIPTOR_READ, CHECK_GATE_DPL, CHECK_GATE_PRESENT, CHECK_GATE_READ, CHECK_GATE_TYPE, CHECK_HANDLER_CANONICAL,
  CHECK_IDT_LIMIT, CHECK_SELECTOR_LIMIT, CHECK_SELECTOR_NOT_NULL, CS, DELIVERED_ERROR, DELIVERED_HANDLER_RIP,
  DELIVERED_RETURN_RIP, DELIVERED_RSP_AFTER, EVENT_DELIVERED, ENTERING, EVENT_DELIVERY_FAILED, IDTR_BASE, IDTR_LIMIT,
  SOURCE_EXCEPTION, SOURCE_INSTRUCTION, SOURCE_INTERRUPT, TOPIC_EXCEPTION, TOPIC_INSTRUCTION, TOPIC_INTERRUPT,
} from './layout'
import { beginAttempt, check, noteCode, noteGate, reportAttempt } from './attempt'
import { setCodeSegment } from './code-segment'
import {
  descriptorAddress, descriptorAttributes, descriptorBase, descriptorLimit, dplOf, isCode, isConforming, isPresent,
  NO_DESCRIPTOR, readDescriptor,
} from './descriptors'
import { listens } from './events'
import { DB, GP, hasErrorCode, NP } from './exceptions'
import { materializeFlags } from './flags'
import { chooseStack, enterStack, prepareFrame, pushStackPointer, pushWord, stackTop } from './handler-stack'
import { changeRflags } from './interrupt-flag'
import { pend } from './pending'
import {
  ATTRIBUTE_DB, ATTRIBUTE_L, cpl, isLongMode, rflags, RFLAGS_IF, RFLAGS_NT, RFLAGS_RF, RFLAGS_TF, RFLAGS_VM,
  segmentSelector, setRip,
} from './state'
import { hasPending, systemLoad } from './system-memory'
import { isCanonical } from './tlb'

const INTERRUPT_GATE_16: u32 = 0x6
const TRAP_GATE_16: u32 = 0x7
const INTERRUPT_GATE: u32 = 0xe
const TRAP_GATE: u32 = 0xf

// The delivery at hand.
let vector: u32 = 0
let error: u64 = 0
let source: u32 = 0
let returnRip: u64 = 0
/** The gate's quadwords, and the descriptor of the code segment that it names. */
let low: u64 = 0
let high: u64 = 0
let descriptor: u64 = 0

/** EXT of error codes: clear where an instruction asked for the vector. */
function ext(): u32 {
  return source == SOURCE_INSTRUCTION ? 0 : 1
}

function gateAttributes(): u32 {
  return u32(low >> 40) & 0xff
}

/** Type, with S, which is clear in a gate. */
function gateType(): u32 {
  return gateAttributes() & 0x1f
}

function isWide(): bool {
  return gateType() == INTERRUPT_GATE || gateType() == TRAP_GATE
}

function codeSelector(): u32 {
  return u32(low >> 16) & 0xffff
}

function handlerRip(): u64 {
  const middle: u64 = isWide() ? (low >> 48) << 16 : 0
  const top: u64 = isLongMode() ? (high & 0xffff_ffff) << 32 : 0
  return (low & 0xffff) | middle | top
}

/** Makes one check: what does not hold raises `exception` with an error code. False when this or one before failed. */
function require(which: u32, holds: bool, exception: u32, code: u32): bool {
  if (hasPending()) return false
  check(which)
  if (!holds) pend(exception, code)
  return holds
}

// @ts-ignore: decorator
@inline
function gateSize(): u32 {
  return isLongMode() ? 16 : 8
}

function gateAddress(): u64 {
  return load<u64>(IDTR_BASE) + vector * gateSize()
}

/** Reads the vector's gate and checks it. */
function fetchGate(): void {
  const size = gateSize()
  const inIdt = (vector << 3) | 2 | ext()
  if (!require(CHECK_IDT_LIMIT, vector * size + size - 1 <= load<u32>(IDTR_LIMIT), GP, inIdt)) return
  check(CHECK_GATE_READ)
  const at = gateAddress()
  low = systemLoad(at, 8)
  high = isLongMode() ? systemLoad(at + 8, 8) : 0
  if (hasPending()) return
  noteGate(low, high)
  const isNarrow = !isLongMode() && (gateType() == INTERRUPT_GATE_16 || gateType() == TRAP_GATE_16)
  require(CHECK_GATE_TYPE, isWide() || isNarrow, GP, inIdt)
  require(CHECK_GATE_DPL, source != SOURCE_INSTRUCTION || dplOf(gateAttributes()) >= cpl(), GP, inIdt)
  require(CHECK_GATE_PRESENT, isPresent(gateAttributes()), NP, inIdt)
}

/** Reads the descriptor of the handler's code segment and checks it. */
function fetchCode(): void {
  const selector = codeSelector()
  const code = (selector & 0xfffc) | ext()
  if (!require(CHECK_SELECTOR_NOT_NULL, (selector & 0xfffc) != 0, GP, code)) return
  const at = descriptorAddress(selector, 8)
  if (!require(CHECK_SELECTOR_LIMIT, at != NO_DESCRIPTOR, GP, code)) return
  check(CHECK_DESCRIPTOR_READ)
  descriptor = readDescriptor(at)
  if (hasPending()) return
  noteCode(at, descriptor)
  const attributes = descriptorAttributes(descriptor)
  require(CHECK_CODE_SEGMENT, isCode(attributes), GP, code)
  require(CHECK_CODE_DPL, dplOf(attributes) <= cpl(), GP, code)
  const isRightMode = !isLongMode() || (attributes & (ATTRIBUTE_L | ATTRIBUTE_DB)) == ATTRIBUTE_L
  require(CHECK_CODE_64_BIT, isRightMode, GP, code)
  require(CHECK_CODE_PRESENT, isPresent(attributes), NP, code)
}

/** The privilege that the handler runs at. */
function handlerLevel(): u32 {
  const attributes = descriptorAttributes(descriptor)
  return isConforming(attributes) ? cpl() : dplOf(attributes)
}

function checkHandlerRip(): void {
  const rip = handlerRip()
  const isReachable = isLongMode() ? isCanonical(rip) : rip <= u64(descriptorLimit(descriptor))
  require(CHECK_HANDLER_CANONICAL, isReachable, GP, ext())
}

/** RFLAGS as pushed: a fault's image has RF set, so that its restart does not meet a breakpoint twice. */
function pushedFlags(): u64 {
  const isFault = source == SOURCE_EXCEPTION && vector != DB
  return isFault ? rflags() | RFLAGS_RF : rflags()
}

function pushFrame(size: u32, hasError: bool): void {
  pushStackPointer(size)
  pushWord(size, pushedFlags())
  pushWord(size, segmentSelector(CS))
  pushWord(size, returnRip)
  if (hasError) pushWord(size, error)
}

/** The flags of a record that do not depend on what comes of the delivery. */
function recordFlags(ist: u32, hasError: bool): u32 {
  return u32(hasError) | (source << 1) | (vector << 8) | (ist << 16) | (cpl() << 20)
}

function report(ist: u32, level: u32, hasError: bool): void {
  if (!listens(source == SOURCE_INTERRUPT ? TOPIC_INTERRUPT : TOPIC_EXCEPTION)) return
  const record = reportAttempt(EVENT_DELIVERED, recordFlags(ist, hasError) | (level << 22))
  store<u64>(record, error, DELIVERED_ERROR)
  store<u64>(record, returnRip, DELIVERED_RETURN_RIP)
  store<u64>(record, handlerRip(), DELIVERED_HANDLER_RIP)
  store<u64>(record, stackTop, DELIVERED_RSP_AFTER)
}

function reportFailure(ist: u32, hasError: bool): void {
  if (!listens(TOPIC_EXCEPTION)) return
  store<u64>(reportAttempt(EVENT_DELIVERY_FAILED, recordFlags(ist, hasError)), returnRip, DELIVERED_RETURN_RIP)
}

/** An interrupt gate clears IF, a trap gate leaves it. */
function enterHandler(level: u32): void {
  const isTrapGate = (gateType() & 1) != 0
  changeRflags(rflags() & ~(RFLAGS_TF | RFLAGS_NT | RFLAGS_RF | RFLAGS_VM | (isTrapGate ? 0 : RFLAGS_IF)))
  enterStack(level)
  setRip(handlerRip())
  store<u32>(ACTIVITY, ACTIVITY_RUNNING)
  const limit = descriptorLimit(descriptor)
  setCodeSegment(codeSelector(), level, descriptorBase(descriptor), limit, descriptorAttributes(descriptor))
}

/** Chooses the stack, and makes sure of it and of the handler: the last that can go wrong. */
function prepare(level: u32, ist: u32, hasError: bool, size: u32): void {
  chooseStack(level, ist, ext())
  if (!hasPending()) checkHandlerRip()
  if (!hasPending()) prepareFrame(size, hasError, ext())
}

/** Enters the handler of a vector, or leaves in PENDING_… why that cannot be done. */
export function enterGate(theVector: u32, theError: u64, theReturnRip: u64, theSource: u32): void {
  vector = theVector
  error = theError
  returnRip = theReturnRip
  source = theSource
  materializeFlags()
  beginAttempt(gateAddress())
  const hasError = source == SOURCE_EXCEPTION && hasErrorCode(vector)
  fetchGate()
  if (!hasPending()) fetchCode()
  const level = hasPending() ? 0 : handlerLevel()
  const ist: u32 = isLongMode() ? u32(low >> 32) & 7 : 0
  const size: u32 = isLongMode() ? 8 : isWide() ? 4 : 2
  if (!hasPending()) prepare(level, ist, hasError, size)
  if (hasPending()) {
    reportFailure(ist, hasError)
    return
  }
  pushFrame(size, hasError)
  report(ist, level, hasError)
  enterHandler(level)
  if (listens(TOPIC_INSTRUCTION)) store<i32>(ENTERING, i32(vector))
}
