/**
 * Another machine that goes through the same run with somebody who watches its heap from the beginning: what became of
 * a byte is known for certain by nobody else. It is made when somebody first asks, and begins anew when the branches of
 * the run have changed since.
 */
import type { Instant } from '../../shared/units'
import type { HeapObserver } from '../observers/heap'
import { allocatorFunctions } from '../observers/heap/functions'
import { LANE_TOPICS } from '../timeline/event-lanes'
import { createTimeline, type Timeline } from '../timeline/timeline'
import { followHeap } from './heap-observer'
import type { LoadedMachine } from './loaded-machine'

export interface HeapCompanion {
  /** What was seen up to an instant. Nothing without an allocator, and where it is too far to be gone through. */
  observerAt(at: Instant): HeapObserver | undefined
}

/** So far it is gone through for one answer: a few seconds. */
export const FARTHEST = 100_000_000
/** 80 MiB for going back: who asks goes forward nearly always. */
const PAGES = 20_000

export function createHeapCompanion({
  createMachine,
  debugInfo,
  timeline: run,
}: Pick<LoadedMachine, 'createMachine' | 'debugInfo' | 'timeline'>): HeapCompanion {
  const hasAllocator = allocatorFunctions(debugInfo.symbols).length > 0
  let companion: { readonly observer: HeapObserver; beginAgain(): Timeline } | undefined
  let along: { readonly timeline: Timeline; readonly revision: number } | undefined

  function make() {
    const machine = createMachine()
    const observer = followHeap(machine, debugInfo)
    observer.model()
    machine.listen(LANE_TOPICS, observer.observe)
    const [beginning, nothingSeen] = [machine.snapshot(), observer.save()]
    return {
      observer,
      beginAgain(): Timeline {
        machine.restore(beginning)
        observer.restore(nothingSeen)
        machine.setInputs(run.inputs())
        return createTimeline(machine, { followers: [observer], pages: PAGES })
      },
    }
  }

  return {
    observerAt(at) {
      if (!hasAllocator) return undefined
      companion ??= make()
      const revision = run.revision()
      if (along?.revision !== revision) along = { timeline: companion.beginAgain(), revision }
      const { timeline } = along
      if (at - timeline.end() > FARTHEST) return undefined
      timeline.seek(at)
      if (timeline.now() < at) timeline.run(at - timeline.now())
      return companion.observer
    },
  }
}
