/**
 * Goes through what the machine does one entry, one check, one word at a time: through the steps of the event on show,
 * and from its last one into the next event of the topic, to which the machine runs. Backward the same.
 */
import type { Instant } from '../../shared/units'
import type { StepPlayer } from './step-player'

export interface SubSteps {
  go(distance: -1 | 1): void
  /** To be told whenever another thing is on show or the machine stands elsewhere; true when a step has brought it. */
  arrive(id: string | undefined, now: Instant): boolean
}

export function createSubSteps(
  player: StepPlayer,
  count: () => number,
  shown: () => { readonly id: string | undefined; readonly now: Instant },
  stepEvent: (direction: 'forward' | 'back') => void,
): SubSteps {
  let leaving:
    | { readonly distance: -1 | 1; readonly id: string | undefined; readonly now: Instant }
    | undefined

  function leave(distance: -1 | 1): void {
    leaving = { distance, ...shown() }
    stepEvent(distance > 0 ? 'forward' : 'back')
  }

  return {
    go(distance) {
      const step = player.step.value ?? count()
      const isWithin = distance > 0 ? step < count() : step > 0
      leaving = undefined
      if (isWithin) player.move(distance)
      else leave(distance)
    },
    arrive(id, now) {
      if (leaving === undefined) return false
      const { distance } = leaving
      if (id !== leaving.id) {
        leaving = undefined
        if (distance > 0) player.begin()
        else player.finish()
        return true
      }
      // The machine stood further on than right behind the event on show: it had to come back to that first.
      if (distance < 0 && now < leaving.now) leave(distance)
      return false
    },
  }
}
