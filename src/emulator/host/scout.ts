/**
 * A second machine that goes along the same run with nobody following it. It searches the past at the processor's own
 * speed, and the machine on screen stays where it stands meanwhile.
 *
 * It is made when it is first needed, and made anew when the branches of the run have changed since.
 */
import type { Instant } from '../../shared/units'
import type { Machine } from '../machine/machine-api'
import { createTimeline, type Timeline } from '../timeline/timeline'

export interface Scout {
  /** Stands where the run stands now, and records nothing. */
  atNow(): Timeline
  /** The same, with its machine. */
  standAtNow(): { readonly machine: Machine; readonly timeline: Timeline }
  /** Its machine, as it stands at an instant of the run. */
  machineAt(at: Instant): Machine
}

/** `createMachine` makes a machine of the same image and configuration. */
export function createScout(run: Timeline, createMachine: () => Machine): Scout {
  let scout: { readonly timeline: Timeline; readonly machine: Machine } | undefined
  let revision = run.revision()

  function make() {
    const machine = createMachine()
    const shared = { ways: run.ways(), present: run.present(), isLooking: true } as const
    return { machine, timeline: createTimeline(machine, { shared }) }
  }

  function standingAt(at: Instant) {
    if (revision !== run.revision()) scout = undefined
    revision = run.revision()
    scout ??= make()
    scout.timeline.seek(at)
    return scout
  }

  return {
    atNow: () => standingAt(run.now()).timeline,
    standAtNow: () => standingAt(run.now()),
    machineAt: (at) => standingAt(at).machine,
  }
}
