/**
 * Gives the session away every few seconds, so that little is lost when the worker or the window is.
 * What has not changed since is not given again. A slow save is made more seldom, as it may cost a fiftieth of the time;
 * but what is lost is worth more than time, and never more than five seconds of it.
 */
import type { Timing } from './runner'

export interface Recovery {
  /** Gives the session away so often from now on; 0 to stop. */
  every(milliseconds: number): void
}

const COST = 50
/** Five seconds, less what the next save may take. */
const LONGEST_MS = 4000

/** `fingerprint` is another whenever there is something new to save; undefined while there is nothing at all. */
export function createRecovery(
  timing: Timing,
  fingerprint: () => string | undefined,
  save: () => void,
): Recovery {
  let timer: { cancel(): void } | undefined
  let saved: string | undefined

  function tick(interval: number): void {
    const before = timing.now()
    const state = fingerprint()
    if (state !== undefined && state !== saved) {
      save()
      saved = state
    }
    const cost = timing.now() - before
    timer = timing.schedule(
      () => tick(interval),
      Math.max(interval, Math.min(COST * cost, LONGEST_MS)),
    )
  }

  return {
    every(milliseconds) {
      timer?.cancel()
      timer = undefined
      if (milliseconds > 0) timer = timing.schedule(() => tick(milliseconds), milliseconds)
    },
  }
}
