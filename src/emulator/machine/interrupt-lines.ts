/**
 * Tells what happens on the sixteen interrupt lines: what the chips and the guest do to the controllers, and why a
 * request that waits is not taken. The chips and the core hand the facts over as they happen.
 *
 * Nothing is made while nobody listens. Which reasons were told for a request that still waits belongs to an instant of
 * the run, and is saved and restored with it.
 */
import type { BlockReason, MachineEvent } from '../../shared/events'
import {
  instant,
  linearAddress,
  vector,
  type Instant,
  type LinearAddress,
} from '../../shared/units'
import * as L from '../core/layout'
import type { PicCascade, PicListener } from '../devices/pic-cascade'
import type { Core } from './core-binding'
import { eventRecord } from './event-record'

export interface InterruptLines extends PicListener {
  timerExpired(count: number): void
  keyBuffered(scanCode: number): void
  /** Takes a record of kind EVENT_INTERRUPT_FLAG. */
  takeFlag(record: number): void
  /** What waits now. */
  waiting(): readonly WaitingLine[]
  /** To be called when somebody begins or ceases to listen. */
  listenersChanged(): void
  save(): readonly SavedWait[]
  /** `restoreChips` drives the lines as they were, which is nothing that happens. */
  restore(saved: readonly SavedWait[], restoreChips: () => void): void
}

/** A line whose request waits in IRR, and what keeps it from being taken at the next boundary between instructions. */
export interface WaitingLine {
  readonly line: number
  /** First asked first; empty when nothing does. */
  readonly reasons: readonly BlockReason[]
}

/** A line, and the sets of reasons that were told for its request. */
export type SavedWait = readonly [line: number, told: readonly string[]]

/** Those to whom the facts go. */
export interface Audience {
  /** Whether anybody listens to the topic `interrupt`. */
  isListening(): boolean
  /** Gives an event to those who listen, behind all that was recorded before it. */
  tell(event: MachineEvent): void
}

/** Where the processor stands, and what it does about INTR. */
interface Processor {
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly isInterruptible: boolean
  readonly isShadowed: boolean
}

const RFLAGS_IF = 1 << 9
const LINES = 16

/** `pic` is asked for only when something has happened: the controllers may be made after this. */
export function createInterruptLines(
  core: Core,
  pic: () => PicCascade,
  { isListening, tell }: Audience,
): InterruptLines {
  /** By line, for those whose request waits: the sets of reasons that were told. */
  let told = new Map<number, Set<string>>()
  let isRestoring = false

  const processorNow = (): Processor => ({
    instant: instant(core.getCount(L.INSTANT)),
    rip: linearAddress(core.getU64(L.RIP)),
    isInterruptible: (core.getU32(L.RFLAGS) & RFLAGS_IF) !== 0,
    isShadowed: core.getU32(L.SHADOW) !== 0,
  })

  const isOff = () => isRestoring || !isListening()

  /** What all facts about the controllers say. */
  const common = ({ instant: now, rip, isInterruptible }: Processor = processorNow()) =>
    ({
      topic: 'interrupt',
      instant: now,
      rip,
      interruptsEnabled: isInterruptible,
      ...pic().registers(),
    }) as const

  /** What keeps a line's request from being taken, by the controllers first and the processor last. */
  function reasonsOf(line: number, { isInterruptible, isShadowed }: Processor): BlockReason[] {
    const reasons: BlockReason[] = [...pic().blocks(line)]
    if (!isInterruptible) reasons.push('interrupts-disabled')
    if (isShadowed) reasons.push('interrupt-shadow')
    return reasons
  }

  /** Tells of each request that waits for reasons that it was not told to wait for before. */
  function lookAtRequests(processor: Processor): void {
    const waiting = pic().waiting()
    for (let line = 0; line < LINES; line++) {
      if (waiting & (1 << line)) lookAt(line, processor)
      else told.delete(line)
    }
    core.setU32(L.REQUEST_WAITS, waiting === 0 ? 0 : 1)
  }

  function waitingNow(): WaitingLine[] {
    const requests = pic().waiting()
    const processor = processorNow()
    return [...Array(LINES).keys()]
      .filter((line) => requests & (1 << line))
      .map((line) => ({ line, reasons: reasonsOf(line, processor) }))
  }

  function lookAt(line: number, processor: Processor): void {
    const reasons = reasonsOf(line, processor)
    const known = told.get(line) ?? new Set()
    const key = reasons.join()
    if (reasons.length === 0 || known.has(key)) return
    told.set(line, known.add(key))
    tell({ ...common(processor), type: 'interrupt.blocked', line, reasons })
  }

  function listenersChanged(): void {
    const waits = isListening() && pic().waiting() !== 0
    core.setU32(L.REQUEST_WAITS, waits ? 1 : 0)
    if (!isListening()) told.clear()
  }

  return {
    requested(line) {
      if (!isOff()) tell({ ...common(), type: 'interrupt.requested', line })
    },
    acknowledged(line, number, isSpurious) {
      told.delete(line)
      if (isOff()) return
      const type = 'interrupt.acknowledged'
      tell({ ...common(), type, line, vector: vector(number), isSpurious })
    },
    ended(controller, line, isSpecific, value) {
      if (isOff()) return
      const ended = line === undefined ? {} : { line }
      tell({ ...common(), type: 'interrupt.ended', controller, isSpecific, value, ...ended })
    },
    written(controller, register, value) {
      if (isOff()) return
      tell({ ...common(), type: 'interrupt.controller-written', controller, register, value })
    },
    settled() {
      if (!isOff()) lookAtRequests(processorNow())
    },
    timerExpired(count) {
      if (isOff()) return
      const { topic, instant: now } = common()
      tell({ topic, type: 'interrupt.timer-expired', instant: now, count })
    },
    keyBuffered(scanCode) {
      if (isOff()) return
      const { topic, instant: now } = common()
      tell({ topic, type: 'interrupt.key-buffered', instant: now, scanCode })
    },
    takeFlag(at) {
      if (isOff()) return
      const { when, rip, flags } = eventRecord(core, at)
      lookAtRequests({
        instant: when,
        rip,
        isInterruptible: (flags & 1) !== 0,
        isShadowed: (flags & 2) !== 0,
      })
    },
    waiting: waitingNow,
    listenersChanged,
    save: () => [...told].map(([line, sets]) => [line, [...sets]]),
    restore(saved, restoreChips) {
      isRestoring = true
      restoreChips()
      isRestoring = false
      told = new Map(saved.map(([line, sets]) => [line, new Set(sets)]))
      listenersChanged()
    },
  }
}
