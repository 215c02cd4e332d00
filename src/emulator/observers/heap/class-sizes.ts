/**
 * Infers how large the blocks of each class are from which list serves which request. The sizes stand in the program's
 * code; in practice they are powers of two in a row, and that can be tested.
 */

/** A request for so many bytes (or of that alignment) was served by the class at this place. */
export interface ClassSample {
  readonly index: number
  readonly needed: number
}

export interface ClassSizes {
  readonly add: (sample: ClassSample) => void
  /** Nothing for a class of which nothing is known. */
  readonly of: (index: number) => number | undefined
  readonly state: () => readonly ClassSample[]
  readonly restore: (samples: readonly ClassSample[]) => void
}

export function createClassSizes(): ClassSizes {
  /** The largest request of each class. */
  let largest = new Map<number, number>()
  let first: number | undefined

  /** The size of the first class, if all classes are its doubles. */
  function firstOfDoubles(): number | undefined {
    // A small request says little of the first class: it serves all that is smaller, too.
    const later = [...largest].filter(([index]) => index > 0)
    const firsts = new Set(later.map(([index, needed]) => powerOfTwo(needed) / 2 ** index))
    const [found] = firsts
    const least = powerOfTwo(largest.get(0) ?? 1)
    return firsts.size === 1 && found !== undefined && found >= least ? found : undefined
  }

  function restore(samples: readonly ClassSample[]): void {
    largest = new Map(samples.map(({ index, needed }) => [index, needed]))
    first = firstOfDoubles()
  }

  return {
    add({ index, needed }) {
      if ((largest.get(index) ?? 0) >= needed) return
      largest.set(index, needed)
      first = firstOfDoubles()
    },
    of: (index) => (first === undefined ? largest.get(index) : first * 2 ** index),
    state: () => [...largest].map(([index, needed]) => ({ index, needed })),
    restore,
  }
}

/** The least that is not smaller. */
const powerOfTwo = (value: number) => 2 ** Math.ceil(Math.log2(Math.max(1, value)))
