/** What an ordinal takes of the events that it is offered one by one, and when that is certain. */
import type { Ordinal } from '../../shared/query/syntax'
import type { EventRecord } from './event-record'

export interface Choice {
  /** The next event of the range; gives those that are certain now. */
  take(record: EventRecord): readonly EventRecord[]
  /** The range is over; gives what was certain only now. */
  end(): readonly EventRecord[]
  /** Whether nothing can be taken any more, and nothing can go wrong. */
  isDone(): boolean
  /** The event that is taken if no other comes. */
  held(): EventRecord | undefined
  /** What is wrong, once the range is over. */
  problem(): string | undefined
}

/** `isEager`: the one of `only` is taken when it comes, for others that are related to it. */
export function createChoice(ordinal: Ordinal, isEager: boolean): Choice {
  let count = 0
  let held: EventRecord | undefined

  const isOne = () => ordinal.which === 'only' && count === 1
  const wanted = ordinal.which === 'nth' ? ordinal.n : 1

  return {
    take(record) {
      count += 1
      switch (ordinal.which) {
        case 'each':
          return [record]
        case 'first':
        case 'nth':
          return count === wanted ? [record] : []
        case 'last':
          held = record
          return []
        case 'only':
          if (isEager) return count === 1 ? [record] : []
          held ??= record
          return []
        case 'no':
          return []
      }
    },
    end() {
      const isCertain = held && (ordinal.which === 'last' || isOne())
      return isCertain && held ? [held] : []
    },
    isDone: () => (ordinal.which === 'first' || ordinal.which === 'nth') && count >= wanted,
    held: () => held,
    problem() {
      switch (ordinal.which) {
        case 'no':
          return count === 0 ? undefined : `There ${times(count)}.`
        case 'only':
          return isOne() ? undefined : count === 0 ? NONE : `There ${times(count)}, not one.`
        case 'nth':
          return count >= wanted ? undefined : count === 0 ? NONE : `There ${times(count)}.`
        default:
          return count > 0 ? undefined : NONE
      }
    },
  }
}

const NONE = 'There is none.'

const times = (count: number) => (count === 1 ? 'is one' : `are ${count}`)
