/**
 * Watches exceptions and interrupts on their way through the IDT: keeps the recent ones, pairs each with its return, and
 * shows one of them.
 */
import type {
  DeliveryFailed,
  ExceptionDelivered,
  ExceptionRaised,
  ExceptionReturned,
  MachineEvent,
} from '../../shared/events'
import type { DispatchReference, FailedPair, IdtDispatches } from '../../shared/models/idt-dispatch'
import { WHOLE_TABLE } from '../../shared/models/idt-table'
import { pairRule } from '../../shared/x86/double-fault'
import { NO_FRAMES, afterEntry, afterReturn, handlersAround } from './idt-dispatch-frames'
import type { OpenFrames, Surroundings } from './idt-dispatch-frames'
import { dispatchModel, dispatchSummary, isFailure } from './idt-dispatch-model'
import type { DispatchLookup, KeptDispatch } from './idt-dispatch-model'
import { readIdtTable, type IdtTableReader } from './idt-table'
import { createKeptList } from './kept-list'
import type { Observer } from './observer'

interface State {
  readonly kept: readonly KeptDispatch[]
  readonly total: number
  readonly open: OpenFrames
  /** What was raised and not tried to deliver yet. */
  readonly raised?: ExceptionRaised | undefined
  /** What the last delivery that failed and its own exception became. */
  readonly pair?: FailedPair | undefined
  /** The line that was acknowledged and not delivered yet. */
  readonly acknowledged?: { readonly vector: number; readonly line: number } | undefined
}

export interface IdtDispatchObserver extends Observer<IdtDispatches> {
  /** Shows the delivery of this sequence number, or again always the last one. */
  readonly select: (sequence: number | undefined) => void
}

export interface IdtDispatchObserverOptions {
  /** Deliveries that are kept. */
  readonly limit?: number
  /** For those who want to see the whole table. */
  readonly table?: IdtTableReader
}

const DEFAULT_LIMIT = 256

/** `lookup` is asked only for the delivery that is shown, so that a busy machine is not held up. */
export function createIdtDispatchObserver(
  lookup: DispatchLookup,
  { limit = DEFAULT_LIMIT, table }: IdtDispatchObserverOptions = {},
): IdtDispatchObserver {
  const kept = createKeptList<KeptDispatch>(limit, ({ reference }) => reference.vector)
  let total = 0
  let open = NO_FRAMES
  let raised: State['raised']
  let pair: State['pair']
  let acknowledged: State['acknowledged']
  let selected: number | undefined
  let revision = 0

  const change = (sequence: number, fields: Partial<KeptDispatch>): void =>
    kept.change(({ reference }) => reference.sequence === sequence, fields)

  function referenceTo(event: ExceptionDelivered | DeliveryFailed): DispatchReference {
    const { instant, vector, source } = event
    const isLine = source === 'interrupt' && acknowledged?.vector === vector
    return {
      sequence: total,
      instant,
      vector,
      source,
      ...(isLine && acknowledged && { line: acknowledged.line }),
    }
  }

  function attempt(event: ExceptionDelivered | DeliveryFailed): void {
    total += 1
    const reference = referenceTo(event)
    const { rspBefore, cplBefore } = event.attempt
    const around = handlersAround(open, rspBefore, cplBefore)
    const cause = raised?.vector === event.vector ? raised : undefined
    kept.push({
      reference,
      event,
      around,
      end: { kind: isFailure(event) ? 'failed' : 'open' },
      ...(cause && { raisedAt: cause.rip }),
      ...(cause?.errorCode !== undefined && { errorCode: cause.errorCode }),
      ...(cause?.cr2 !== undefined && { cr2: cause.cr2 }),
      ...(pair && { after: pair }),
    })
    raised = acknowledged = pair = undefined
    if (!isFailure(event)) enter(event, reference, around)
  }

  function enter(
    event: ExceptionDelivered,
    reference: DispatchReference,
    around: Surroundings,
  ): void {
    const entered = afterEntry(open, event, reference, around)
    open = entered.open
    for (const { dispatch } of entered.overwritten)
      change(dispatch.sequence, { end: { kind: 'overwritten', by: reference } })
  }

  /** What a failed delivery raised is told right after it; of two that merged, #DF is told after that. */
  function raise(event: ExceptionRaised): void {
    const last = kept.last()
    if (event.during === 'instruction') pair = undefined
    else if (last && isFailure(last.event) && !last.pair) {
      const { vector, errorCode, cr2 } = event
      const first = last.reference
      pair = {
        first,
        second: {
          vector,
          ...(errorCode !== undefined && { errorCode }),
          ...(cr2 !== undefined && { cr2 }),
        },
        rule: pairRule(first.vector, first.source === 'exception', vector),
      }
      change(first.sequence, { pair })
    }
    raised = event
  }

  function takeOff(event: ExceptionReturned): void {
    const { open: rest, returned, left } = afterReturn(open, event)
    open = rest
    if (returned) change(returned.dispatch.sequence, { end: { kind: 'returned', event } })
    for (const { dispatch } of left)
      change(dispatch.sequence, { end: { kind: 'left', instant: event.instant } })
  }

  function observe(event: MachineEvent): void {
    switch (event.type) {
      case 'exception.raised':
        return raise(event)
      case 'exception.delivered':
      case 'interrupt.delivered':
      case 'exception.delivery-failed':
        return attempt(event)
      case 'exception.returned':
        return takeOff(event)
      case 'interrupt.acknowledged':
        acknowledged = { vector: event.vector, line: event.line }
    }
  }

  return {
    observe(event) {
      if (event.topic !== 'exception' && event.topic !== 'interrupt') return
      observe(event)
      revision += 1
    },
    revision: () => revision,
    model() {
      const recent = kept.all()
      const shown = recent.find(({ reference }) => reference.sequence === selected) ?? recent.at(-1)
      // Before the first delivery the table is all there is to see, and what LIDT has just made.
      const isTable = table !== undefined && (selected === WHOLE_TABLE || shown === undefined)
      return {
        recent: recent.map(dispatchSummary),
        total,
        ...(shown && !isTable && { selected: dispatchModel(shown, lookup) }),
        ...(isTable && { table: readIdtTable(table) }),
      }
    },
    select(sequence) {
      selected = sequence
      revision += 1
    },
    save: (): State => ({ kept: kept.all(), total, open, raised, pair, acknowledged }),
    restore(saved) {
      const state = saved as State
      kept.restore(state.kept)
      ;({ total, open, raised, pair, acknowledged } = state)
      revision += 1
    },
  }
}
