/** Turns the record of one delivery into the model that a diagram draws. */
import type { DeliveryFailed, ExceptionDelivered, ExceptionReturned } from '../../shared/events'
import type {
  DispatchEnd,
  DispatchEntry,
  DispatchReference,
  FailedPair,
  HandlerReference,
  IdtDispatch,
  IdtDispatchSummary,
} from '../../shared/models/idt-dispatch'
import type { InstructionReference } from '../../shared/models/page-walk'
import type { Instant, LinearAddress } from '../../shared/units'
import { clearsInterruptFlag, decodeGate } from '../../shared/x86/idt-gate'
import { checksOf } from './idt-dispatch-checks'
import type { Surroundings } from './idt-dispatch-frames'

/** What somebody else knows about code: the debug information, and the machine's memory. */
export interface DispatchLookup {
  readonly instruction: (rip: LinearAddress) => InstructionReference
  readonly handler: (rip: LinearAddress) => HandlerReference
}

/** How a delivery ended, as far as events tell. */
export type KeptEnd =
  | { readonly kind: 'open' | 'failed' }
  | { readonly kind: 'returned'; readonly event: ExceptionReturned }
  | { readonly kind: 'overwritten'; readonly by: DispatchReference }
  | { readonly kind: 'left'; readonly instant: Instant }

/** One delivery as the observer keeps it. */
export interface KeptDispatch {
  readonly reference: DispatchReference
  readonly event: ExceptionDelivered | DeliveryFailed
  /** Where the instruction stands that raised it or asked for it; absent for interrupts. */
  readonly raisedAt?: LinearAddress
  readonly errorCode?: number
  readonly cr2?: LinearAddress
  readonly around: Surroundings
  readonly after?: FailedPair
  readonly end: KeptEnd
  /** What a failure raised. */
  readonly pair?: FailedPair
}

export const isFailure = (event: ExceptionDelivered | DeliveryFailed): event is DeliveryFailed =>
  event.type === 'exception.delivery-failed'

const RFLAGS_IF = 1n << 9n

/** How far apart gates lie; vector 0 does not tell, but the words of its frame do. */
function gateBytesOf({ vector, attempt }: ExceptionDelivered | DeliveryFailed): 8 | 16 {
  const distance = BigInt.asUintN(64, attempt.gateAddress - attempt.idtr.base)
  if (vector > 0) return distance === BigInt(vector) * 8n ? 8 : 16
  const [first, second] = attempt.frame
  return first && second && first.address - second.address < 8n ? 8 : 16
}

function entryOf(event: ExceptionDelivered, lookup: DispatchLookup): DispatchEntry {
  const { handlerRip, cplAfter, rspAfter, gate, attempt } = event
  const ifBefore = (attempt.rflagsBefore & RFLAGS_IF) !== 0n
  return {
    handler: lookup.handler(handlerRip),
    cplAfter,
    rspAfter,
    ifBefore,
    ifAfter: ifBefore && !clearsInterruptFlag(decodeGate(gate)),
  }
}

function endOf({ event, end, pair }: KeptDispatch, lookup: DispatchLookup): DispatchEnd {
  switch (end.kind) {
    case 'returned': {
      const { instant, rip, returnRip } = end.event
      const pushed = event.attempt.frame.find(({ slot }) => slot === 'RIP')?.value
      const isElsewhere = pushed !== returnRip
      return { kind: 'returned', instant, rip, target: lookup.instruction(returnRip), isElsewhere }
    }
    case 'open':
    case 'failed':
      return isFailure(event)
        ? { kind: 'failed', check: event.failedCheck, ...(pair && { pair }) }
        : { kind: 'open' }
    default:
      return end
  }
}

const returnRipOf = (event: KeptDispatch['event']) =>
  isFailure(event) ? event.rip : event.returnRip

export function dispatchModel(kept: KeptDispatch, lookup: DispatchLookup): IdtDispatch {
  const { reference, event, errorCode, cr2, around, after, raisedAt } = kept
  const { source, attempt } = event
  const gateBytes = gateBytesOf(event)
  const failed = isFailure(event) ? event.failedCheck : undefined
  return {
    ...reference,
    ...(errorCode !== undefined && { errorCode }),
    ...(cr2 !== undefined && { cr2 }),
    gateBytes,
    attempt,
    checks: checksOf({ source, gateBytes, attempt }, failed),
    ...(!isFailure(event) && { entry: entryOf(event, lookup) }),
    instruction: lookup.instruction(raisedAt ?? returnRipOf(event)),
    ...around,
    ...(after && { after }),
    end: endOf(kept, lookup),
  }
}

export function dispatchSummary(kept: KeptDispatch): IdtDispatchSummary {
  const { reference, event, errorCode, around, end } = kept
  const gate = event.attempt.gate
  return {
    ...reference,
    ...(errorCode !== undefined && { errorCode }),
    depth: around.depth,
    ist: gate ? decodeGate(gate).ist : 0,
    end: end.kind,
    ...(isFailure(event) && { failedCheck: event.failedCheck }),
  }
}
