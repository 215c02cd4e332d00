/** Gathers what explanations are made of from the observers and from the machine as it stands. */
import type { Activity } from '../../shared/models/machine'
import type { PageWalk } from '../../shared/models/page-walk'
import type { FaultStory, Shown, Situation } from '../../shared/models/situation'
import type { DeliveryStory } from '../../shared/models/stack-switch'
import { linearAddress } from '../../shared/units'
import type { LoadedMachine } from './loaded-machine'
import { inOwnLines } from './own-lines'
import { panicModel } from './panic-watch'
import { refusedDescriptor } from './refused-descriptor'
import { staleTranslations } from './stale-translations'
import { waitingLoop } from './waiting-loop'

const RFLAGS_IF = 1n << 9n
/** Enough to find any delivery of a chain. */
const KEPT_DELIVERIES = 32

/** What is asked beside the machine itself. */
export interface SituationContext {
  readonly activity: Activity
  readonly exitStatus?: number
  /** A translation that a person asked for, in place of a walk of the processor. */
  readonly query?: PageWalk | undefined
}

export function situationOf(loaded: LoadedMachine, context: SituationContext): Situation {
  const { machine, lookup, observers } = loaded
  const { activity, exitStatus } = context
  const { rip, rflags } = machine.processor()
  const { stacks, open } = observers['stack-switch'].standing()
  const stories = open.map((story) => withWalks(loaded, story))
  const refused = refusedDescriptor(loaded, stories.at(-1)?.story)
  const { recent, standing } = observers['interrupt-path'].model()
  const panic = loaded.panics.noted()
  const loop = waitingLoop(loaded)
  const isUnderWay = stories.length > 0 && stacks.story?.kind === 'delivery'
  const underWay = isUnderWay ? stories.at(-1) : undefined
  return {
    instant: machine.instant(),
    activity,
    isHalted: machine.isHalted(),
    isInterruptible: (rflags & RFLAGS_IF) !== 0n,
    instruction: inOwnLines(loaded.debugInfo, lookup.instruction(linearAddress(rip))),
    ...(exitStatus !== undefined && { exitStatus }),
    stacks,
    ...(refused && { refused }),
    ...(panic && { panic: panicModel(loaded, panic) }),
    ...(loop && { loop }),
    stale: staleTranslations(loaded),
    ...(underWay && { underWay }),
    before: stories.filter((story) => story !== underWay),
    deliveries: observers['idt-dispatch'].model().recent.slice(-KEPT_DELIVERIES),
    executor: observers.executor.model(),
    heap: observers.heap.model(),
    interrupts: { recent, standing },
    // A masked line is not ready either; who asks looks at IMR.
    isKeyboardBusy: !machine.isReadyForKey(),
    shown: shownOf(loaded, context),
  }
}

/** All attempts of a chain are made at one instant, and the shutdown follows in the next. */
const withWalks = (loaded: LoadedMachine, story: DeliveryStory): FaultStory => ({
  story: { ...story, instruction: inOwnLines(loaded.debugInfo, story.instruction) },
  walks: loaded.observers['page-walk'].failures(story.instant, story.instant),
})

function shownOf(loaded: LoadedMachine, { query }: SituationContext): Shown {
  const { observers } = loaded
  const walk = query ?? observers['page-walk'].model().selected
  const dispatch = observers['idt-dispatch'].model().selected
  const dispatched = dispatch && observers['stack-switch'].storyAt(dispatch.instant)
  const { story } = observers['stack-switch'].model().shown
  return {
    ...(walk && { walk }),
    ...(dispatched && { dispatch: withWalks(loaded, dispatched) }),
    ...(story?.kind === 'delivery' && { story: withWalks(loaded, story) }),
  }
}
