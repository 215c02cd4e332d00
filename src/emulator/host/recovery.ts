/**
 * Gives the session away every few seconds, so that little is lost when the worker or the window is.
 * What has not changed since is not given again, and a slow save is made more seldom: it may cost a fiftieth of the time.
 */
import type { Timing } from './runner'

export interface Recovery {
  /** Gives the session away so often from now on; 0 to stop. */
  every(milliseconds: number): void
}

const COST = 50

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
    timer = timing.schedule(() => tick(interval), Math.max(interval, COST * cost))
  }

  return {
    every(milliseconds) {
      timer?.cancel()
      timer = undefined
      if (milliseconds > 0) timer = timing.schedule(() => tick(milliseconds), milliseconds)
    },
  }
}
