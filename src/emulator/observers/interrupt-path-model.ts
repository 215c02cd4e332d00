/** Turns what was kept of a request, and the lines as they stand, into the model that a diagram draws. */
import type { BlockReason, InterruptBlocked, PicRegisters } from '../../shared/events'
import { CASCADE_LINE, outrankingLine } from '../../shared/interrupt-lines'
import type {
  Acknowledgement,
  CodePlace,
  InterruptPath,
  InterruptPathSummary,
  InterruptStanding,
  PathDelivery,
  PathEnd,
  PathMoment,
  RequestWait,
  ServedLine,
  WaitingRequest,
} from '../../shared/models/interrupt-path'
import type { Instant, LinearAddress } from '../../shared/units'
import { clearsInterruptFlag, decodeGate } from '../../shared/x86/idt-gate'
import type { DispatchLookup } from './idt-dispatch-model'
import {
  dueEndsOf,
  isWaiting,
  lastOf,
  stateOf,
  type KeptAcknowledgement,
  type KeptPath,
} from './interrupt-path-record'

/** What the observer asks: about code, and about the machine as it stands. */
export interface InterruptPathReader extends DispatchLookup {
  /** The functions around an instruction, the innermost inlined one first. */
  readonly functions: (rip: LinearAddress) => readonly CodePlace[]
  /** The lines as they stand; which requests they belong to is the observer's to say. */
  readonly standing: () => Omit<InterruptStanding, 'waiting' | 'inService'>
  readonly waitingLines: () => readonly {
    readonly line: number
    readonly reasons: readonly BlockReason[]
  }[]
}

interface LineFact {
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly interruptsEnabled?: boolean
  readonly master: PicRegisters
  readonly slave: PicRegisters
}

const momentOf = (event: LineFact): PathMoment => ({
  instant: event.instant,
  rip: event.rip,
  interruptsEnabled: event.interruptsEnabled ?? false,
  master: event.master,
  slave: event.slave,
})

function waitOf(event: InterruptBlocked): RequestWait {
  const outrankedBy = outrankingLine(event.line, event.reasons, event)
  return {
    ...momentOf(event),
    reasons: event.reasons,
    ...(outrankedBy !== undefined && { outrankedBy }),
  }
}

const acknowledgementOf = ({ event, ...rest }: KeptAcknowledgement): Acknowledgement => ({
  ...momentOf(event),
  vector: event.vector,
  isSpurious: event.isSpurious,
  ...rest,
})

const RFLAGS_IF = 1n << 9n

function deliveryOf(
  event: NonNullable<KeptPath['delivery']>,
  lookup: InterruptPathReader,
): PathDelivery {
  const { instant, attempt } = event
  const { gateAddress } = attempt
  if (event.type === 'exception.delivery-failed') {
    const instruction = lookup.instruction(event.rip)
    return { kind: 'failed', instant, gateAddress, check: event.failedCheck, instruction }
  }
  const isEnabled = (attempt.rflagsBefore & RFLAGS_IF) !== 0n
  return {
    kind: 'entered',
    instant,
    gateAddress,
    handler: lookup.handler(event.handlerRip),
    interruptsEnabled: isEnabled && !clearsInterruptFlag(decodeGate(event.gate)),
    instruction: lookup.instruction(event.returnRip),
  }
}

export function pathModel(kept: KeptPath, lookup: InterruptPathReader): InterruptPath {
  const { sequence, line, cause, requested, waits, acknowledged, delivery, ends } = kept
  const { returned, withdrawnBy } = kept
  return {
    sequence,
    line,
    ...(cause && { cause }),
    ...(requested && { requested: momentOf(requested) }),
    waits: waits.map(waitOf),
    ...(acknowledged && { acknowledged: acknowledgementOf(acknowledged) }),
    ...(delivery && { delivery: deliveryOf(delivery, lookup) }),
    ends: ends.map((event): PathEnd => ({
      ...momentOf(event),
      controller: event.controller,
      isSpecific: event.isSpecific,
      value: event.value,
      instruction: lookup.instruction(event.rip),
      functions: lookup.functions(event.rip),
    })),
    ...(returned && { returned }),
    ...(withdrawnBy !== undefined && { withdrawnBy }),
  }
}

export function pathSummary(kept: KeptPath): InterruptPathSummary {
  const { sequence, line, requested, acknowledged, delivery, waits } = kept
  const entered = delivery?.type === 'exception.delivery-failed' ? undefined : delivery
  return {
    sequence,
    line,
    instant: (requested ?? acknowledged?.event)?.instant ?? (0 as Instant),
    state: stateOf(kept),
    ...(acknowledged && { vector: acknowledged.event.vector }),
    isSpurious: acknowledged?.event.isSpurious ?? false,
    ...(requested && entered && { latency: entered.instant - requested.instant }),
    reasons: waits[0]?.reasons ?? [],
  }
}

/** The lines whose ISR bits are set; the cascade's stands for one of the slave's, which has its own. */
function linesInService({
  master,
  slave,
}: Pick<PathMoment, 'master' | 'slave'>): readonly number[] {
  const inputs = [...Array(8).keys()]
  const ofMaster = inputs.filter((input) => master.isr & (1 << input))
  const ofSlave = inputs.filter((input) => slave.isr & (1 << input)).map((input) => 8 + input)
  const isCascadeAlone = ofSlave.length === 0
  return [...ofMaster.filter((line) => line !== CASCADE_LINE || isCascadeAlone), ...ofSlave]
}

export function standingModel(
  kept: readonly KeptPath[],
  reader: InterruptPathReader,
): InterruptStanding {
  const standing = reader.standing()
  const latest = (line: number, is: (path: KeptPath) => boolean) =>
    lastOf(kept, (path) => path.line === line && is(path))
  const waiting = reader.waitingLines().map(({ line, reasons }): WaitingRequest => {
    const outrankedBy = outrankingLine(line, reasons, standing)
    const path = latest(line, isWaiting)
    return {
      line,
      reasons,
      ...(outrankedBy !== undefined && { outrankedBy }),
      ...(path?.requested && { sequence: path.sequence, since: path.requested.instant }),
    }
  })
  const inService = linesInService(standing).map((line): ServedLine => {
    const path = latest(line, (each) => dueEndsOf(each).length > 0)
    const since = path?.acknowledged?.event.instant
    return {
      line,
      ...(path && { sequence: path.sequence }),
      ...(since !== undefined && { since }),
      isUnended: path?.returned !== undefined,
    }
  })
  return { ...standing, waiting, inService }
}
