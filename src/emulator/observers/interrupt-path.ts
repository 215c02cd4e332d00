/**
 * Watches requests on their way from a device's line through both interrupt controllers to the processor, its handler and
 * the end of interrupt: keeps the recent ones, and shows one of them, or the lines as they stand.
 */
import type {
  DeliveryFailed,
  ExceptionDelivered,
  InterruptAcknowledged,
  InterruptBlocked,
  InterruptEnded,
  InterruptLineEvent,
  InterruptRequested,
  MachineEvent,
  PicRegisters,
} from '../../shared/events'
import { CASCADE_LINE, LINE_OF, isSlaveLine } from '../../shared/interrupt-lines'
import {
  STANDING_LINES,
  type InterruptPaths,
  type RequestCause,
} from '../../shared/models/interrupt-path'
import type { Instant } from '../../shared/units'
import { NO_FRAMES, afterEntry, afterReturn, handlersAround } from './idt-dispatch-frames'
import type { OpenFrames } from './idt-dispatch-frames'
import {
  pathModel,
  pathSummary,
  standingModel,
  type InterruptPathReader,
} from './interrupt-path-model'
import { dueEndsOf, type KeptPath } from './interrupt-path-record'
import { createKeptList } from './kept-list'
import type { Observer } from './observer'

interface State {
  readonly total: number
  /** The requests that IRR keeps: at most one of each line. */
  readonly waiting: readonly { readonly line: number; readonly sequence: number }[]
  readonly deliveries: number
  readonly open: OpenFrames
  /** What a device has just told of itself; the line that it raises follows at the same instant. */
  readonly cause?: {
    readonly instant: Instant
    readonly line: number
    readonly cause: RequestCause
  }
  readonly cr8: number
  readonly haltedSince?: Instant | undefined
  /** When a controller was last written to. */
  readonly written?: Instant
  /** The request that was acknowledged last, until the processor has done something with its vector. */
  readonly pending?: number | undefined
}

export interface InterruptPathObserver extends Observer<InterruptPaths> {
  /** Shows the request of this number, the lines as they stand, or again always the last request. */
  readonly select: (sequence: number | undefined) => void
}

export interface InterruptPathObserverOptions {
  /** Requests that are kept. */
  readonly limit?: number
}

const DEFAULT_LIMIT = 256
/** Sets of reasons that are kept of one request: more than the guest can make without meaning to. */
const WAIT_LIMIT = 12

const INITIAL: State = { total: 0, waiting: [], deliveries: 0, open: NO_FRAMES, cr8: 0 }

/** What a line still has in service is not crowded out by the requests that wait for its end. */
const kindOf = (path: KeptPath) =>
  dueEndsOf(path).length > 0 ? `in service: ${path.line}` : path.line

interface Saved {
  readonly kept: readonly KeptPath[]
  readonly state: State
}

/** `reader` is asked only when somebody looks, so that a busy machine is not held up. */
export function createInterruptPathObserver(
  reader: InterruptPathReader,
  { limit = DEFAULT_LIMIT }: InterruptPathObserverOptions = {},
): InterruptPathObserver {
  const kept = createKeptList<KeptPath>(limit, kindOf)
  let s = INITIAL
  let selected: number | undefined
  let revision = 0

  const set = (fields: Partial<State>) => void (s = { ...s, ...fields })

  function keep(path: Omit<KeptPath, 'sequence'>): number {
    const sequence = s.total + 1
    kept.push({ ...path, sequence })
    set({ total: sequence })
    return sequence
  }

  const change = (sequence: number, fields: Partial<KeptPath>): void =>
    kept.change((path) => path.sequence === sequence, fields)

  const waitingOn = (line: number) => s.waiting.find((each) => each.line === line)?.sequence

  function stopWaiting(line: number, fields: Partial<KeptPath>): void {
    const sequence = waitingOn(line)
    if (sequence === undefined) return
    change(sequence, fields)
    set({ waiting: s.waiting.filter((each) => each.line !== line) })
  }

  function request(event: InterruptRequested): void {
    const { line, instant } = event
    stopWaiting(line, { withdrawnBy: instant })
    const told = s.cause?.line === line && s.cause.instant === instant ? s.cause.cause : undefined
    const path = { line, requested: event, waits: [], ends: [], ...(told && { cause: told }) }
    set({ waiting: [...s.waiting, { line, sequence: keep(path) }] })
  }

  function acknowledge(event: InterruptAcknowledged): void {
    const { line, isSpurious } = event
    const sequence = isSpurious ? undefined : waitingOn(line)
    const nestedIn = kept
      .all()
      .filter((path) => path.delivery && !path.returned && dueEndsOf(path).length > 0)
      .map((path) => path.line)
    const acknowledged = {
      event,
      cr8: s.cr8,
      nestedIn: [...new Set(nestedIn)],
      ...(s.haltedSince !== undefined && { haltedSince: s.haltedSince }),
    }
    if (sequence !== undefined) stopWaiting(line, { acknowledged })
    set({ pending: sequence ?? keep({ line, waits: [], ends: [], acknowledged }) })
  }

  function block(event: InterruptBlocked): void {
    const sequence = waitingOn(event.line)
    const path = kept.find((each) => each.sequence === sequence)
    if (path && path.waits.length < WAIT_LIMIT)
      change(path.sequence, { waits: [...path.waits, event] })
  }

  /** An EOI to the master for the cascade is the second one of the slave's line that was acknowledged last. */
  function end(event: InterruptEnded): void {
    const { controller, line } = event
    if (line === undefined) return
    const isCascade = controller === 'master' && line === CASCADE_LINE
    const ended = kept.find(
      (path) =>
        (isCascade ? isSlaveLine(path.line) : path.line === line) &&
        dueEndsOf(path).includes(controller),
    )
    if (ended) change(ended.sequence, { ends: [...ended.ends, event] })
  }

  /** A request that IRR does not keep any more, and that nobody has acknowledged, was taken back by its device. */
  function noteWithdrawn(event: { instant: Instant; master: PicRegisters; slave: PicRegisters }) {
    for (const { line } of s.waiting) {
      const { irr } = isSlaveLine(line) ? event.slave : event.master
      if ((irr & (1 << (line & 7))) === 0) stopWaiting(line, { withdrawnBy: event.instant })
    }
  }

  function observeLine(event: InterruptLineEvent): void {
    switch (event.type) {
      case 'interrupt.timer-expired': {
        const cause = { kind: 'tick', count: event.count } as const
        return set({ cause: { instant: event.instant, line: LINE_OF.timer, cause } })
      }
      case 'interrupt.key-buffered': {
        const cause = { kind: 'key', scanCode: event.scanCode } as const
        return set({ cause: { instant: event.instant, line: LINE_OF.keyboard, cause } })
      }
      case 'interrupt.requested':
        request(event)
        break
      case 'interrupt.blocked':
        block(event)
        break
      case 'interrupt.acknowledged':
        acknowledge(event)
        break
      case 'interrupt.ended':
        end(event)
        break
      case 'interrupt.controller-written':
        set({ written: event.instant })
        break
    }
    noteWithdrawn(event)
  }

  /** Every delivery pushes a frame, whoever asked for it; those that are not of a request get numbers below zero. */
  function deliver(event: ExceptionDelivered | DeliveryFailed): void {
    const isRequest = event.source === 'interrupt' && s.pending !== undefined
    const sequence = isRequest && s.pending !== undefined ? s.pending : -1 - s.deliveries
    if (isRequest) change(sequence, { delivery: event })
    set({ deliveries: s.deliveries + 1 })
    forget()
    if (event.type === 'exception.delivery-failed') return
    const { rspBefore, cplBefore } = event.attempt
    const { instant, vector, source } = event
    const around = handlersAround(s.open, rspBefore, cplBefore)
    set({ open: afterEntry(s.open, event, { sequence, instant, vector, source }, around).open })
  }

  /** Neither sleep nor an acknowledged vector outlasts the delivery of anything. */
  function forget(): void {
    set({ pending: undefined, haltedSince: undefined })
  }

  function observe(event: MachineEvent): void {
    switch (event.type) {
      case 'exception.delivered':
      case 'interrupt.delivered':
      case 'exception.delivery-failed':
        return deliver(event)
      case 'exception.returned': {
        const { open, returned } = afterReturn(s.open, event)
        set({ open })
        if (returned)
          change(returned.dispatch.sequence, {
            returned: { instant: event.instant, rip: event.rip },
          })
        return
      }
      case 'control.halted':
        return set({ haltedSince: event.instant })
      case 'control.register-written':
        if (event.register === 'CR8') set({ cr8: Number(event.new) })
        return
      default:
        if (event.topic === 'interrupt') observeLine(event)
    }
  }

  /** The last request; but none whose device took it back before somebody turned to the controllers themselves. */
  function latest(recent: readonly KeptPath[]): KeptPath | undefined {
    const last = recent.at(-1)
    const isPast = last?.withdrawnBy !== undefined && last.withdrawnBy <= (s.written ?? -1)
    return isPast ? undefined : last
  }

  return {
    observe(event) {
      if (event.topic === 'page-walk' || event.topic === 'instruction') return
      observe(event)
      revision += 1
    },
    revision: () => revision,
    model() {
      const recent = kept.all()
      const shown =
        selected === STANDING_LINES
          ? undefined
          : (recent.find(({ sequence }) => sequence === selected) ?? latest(recent))
      return {
        recent: recent.map(pathSummary),
        total: s.total,
        ...(shown && { selected: pathModel(shown, reader) }),
        standing: standingModel(recent, reader),
      }
    },
    select(sequence) {
      selected = sequence
      revision += 1
    },
    save: (): Saved => ({ kept: kept.all(), state: s }),
    restore(saved) {
      const { kept: before, state } = saved as Saved
      kept.restore(before)
      s = state
      revision += 1
    },
  }
}
