/**
 * Lets time pass: runs the core from one happening to the next, and the chips and the inputs in between.
 *
 * The only place that decides what comes first at an instant, and why a run comes back.
 * Knows nothing of the host's clock, nor of what the chips do.
 */
import { instant, type Instant } from '../../shared/units'
import * as L from '../core/layout'
import type { Core } from './core-binding'
import { readChain } from './event-records'
import type { GuestInput, InputLog } from './input-log'
import type { Stop } from './machine-api'

/** What happens beside the processor. */
export interface Surroundings {
  /** The earliest deadline of all chips. */
  deadline(): Instant | undefined
  actIfDue(): void
  applyInput(input: GuestInput): void
  drainEvents(): void
  /** To be called before anything happens to the interrupt lines. */
  settleFlags(): void
  /** Throws what a listener threw while the core ran. */
  throwFailure(): void
}

export interface RunLoop {
  now(): Instant
  run(budget: number): Stop
  step(count: number): Stop
  executed(): number
  /** Makes `run` or `step` come back after the present instruction. */
  interrupt(): void
  wasInterrupted(): boolean
  /** Ends the run after the present instruction; the first reason stays. */
  end(reason: Stop): void
  /** To be called after a port access, which may have brought a deadline closer than the core was told to run. */
  checkDeadline(): void
  /** Why the machine stands still for good, if it does: part of a snapshot. */
  stop(): Stop | undefined
  /** Calls `look` at each multiple of so many instants at which the processor does not sleep, until it is stopped. */
  onInstants(period: number, look: () => void): () => void
  setStop(stop: Stop | undefined): void
}

/** Somebody who looks at the machine at regular instants. */
interface Look {
  readonly period: number
  readonly call: () => void
  lookedAt: Instant | undefined
}

const RFLAGS_IF = 1 << 9
const NMI_PENDING = 1
const SLEEPS_PER_STEP = 10_000

export function createRunLoop(core: Core, log: InputLog, surroundings: Surroundings): RunLoop {
  let stop: Stop | undefined
  let executed = 0
  let isInterrupted = false
  /** Where the core's present budget ends. */
  let runsUntil = 0
  const looks = new Set<Look>()

  const now = () => instant(core.getCount(L.INSTANT))

  function end(reason: Stop): void {
    stop ??= reason
    core.setU32(L.BREAK_REQUEST, 1)
  }

  /** The next instant at which something happens that is not the processor's doing. */
  const nextHappening = () => Math.min(surroundings.deadline() ?? Infinity, log.next() ?? Infinity)

  const isAsleep = () => core.getU32(L.ACTIVITY) === L.ACTIVITY_HALTED
  const canWake = () =>
    (core.getU32(L.RFLAGS) & RFLAGS_IF) !== 0 || (core.getU32(L.NMI) & NMI_PENDING) !== 0

  /** Asleep with nothing ahead that could happen, there is no next instruction to step to. */
  const hasFuture = () =>
    !isAsleep() || !canWake() || core.getU32(L.INTR) !== 0 || nextHappening() !== Infinity

  /** The next instant at which somebody wants to look; never one of a sleep, which looking must not end. */
  function nextLook(): number {
    let next = Infinity
    for (const { period } of looks) next = Math.min(next, (Math.floor(now() / period) + 1) * period)
    return next
  }

  function lookIfDue(): void {
    for (const look of [...looks]) {
      if (now() % look.period !== 0 || now() === look.lookedAt || isAsleep()) continue
      look.lookedAt = now()
      look.call()
    }
  }

  /** Chips first: input that is given between two runs finds them done with that instant as well. */
  function settleInstant(): void {
    surroundings.settleFlags()
    surroundings.actIfDue()
    log.takeDue(now()).forEach(surroundings.applyInput)
  }

  /** Puts the clock of a sleeping processor forward to the next happening, or to `limit` if that comes first. */
  function sleep(limit: number): void {
    const wakeAt = Math.min(limit, nextHappening())
    if (wakeAt > now() && wakeAt !== Infinity) core.setCount(L.INSTANT, wakeAt)
  }

  /** Runs the core until something happens outside of it, and deals with why it came back. */
  function runCore(until: number, sleepUntil: number): void {
    const before = now()
    lookIfDue()
    runsUntil = Math.min(until, nextHappening(), nextLook())
    core.setU32(L.BREAK_REQUEST, 0)
    const code = core.run(runsUntil - before)
    executed += now() - before
    switch (code) {
      case L.STOP_HALTED:
        if (canWake()) sleep(sleepUntil)
        else stop ??= { reason: 'dead' }
        return
      case L.STOP_SHUTDOWN:
        stop ??= { reason: 'shutdown', chain: readChain(core) }
        return
      case L.STOP_RING_FULL:
        return surroundings.drainEvents()
      default: // The budget, a deadline moved, or `stop` was set by a call-out: the loop looks.
    }
  }

  function finish(): Stop {
    surroundings.drainEvents()
    surroundings.throwFailure()
    return stop ?? { reason: 'budget' }
  }

  function interrupt(): void {
    isInterrupted = true
    core.setU32(L.BREAK_REQUEST, 1)
  }

  return {
    now,
    end,
    interrupt,
    wasInterrupted: () => isInterrupted,
    executed: () => executed,
    stop: () => stop,
    setStop(reason) {
      stop = reason
      for (const look of looks) look.lookedAt = undefined
    },
    onInstants(period, call) {
      const look: Look = { period, call, lookedAt: undefined }
      looks.add(look)
      return () => void looks.delete(look)
    },

    run(budget) {
      const until = now() + Math.max(0, Math.floor(budget))
      isInterrupted = false
      while (!stop && !isInterrupted) {
        settleInstant()
        if (now() >= until) break
        runCore(until, until)
      }
      return finish()
    },

    step(count) {
      const target = executed + Math.max(0, Math.floor(count))
      let sleeps = 0
      isInterrupted = false
      while (!stop && !isInterrupted) {
        settleInstant()
        if (executed >= target || sleeps > SLEEPS_PER_STEP || !hasFuture()) break
        if (isAsleep()) sleeps += 1
        runCore(now() + target - executed, Infinity)
      }
      return finish()
    },

    checkDeadline() {
      const deadline = surroundings.deadline()
      if (deadline !== undefined && deadline < runsUntil) core.setU32(L.BREAK_REQUEST, 1)
    },
  }
}
