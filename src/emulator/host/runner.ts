/**
 * Runs a machine in slices of a few milliseconds, so that messages get through in between, at the speed that is asked for.
 *
 * The host's clock enters here and nowhere below; it decides how much runs, never what a run does.
 */
import type { Speed } from '../../shared/protocol'
import type { Machine, Stop } from '../machine/machine-api'
import { startPacing, type Pacing } from './pacing'
import { createSpeedometer } from './speedometer'

/** What a host lends: its clock, and a way to be called again. */
export interface Timing {
  /** Milliseconds from any point. */
  now(): number
  /** Calls back after `delay` milliseconds, or with 0 as soon as the waiting messages have been dealt with. */
  schedule(callback: () => void, delay: number): { cancel(): void }
}

/** Why a run came back: the machine's own reasons, or that it shall stop here. */
export type RunEnd = Stop | { readonly reason: 'reached' }

/** What is run: a machine, or something that watches one. */
export interface Driven extends Pick<Machine, 'executed' | 'isHalted'> {
  run(budget: number): RunEnd
  step(count: number): RunEnd
}

export interface Runner {
  isRunning(): boolean
  /** `isBrisk`: for once not slower than in real time, and what is quickly done is done at once. */
  start(how?: { readonly isBrisk?: boolean }): void
  pause(): void
  setSpeed(speed: Speed): void
  mips(): number
}

/** A slice must leave a frame's time to the rest. */
const SLICE_MILLISECONDS = 6

/** The most that is run between two looks at the clock: a few milliseconds on a slow host. */
const CHUNK_LIMIT = 500_000

/** So many instants are run before anybody is told that the machine runs. */
const AT_ONCE = 100_000
/** A run may come back early, to see where a call has led. */
const TRIES = 4

/** Instructions in a second; slower, a step over a call would take minutes. */
const BRISK = 10_000_000

export function createRunner(
  machine: () => Driven,
  timing: Timing,
  initialSpeed: Speed,
  listener: {
    onStart(): void
    onProgress(): void
    /** It was told to pause. */
    onPause(): void
    onStop(end: Exclude<RunEnd, { reason: 'budget' }>): void
  },
): Runner {
  const speedometer = createSpeedometer()
  let speed = initialSpeed
  let isUrged = false
  let pacing: Pacing = startPacing(speed, 0)
  let scheduled: { cancel(): void } | undefined

  function restartPacing(): void {
    const isTooSlow = isUrged && typeof speed === 'number' && speed < BRISK
    pacing = startPacing(isTooSlow ? 'real-time' : speed, timing.now())
    speedometer.reset()
  }

  /** Runs what may pass now, for one slice at most. */
  function runSlice(): RunEnd {
    const sliceEnd = timing.now() + SLICE_MILLISECONDS
    for (;;) {
      const { amount, unit } = pacing.allowance(timing.now())
      const chunk = Math.min(amount, CHUNK_LIMIT)
      if (chunk < 1) return { reason: 'budget' }
      const stop = unit === 'instants' ? machine().run(chunk) : machine().step(chunk)
      pacing.spend(chunk)
      if (stop.reason !== 'budget' || timing.now() >= sliceEnd) return stop
    }
  }

  function tick(): void {
    scheduled = undefined
    const stop = runSlice()
    speedometer.sample(timing.now(), machine().executed())
    if (stop.reason === 'budget') schedule()
    else speedometer.reset()
    listener.onProgress()
    if (stop.reason !== 'budget') listener.onStop(stop)
  }

  function schedule(): void {
    scheduled = timing.schedule(tick, pacing.delay(timing.now(), machine().isHalted()))
  }

  return {
    isRunning: () => scheduled !== undefined,
    start({ isBrisk = false } = {}) {
      if (scheduled) return
      isUrged = isBrisk
      listener.onStart()
      for (let tries = 0; isBrisk && tries < TRIES; tries++) {
        const end = machine().run(AT_ONCE)
        if (end.reason !== 'budget') return listener.onStop(end)
      }
      restartPacing()
      schedule()
    },
    pause() {
      if (scheduled) listener.onPause()
      scheduled?.cancel()
      scheduled = undefined
      speedometer.reset()
    },
    setSpeed(value) {
      speed = value
      if (!scheduled) return
      scheduled.cancel()
      restartPacing()
      schedule()
    },
    mips: speedometer.mips,
  }
}
