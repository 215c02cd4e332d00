/** Turns the record of one walk into the model that a diagram draws. */
import type { AddressRefused, PageWalkCompleted } from '../../shared/events'
import type { InstructionReference, PageWalk, PageWalkTlb } from '../../shared/models/page-walk'
import { physicalAddress } from '../../shared/units'
import type { LinearAddress, PhysicalAddress } from '../../shared/units'
import { PAGING_LEVELS, isCanonical } from '../../shared/x86/paging'

/** What somebody else knows about addresses: the debug information, the map of devices. */
export interface AddressLookup {
  readonly instruction: (rip: LinearAddress) => InstructionReference
  readonly target: (address: PhysicalAddress) => AddressTarget | undefined
}

/** What lies at a physical address, in words, and its name in the image. */
export interface AddressTarget {
  readonly words: string
  /** `symbol+0x12`. */
  readonly symbol?: string
}

/** What a record does not say by itself. */
export interface PageWalkContext {
  readonly sequence: number
  readonly origin: PageWalk['origin']
  readonly tlb: PageWalkTlb
}

const ENTRY_BYTES = 8n

export function pageWalkModel(
  event: PageWalkCompleted | AddressRefused,
  { sequence, origin, tlb }: PageWalkContext,
  lookup: AddressLookup,
): PageWalk {
  const { physicalAddress: physical, pageSize, permissions, errorCode } = event
  const target = physical === undefined ? undefined : lookup.target(physical)
  return {
    sequence,
    origin,
    instant: event.instant,
    cpl: event.cpl,
    isExplicit: event.isExplicit,
    linearAddress: event.linearAddress,
    access: event.access,
    isCanonical: isCanonical(event.linearAddress),
    cr3: event.cr3,
    levels: event.steps.map((step, depth) => ({
      ...step,
      level: levelAt(depth),
      table: physicalAddress(step.address - BigInt(step.index) * ENTRY_BYTES),
    })),
    outcome: event.outcome,
    ...(physical === undefined ? {} : { physicalAddress: physical }),
    ...(pageSize === undefined ? {} : { pageSize }),
    ...(permissions === undefined ? {} : { permissions }),
    ...(errorCode === undefined ? {} : { errorCode }),
    tlb,
    instruction: lookup.instruction(event.rip),
    ...(target && { target: target.words }),
    ...(target?.symbol !== undefined && { targetSymbol: target.symbol }),
  }
}

function levelAt(depth: number) {
  const level = PAGING_LEVELS[depth]
  if (level === undefined) throw new RangeError(`a walk has at most four steps, not ${depth + 1}`)
  return level
}
