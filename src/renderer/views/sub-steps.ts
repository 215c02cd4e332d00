/**
 * Goes through what the machine does one entry, one check, one word at a time: through the steps of the event on show,
 * and from its last one into the next event of the topic, to which the machine runs. Backward the same.
 */
import type { Instant } from '../../shared/units'
import type { StepPlayer } from './step-player'

/** What is on show, and where the machine stands. */
export interface ShownThing {
  readonly id: string | undefined
  readonly now: Instant
  /** What the machine does next is shown in its place. */
  readonly isFollowing: boolean
  /** It is kept as it is, so nothing leads out of it. */
  readonly isPinned: boolean
}

export interface SubSteps {
  go(distance: -1 | 1): void
  /** To be told whenever another thing is on show or the machine stands elsewhere; true when a step has brought it. */
  arrive(id: string | undefined, now: Instant): boolean
  /** The machine was told otherwise, or could not: what is shown next was not brought by a step. */
  giveUp(): void
}

interface Leaving extends Pick<ShownThing, 'id' | 'now'> {
  readonly distance: -1 | 1
  readonly hasReturned: boolean
}

export function createSubSteps(
  player: StepPlayer,
  count: () => number,
  shown: () => ShownThing,
  stepEvent: (direction: 'forward' | 'back') => void,
): SubSteps {
  let leaving: Leaving | undefined

  function leave(distance: -1 | 1, hasReturned = false): void {
    const { id, now, isFollowing, isPinned } = shown()
    leaving = isFollowing ? { distance, id, now, hasReturned } : undefined
    if (!isPinned) stepEvent(distance > 0 ? 'forward' : 'back')
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
      const { distance, hasReturned } = leaving
      if (id !== leaving.id) {
        leaving = undefined
        if (distance > 0) player.begin()
        else player.finish()
        return true
      }
      if (distance > 0 || now >= leaving.now) return false
      // The machine stood further on than right behind the event on show: it had to come back to that first, but only once.
      if (hasReturned || id === undefined) leaving = undefined
      else leave(distance, true)
      return false
    },
    giveUp() {
      leaving = undefined
    },
  }
}
