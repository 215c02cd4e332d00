/**
 * A second machine that goes along the same run with nobody following it. It searches the past at the processor's own
 * speed, and the machine on screen stays where it stands meanwhile.
 *
 * It is made when it is first needed, and made anew when the branches of the run have changed since.
 */
import type { Machine } from '../machine/machine-api'
import { createTimeline, type Timeline } from '../timeline/timeline'

export interface Scout {
  /** Stands where the run stands now, and records nothing. */
  atNow(): Timeline
}

/** `createMachine` makes a machine of the same image and configuration. */
export function createScout(run: Timeline, createMachine: () => Machine): Scout {
  let scout: Timeline | undefined
  let revision = run.revision()

  return {
    atNow() {
      if (revision !== run.revision()) scout = undefined
      revision = run.revision()
      scout ??= createTimeline(createMachine(), {
        shared: { ways: run.ways(), present: run.present(), isLooking: true },
      })
      scout.seek(run.now())
      return scout
    },
  }
}
