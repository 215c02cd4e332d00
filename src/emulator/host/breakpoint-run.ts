/** Keeps the breakpoints watched while the machine runs, goes back to where it should have stopped, and says why it stands there. */
import type { Breakpoint } from '../../shared/models/breakpoints'
import type { Stop } from '../machine/machine-api'
import { parseBreakpointQuery } from './breakpoint-text'
import type { LoadedMachine } from './loaded-machine'
import { armStops, type ArmedStops, type QueryStop, type StopPlace } from './run-stops'
import type { RunEnd } from './runner'

export interface BreakpointRun {
  begin(): void
  /** The run that begins next, or has begun, also comes back for these. */
  stepUntil(stops: ArmedStops): void
  isStepping(): boolean
  end(): void
  /** The breakpoints are others: one that runs is watched anew. */
  renew(): void
  /** Runs a stretch, and goes back if it went too far. */
  attend(run: () => Stop): RunEnd
  /** The breakpoints because of which the machine stands here. */
  reached(): readonly number[]
  note(ids: readonly number[]): void
  /** The machine goes on, or elsewhere. */
  forget(): void
  /** Those because of which it stands here, by their words. */
  words(): string | undefined
}

export function createBreakpointRun(present: () => LoadedMachine): BreakpointRun {
  let isRunning = false
  let armed: ArmedStops | undefined
  let step: ArmedStops | undefined
  let reached: readonly number[] = []

  function begin(): void {
    isRunning = true
    const loaded = present()
    const enabled = loaded.breakpoints.all().filter(({ isEnabled }) => isEnabled)
    if (enabled.length === 0) return
    const fail = (id: number, error: unknown) =>
      loaded.breakpoints.fail(id, error instanceof Error ? error.message : String(error))
    const codes = enabled.map(({ id, addresses }) => ({ addresses, ids: [id] }))
    armed = armStops(loaded, codes, queriesOf(enabled, fail), fail)
  }

  function end(): void {
    isRunning = false
    armed?.disarm()
    armed = undefined
  }

  function endStep(): void {
    step?.disarm()
    step = undefined
  }

  return {
    begin,
    stepUntil(stops) {
      endStep()
      step = stops
    },
    isStepping: () => step !== undefined,
    end() {
      end()
      endStep()
    },
    renew() {
      if (!isRunning) return
      end()
      begin()
    },
    attend(run) {
      const { timeline } = present()
      const endBefore = timeline.end()
      const stop = run()
      const place = earliest(armed?.settle(stop), step?.settle(stop))
      if (!place) return stop
      timeline.goBackTo(place.instant, endBefore)
      reached = place.ids
      return { reason: 'reached' }
    },
    reached: () => reached,
    note(ids) {
      reached = ids
    },
    forget() {
      reached = []
    },
    words() {
      if (reached.length === 0) return undefined
      const all = present().breakpoints.all()
      const here = reached.flatMap((id) => all.find((one) => one.id === id)?.words ?? [])
      return here.length === 0 ? undefined : here.join('; ')
    },
  }
}

function earliest(one?: StopPlace, other?: StopPlace): StopPlace | undefined {
  if (!one || !other) return one ?? other
  if (one.instant === other.instant) return { ...one, ids: [...one.ids, ...other.ids] }
  return one.instant < other.instant ? one : other
}

function queriesOf(
  breakpoints: readonly Breakpoint[],
  fail: (id: number, error: unknown) => void,
): QueryStop[] {
  return breakpoints.flatMap(({ id, place }) => {
    if (place.type !== 'query') return []
    try {
      return [{ id, query: parseBreakpointQuery(place.query) }]
    } catch (error) {
      fail(id, error)
      return []
    }
  })
}
