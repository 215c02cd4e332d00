/**
 * A second machine that goes along the same run with nobody following it. It searches the past at the processor's own
 * speed, and the machine on screen stays where it stands meanwhile.
 *
 * It is made when it is first needed, and begins anew when the branches of the run have changed since.
 */
import type { Instant } from '../../shared/units'
import type { Machine } from '../machine/machine-api'
import { createTimeline, type Timeline } from '../timeline/timeline'

/** A machine that stands at an instant of a run, and what takes it to others. */
export interface Stand {
  readonly machine: Machine
  readonly timeline: Timeline
}

export interface Scout {
  /** Records nothing. Stands there until somebody else asks for it. */
  standAt(at: Instant): Stand
  /** Stands where the run stands now. */
  atNow(): Timeline
}

/** `createMachine` makes a machine of the same image and configuration. It goes along the present branch, or another. */
export function createScout(
  run: Timeline,
  createMachine: () => Machine,
  branch: () => number = run.present,
): Scout {
  let machine: Machine | undefined
  let along: { readonly timeline: Timeline; readonly revision: number } | undefined

  function standAt(at: Instant): Stand {
    machine ??= createMachine()
    const revision = run.revision()
    if (along?.revision !== revision) {
      const shared = { ways: run.ways(), present: branch(), isLooking: true } as const
      along = { timeline: createTimeline(machine, { shared }), revision }
    }
    along.timeline.seek(at)
    return { machine, timeline: along.timeline }
  }

  return { standAt, atNow: () => standAt(run.now()).timeline }
}
