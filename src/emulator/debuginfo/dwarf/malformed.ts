/**
 * What happens when debug information makes no sense: reading ends, in bounded time, and the rest goes on.
 *
 * A file may be hostile. Offsets are checked where they are used; loops and repetitions are counted here.
 */
import type { Absence } from '../../../shared/models/debug'
import { OutOfBounds } from '../../memory/byte-reader'

/** The bytes are there but say nothing that the standard knows, or too much. */
export class MalformedDwarf extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MalformedDwarf'
  }
}

/** An expression that makes sense, and leads to no place as the program stands. */
export class NoPlace extends MalformedDwarf {
  constructor(
    readonly absence: Absence,
    message: string,
  ) {
    super(message)
  }
}

/** Counts the work of one question, so that no file can make its answer take forever. */
export interface Meter {
  spend(steps: number): void
  /** Answers a question from the outside: with `fallback` when the information for it is malformed. */
  answer<T>(fallback: T, read: () => T): T
}

/** Reading all of a large kernel takes some hundred thousand steps. */
const STEP_LIMIT = 20_000_000

export function createMeter(limit = STEP_LIMIT): Meter {
  let left = limit
  let depth = 0

  return {
    spend(steps) {
      left -= steps
      if (left < 0) throw new MalformedDwarf('too much work for one question')
    },
    answer(fallback, read) {
      if (depth === 0) left = limit
      depth += 1
      try {
        return read()
      } catch (error) {
        if (error instanceof MalformedDwarf || error instanceof OutOfBounds) return fallback
        throw error
      } finally {
        depth -= 1
      }
    },
  }
}
