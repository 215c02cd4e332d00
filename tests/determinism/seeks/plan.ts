/** Which instants of a run are gone to, and in which order: random, and the same on every host. */
import { createRandom, shuffled } from '../../fixtures/random'
import type { SeekRun } from './runs'

export interface SeekPlan {
  /** Ascending, each once: where the first pass takes the state's hash. */
  readonly instants: readonly number[]
  /** The same instants in the order in which they are gone to. */
  readonly order: readonly number[]
}

/** A guest that sleeps most of the time works right after an input: half of the instants lie there. */
const SOON = 150_000

export function planSeeks({ inputs, length, seeks }: SeekRun): SeekPlan {
  const random = createRandom(length)
  const chosen = new Set<number>()
  while (chosen.size < seeks) {
    const input = inputs[random(inputs.length)]?.instant ?? 0
    chosen.add(chosen.size % 2 === 0 ? random(length) : Math.min(input + random(SOON), length))
  }
  const instants = [...chosen].sort((a, b) => a - b)
  return { instants, order: shuffled(instants, random) }
}
