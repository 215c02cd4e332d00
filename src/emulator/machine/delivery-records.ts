/** Decodes the records of handlers that were called, and of those that could not be. */
import type {
  DeliveryAttempt,
  DeliveryCheck,
  DeliveryFailed,
  DeliverySource,
  ExceptionDelivered,
  FrameWord,
  StackSource,
} from '../../shared/events'
import { linearAddress, vector } from '../../shared/units'
import * as L from '../core/layout'
import { address, doubleword, quadword, type EventRecord } from './event-record'

const SOURCES: readonly DeliverySource[] = ['exception', 'interrupt', 'instruction', 'nmi']

/** By CHECK_… of the core. */
const CHECKS: Readonly<Record<number, DeliveryCheck>> = {
  [L.CHECK_IDT_LIMIT]: 'idt-limit',
  [L.CHECK_GATE_READ]: 'gate-read',
  [L.CHECK_GATE_TYPE]: 'gate-type',
  [L.CHECK_GATE_DPL]: 'gate-dpl',
  [L.CHECK_GATE_PRESENT]: 'gate-present',
  [L.CHECK_SELECTOR_NOT_NULL]: 'selector-not-null',
  [L.CHECK_SELECTOR_LIMIT]: 'selector-limit',
  [L.CHECK_DESCRIPTOR_READ]: 'descriptor-read',
  [L.CHECK_CODE_SEGMENT]: 'code-segment',
  [L.CHECK_CODE_DPL]: 'code-dpl',
  [L.CHECK_CODE_64_BIT]: 'code-64-bit',
  [L.CHECK_CODE_PRESENT]: 'code-present',
  [L.CHECK_TSS_LIMIT]: 'tss-limit',
  [L.CHECK_TSS_READ]: 'tss-read',
  [L.CHECK_STACK_SEGMENT]: 'stack-segment',
  [L.CHECK_STACK_CANONICAL]: 'stack-canonical',
  [L.CHECK_HANDLER_CANONICAL]: 'handler-canonical',
  [L.CHECK_FRAME_PUSH]: 'frame-push',
}

const STACK_SLOTS = ['SS', 'RSP'] as const
const RETURN_SLOTS = ['RFLAGS', 'CS', 'RIP', 'error code'] as const

const sourceOf = ({ flags }: EventRecord) => SOURCES[(flags >> 1) & 3] ?? 'exception'
const istOf = ({ flags }: EventRecord) => (flags >> 16) & 7
const progressOf = (record: EventRecord) => doubleword(record, L.DELIVERED_PROGRESS)

export function decodeDelivered(record: EventRecord): ExceptionDelivered {
  const { flags, when } = record
  const source = sourceOf(record)
  const isInterrupt = source === 'interrupt'
  return {
    topic: isInterrupt ? 'interrupt' : 'exception',
    type: isInterrupt ? 'interrupt.delivered' : 'exception.delivered',
    instant: when,
    vector: vector(flags >> 8),
    source,
    ...((flags & 1) !== 0 && { errorCode: doubleword(record, L.DELIVERED_ERROR) }),
    returnRip: address(record, L.DELIVERED_RETURN_RIP),
    handlerRip: address(record, L.DELIVERED_HANDLER_RIP),
    rspBefore: address(record, L.DELIVERED_RSP_BEFORE),
    rspAfter: address(record, L.DELIVERED_RSP_AFTER),
    ist: istOf(record),
    cplBefore: (flags >> 20) & 3,
    cplAfter: (flags >> 22) & 3,
    gate: gateOf(record),
    attempt: decodeAttempt(record),
  }
}

export function decodeDeliveryFailed(record: EventRecord): DeliveryFailed {
  return {
    topic: 'exception',
    type: 'exception.delivery-failed',
    instant: record.when,
    rip: address(record, L.DELIVERED_RETURN_RIP),
    vector: vector(record.flags >> 8),
    source: sourceOf(record),
    failedCheck: CHECKS[progressOf(record) & 0xff] ?? 'idt-limit',
    attempt: decodeAttempt(record),
  }
}

const gateOf = (record: EventRecord): readonly [bigint, bigint] => [
  quadword(record, L.DELIVERED_GATE),
  quadword(record, L.DELIVERED_GATE + 8),
]

function decodeAttempt(record: EventRecord): DeliveryAttempt {
  const progress = progressOf(record)
  const has = (bit: number) => (progress & bit) !== 0
  const stackSource = stackSourceOf(record, progress)
  return {
    idtr: {
      base: address(record, L.DELIVERED_IDTR_BASE),
      limit: doubleword(record, L.DELIVERED_IDTR_LIMIT),
    },
    gateAddress: address(record, L.DELIVERED_GATE_ADDRESS),
    ...(has(L.PROGRESS_HAS_GATE) && { gate: gateOf(record) }),
    ...(has(L.PROGRESS_HAS_CODE) && {
      codeDescriptor: {
        address: address(record, L.DELIVERED_CODE_ADDRESS),
        value: quadword(record, L.DELIVERED_CODE),
      },
    }),
    ...(stackSource && { stackSource }),
    ...(has(L.PROGRESS_HAS_POINTER) && {
      stackPointer: {
        address: address(record, L.DELIVERED_POINTER_ADDRESS),
        value: address(record, L.DELIVERED_POINTER),
      },
    }),
    ...(has(L.PROGRESS_USES_TSS) && {
      tss: {
        base: address(record, L.DELIVERED_TSS_BASE),
        limit: doubleword(record, L.DELIVERED_TSS_LIMIT),
      },
    }),
    ...(has(L.PROGRESS_HAS_TOP) && { frameTop: address(record, L.DELIVERED_FRAME_TOP) }),
    rspBefore: address(record, L.DELIVERED_RSP_BEFORE),
    cplBefore: (record.flags >> 20) & 3,
    rflagsBefore: quadword(record, L.DELIVERED_RFLAGS),
    frame: frameOf(record, progress),
  }
}

/** Nothing while the gate and the code segment, which decide about it, were not found good. */
function stackSourceOf(record: EventRecord, progress: number): StackSource | undefined {
  if ((progress & 0xff) < L.CHECK_TSS_LIMIT) return undefined
  if (istOf(record) > 0) return 'ist'
  return progress & L.PROGRESS_IS_INNER ? 'privilege-change' : 'current'
}

function frameOf(record: EventRecord, progress: number): readonly FrameWord[] {
  const size = (progress >> 20) & 15
  const slots = [...(progress & L.PROGRESS_HAS_STACK ? STACK_SLOTS : []), ...RETURN_SLOTS]
  const top = quadword(record, L.DELIVERED_FRAME_TOP)
  return slots.slice(0, (progress >> 16) & 7).map((slot, index) => ({
    slot,
    address: linearAddress(top - BigInt(size * (index + 1))),
    value: BigInt.asUintN(8 * size, quadword(record, L.DELIVERED_FRAME + 8 * index)),
  }))
}
