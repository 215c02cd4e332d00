/**
 * Decodes the core's fixed-size event records into events. The record layouts stand in `core/layout.ts`.
 *
 * Called only for records that somebody asked for: a topic that is switched off costs nothing here.
 */
import type { ControlRegister, FaultLink, MachineEvent } from '../../shared/events'
import type {
  NeighbourEntry,
  PagePermissions,
  PageWalkCompleted,
  WalkOutcome,
  WalkStep,
} from '../../shared/events/page-walk'
import type { Topic } from '../../shared/topics'
import { linearAddress, physicalAddress, vector } from '../../shared/units'
import { PAGING_LEVELS, pagingIndex, type PageSize } from '../../shared/x86/paging'
import * as L from '../core/layout'
import type { Core } from './core-binding'
import { decodeDelivered, decodeDeliveryFailed } from './delivery-records'
import {
  decodeEntered,
  decodeFlags,
  decodeRetired,
  decodeStackSegment,
} from './instruction-records'
import { address, data, eventRecord, type EventRecord } from './event-record'

export const TOPIC_BITS: Readonly<Record<Topic, number>> = {
  'page-walk': L.TOPIC_PAGE_WALK,
  exception: L.TOPIC_EXCEPTION,
  interrupt: L.TOPIC_INTERRUPT,
  control: L.TOPIC_CONTROL,
  instruction: L.TOPIC_INSTRUCTION,
}

const OUTCOMES: readonly WalkOutcome[] = [
  'mapped',
  'not-present',
  'not-writable',
  'not-user',
  'not-executable',
  'smep',
  'smap',
  'reserved',
  'non-canonical',
]

const ACCESSES = ['read', 'write', 'execute'] as const
const PAGE_SIZES: readonly PageSize[] = ['4k', '2m', '1g']
const FLUSH_SCOPES = ['page', 'non-global', 'all'] as const

const REGISTERS: Readonly<Record<number, ControlRegister>> = {
  [L.REGISTER_CR0]: 'CR0',
  [L.REGISTER_CR2]: 'CR2',
  [L.REGISTER_CR3]: 'CR3',
  [L.REGISTER_CR4]: 'CR4',
  [L.REGISTER_CR8]: 'CR8',
  [L.REGISTER_EFER]: 'IA32_EFER',
  [L.REGISTER_GDTR]: 'GDTR',
  [L.REGISTER_IDTR]: 'IDTR',
  [L.REGISTER_LDTR]: 'LDTR',
  [L.REGISTER_TR]: 'TR',
}

const PAGE_FAULT = 14

/** Kinds of the topic `instruction`. */
export const INSTRUCTION_RECORDS: ReadonlySet<number> = new Set([
  L.EVENT_RETIRED,
  L.EVENT_RFLAGS,
  L.EVENT_STACK_SEGMENT,
  L.EVENT_ENTERED,
])

/** The event that the record at `at` stands for. */
export function decodeEvent(core: Core, at: number): MachineEvent {
  const kind = core.getU32(at + L.EVENT_KIND)
  const decode = DECODERS[kind]
  if (!decode) throw new RangeError(`The core wrote an event of unknown kind ${kind}`)
  return decode(eventRecord(core, at))
}

const DECODERS: Readonly<Record<number, (record: EventRecord) => MachineEvent>> = {
  [L.EVENT_WALK]: decodeWalk,
  [L.EVENT_REFUSED]: (record) => ({ ...decodeWalk(record), type: 'page-walk.refused' }),
  [L.EVENT_TLB_FLUSH]: decodeTlbFlush,
  [L.EVENT_RAISED]: decodeRaised,
  [L.EVENT_DELIVERED]: decodeDelivered,
  [L.EVENT_DELIVERY_FAILED]: decodeDeliveryFailed,
  [L.EVENT_RETURNED]: decodeReturned,
  [L.EVENT_SHUTDOWN]: ({ core, when, rip }) => ({
    topic: 'exception',
    type: 'exception.shutdown',
    instant: when,
    rip,
    chain: readChain(core),
  }),
  [L.EVENT_REGISTER]: (record) => ({
    topic: 'control',
    type: 'control.register-written',
    instant: record.when,
    rip: record.rip,
    register: REGISTERS[record.flags] ?? 'CR0',
    old: data(record, 0),
    new: data(record, 1),
  }),
  [L.EVENT_MSR]: (record) => ({
    topic: 'control',
    type: 'control.msr-written',
    instant: record.when,
    rip: record.rip,
    msr: record.flags,
    old: data(record, 0),
    new: data(record, 1),
  }),
  [L.EVENT_RETIRED]: decodeRetired,
  [L.EVENT_RFLAGS]: decodeFlags,
  [L.EVENT_STACK_SEGMENT]: decodeStackSegment,
  [L.EVENT_ENTERED]: decodeEntered,
  [L.EVENT_HALTED]: ({ flags, when, rip }) => ({
    topic: 'control',
    type: 'control.halted',
    instant: when,
    rip,
    interruptsEnabled: (flags & 1) !== 0,
  }),
}

function decodeWalk(record: EventRecord): PageWalkCompleted {
  const { core, at, flags, when, rip } = record
  const linear = address(record, L.WALK_ADDRESS)
  const outcome = OUTCOMES[(flags >> 4) & 15] ?? 'not-present'
  const hasNoEntries = (flags & (1 << 10)) !== 0
  const count = hasNoEntries ? 0 : ((flags >> 8) & 3) + 1
  const isMapped = outcome === 'mapped'
  return {
    topic: 'page-walk',
    type: 'page-walk.completed',
    instant: when,
    rip,
    cpl: flags & L.ACCESS_USER ? 3 : 0,
    isExplicit: (flags & L.ACCESS_IMPLICIT) === 0,
    linearAddress: linear,
    access: ACCESSES[flags & 3] ?? 'read',
    cr3: core.getU64(at + L.WALK_CR3),
    steps: PAGING_LEVELS.slice(0, count).map((level, index) =>
      decodeStep(core, at + L.WALK_ENTRIES + index * L.WALK_ENTRY_SIZE, pagingIndex(linear, level)),
    ),
    outcome,
    ...(isMapped && { physicalAddress: physicalAddress(core.getU64(at + L.WALK_PHYSICAL)) }),
    // Without paging an address is mapped to itself, by no entry and with no rights to speak of.
    ...(isMapped &&
      count > 0 && {
        pageSize: PAGE_SIZES[(flags >> 11) & 3] ?? '4k',
        permissions: decodePermissions(core.getU32(at + L.WALK_PERMISSIONS)),
      }),
    ...(!isMapped && outcome !== 'non-canonical' && { errorCode: core.getU32(at + L.WALK_ERROR) }),
  }
}

function decodeStep(core: Core, at: number, index: number): WalkStep {
  return {
    address: physicalAddress(core.getU64(at + L.WALK_ENTRY_ADDRESS)),
    index,
    value: core.getU64(at + L.WALK_ENTRY_VALUE),
    written: core.getU64(at + L.WALK_ENTRY_WRITTEN),
    neighbours: neighboursOf(index, core.getU32(at + L.WALK_ENTRY_NEIGHBOURS)),
  }
}

/** Few differ, and a guest may walk a million times a second: each list is made once and shared. */
const knownNeighbours = new Map<number, readonly NeighbourEntry[]>()

function neighboursOf(index: number, present: number): readonly NeighbourEntry[] {
  const key = (index << 8) | (present & 0xff)
  const known = knownNeighbours.get(key)
  if (known) return known
  const rows = [0, 1, 2, 3, index - 1, index + 1, 510, 511]
  const seen = new Set([index])
  const neighbours = rows.flatMap((row, bit) => {
    if (row < 0 || row > 511 || seen.has(row)) return []
    seen.add(row)
    return [{ index: row, isPresent: (present & (1 << bit)) !== 0 }]
  })
  neighbours.sort((a, b) => a.index - b.index)
  knownNeighbours.set(key, neighbours)
  return neighbours
}

const decodePermissions = (flags: number): PagePermissions => ({
  isWritable: (flags & L.TLB_WRITABLE) !== 0,
  isUser: (flags & L.TLB_USER) !== 0,
  isExecutable: (flags & L.TLB_NO_EXECUTE) === 0,
  isGlobal: (flags & L.TLB_GLOBAL) !== 0,
})

function decodeTlbFlush(record: EventRecord): MachineEvent {
  const scope = FLUSH_SCOPES[record.flags & 3] ?? 'all'
  return {
    topic: 'page-walk',
    type: 'page-walk.tlb-flushed',
    instant: record.when,
    rip: record.rip,
    scope,
    ...(scope === 'page' && { linearAddress: linearAddress(data(record, 0)) }),
  }
}

function decodeRaised(record: EventRecord): MachineEvent {
  const { flags, when, rip } = record
  const raised = (flags >> 8) & 0xff
  const hasErrorCode = (flags & 1) !== 0
  const isDuringDelivery = (flags & 2) !== 0
  return {
    topic: 'exception',
    type: 'exception.raised',
    instant: when,
    rip,
    vector: vector(raised),
    ...(hasErrorCode && { errorCode: Number(data(record, 0) & 0xffff_ffffn) }),
    // INT 14 takes the same vector, and touches no address.
    ...(raised === PAGE_FAULT && hasErrorCode && { cr2: linearAddress(data(record, 1)) }),
    during: isDuringDelivery ? 'delivery' : 'instruction',
    ...(isDuringDelivery && { deliveredVector: vector(flags >> 16) }),
  }
}

function decodeReturned(record: EventRecord): MachineEvent {
  return {
    topic: 'exception',
    type: 'exception.returned',
    instant: record.when,
    rip: record.rip,
    returnRip: linearAddress(data(record, 0)),
    rspBefore: linearAddress(data(record, 1)),
    rspAfter: linearAddress(data(record, 2)),
  }
}

/** The exceptions that led, one by the other, to where the processor is. */
export function readChain(core: Core): readonly FaultLink[] {
  const count = Math.min(core.getU32(L.CHAIN_COUNT), L.CHAIN_LENGTH)
  return Array.from({ length: count }, (_, index) => {
    const at = L.CHAIN + index * L.CHAIN_LINK_SIZE
    const linkVector = vector(core.getU32(at))
    const flags = core.getU32(at + 4)
    const hasErrorCode = (flags & L.CHAIN_HAS_ERROR_CODE) !== 0
    return {
      vector: linkVector,
      ...(hasErrorCode && { errorCode: core.getU32(at + 8) }),
      ...(linkVector === PAGE_FAULT &&
        hasErrorCode && {
          cr2: linearAddress(core.getU64(at + 16)),
        }),
      during: flags & L.CHAIN_DURING_DELIVERY ? ('delivery' as const) : ('instruction' as const),
    }
  })
}

/** What `translate` of the core left behind. */
export function decodeQuery(core: Core): PageWalkCompleted {
  const event = decodeEvent(core, L.QUERY)
  if (event.type !== 'page-walk.completed') throw new RangeError('The core answered no walk')
  return event
}
