/** Exceptions and deliveries as events: `fault`, `deliver`, `push`, `leave`, `shutdown`. */
import type {
  DeliveryFailed,
  DeliverySource,
  ExceptionDelivered,
  ExceptionRaised,
  ExceptionReturned,
  FrameWord,
  ShutdownEntered,
} from '../../shared/events'
import { Exception, exceptionOf, PageFaultErrorCode } from '../../shared/x86/exceptions'
import { gateFields } from './gate-fields'
import { frameFields, slotWord } from './record-instruction'
import type { Fact } from './recorder'

type Event =
  ExceptionRaised | ExceptionDelivered | DeliveryFailed | ExceptionReturned | ShutdownEntered

const SOURCES: Readonly<Record<DeliverySource, string>> = {
  exception: 'exc',
  interrupt: 'irq',
  instruction: 'int',
  nmi: 'nmi',
}

/** Returns are told apart by where their frame lies, so deliveries are remembered. */
export function createExceptionFacts(): (event: Event) => readonly Fact[] {
  /** Vectors of handlers that have not returned, by the address of RIP in their frame. */
  const frames = new Map<bigint, bigint>()

  function leaveFact({ rip, returnRip, rspBefore, rspAfter }: ExceptionReturned): Fact {
    const vec = frames.get(rspBefore)
    frames.delete(rspBefore)
    const fields = { rip, to: returnRip, rsp0: rspBefore, rsp1: rspAfter }
    return { kind: 'leave', arguments: [], fields: vec === undefined ? fields : { ...fields, vec } }
  }

  function remember({ vector, attempt }: ExceptionDelivered): void {
    const pushed = attempt.frame.find(({ slot }) => slot === 'RIP')
    if (pushed) frames.set(pushed.address, BigInt(vector))
  }

  return (event) => {
    switch (event.type) {
      case 'exception.raised':
        return [faultFact(event)]
      case 'exception.delivered':
      case 'interrupt.delivered':
        remember(event)
        return [deliverFact(event), ...event.attempt.frame.map(pushFact)]
      case 'exception.delivery-failed':
        return failedFacts(event)
      case 'exception.returned':
        return [leaveFact(event)]
      case 'exception.shutdown': {
        const chain = event.chain.map(({ vector }) => BigInt(vector))
        return [{ kind: 'shutdown', arguments: [], fields: { chain, rip: event.rip } }]
      }
    }
  }
}

const number = (value: number | undefined) => (value === undefined ? undefined : BigInt(value))

/** Without the fields that the event does not have. */
const present = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const CLASSES = {
  benign: 'benign',
  contributory: 'contributory',
  'page-fault': 'pf',
  abort: 'abort',
}

function faultFact(event: ExceptionRaised): Fact {
  const { vector, errorCode, cr2, rip, during, deliveredVector } = event
  const fields = {
    vec: BigInt(vector),
    err: number(errorCode),
    cr2,
    rip,
    access: vector === Exception.PF ? accessOf(errorCode ?? 0) : undefined,
    class: CLASSES[exceptionOf(vector)?.class ?? 'benign'],
    during: during === 'delivery' ? 'deliver' : 'insn',
    delivering: number(deliveredVector),
  }
  return { kind: 'fault', arguments: [], fields: present(fields) }
}

function accessOf(errorCode: number): string {
  if (errorCode & PageFaultErrorCode.ID) return 'x'
  return errorCode & PageFaultErrorCode.WR ? 'w' : 'r'
}

function deliverFact(event: ExceptionDelivered): Fact {
  const { vector, source, errorCode, ist, rspBefore, returnRip, handlerRip, attempt } = event
  const fields = {
    vec: BigInt(vector),
    source: SOURCES[source],
    err: number(errorCode),
    gate: gateFields(event.gate),
    ist: BigInt(ist),
    rsp0: rspBefore,
    rsp1: attempt.frameTop,
    rip: returnRip,
    handler: handlerRip,
    frame: frameFields(attempt.frame),
  }
  return { kind: 'deliver', arguments: [], fields: present(fields) }
}

/** A gate that was read is a delivery, though nothing came of it. */
function failedFacts({ vector, source, rip, failedCheck, attempt }: DeliveryFailed): Fact[] {
  if (!attempt.gate) return []
  const gate = gateFields(attempt.gate)
  const fields = {
    vec: BigInt(vector),
    source: SOURCES[source],
    gate,
    ist: gate['ist'],
    rsp0: attempt.rspBefore,
    rsp1: attempt.frameTop,
    rip,
    handler: gate['offset'],
    failed: failedCheck,
  }
  return [{ kind: 'deliver', arguments: [], fields: present(fields) }]
}

const pushFact = (word: FrameWord): Fact => ({
  kind: 'push',
  arguments: [],
  fields: { slot: slotWord(word), va: word.address, value: word.value },
})
