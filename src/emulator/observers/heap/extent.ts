/** How far the heap reaches: what was seen to be free or given out, and the bounds that are found around it. */
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { createPages } from './pages'
import type { HeapProgram } from './program'
import type { Range } from './ranges'
import { boundsOf, type Bounds } from './region'
import type { Structure } from './structure'

/** What is known of a heap once somebody has looked. */
export interface KnownHeap {
  readonly program: () => HeapProgram | undefined
  readonly structure: () => Structure | undefined
}

export interface ExtentState {
  readonly seen: Range | undefined
  readonly bounds: Bounds | undefined
}

export interface Extent {
  seen(): Range | undefined
  bounds(): Bounds | undefined
  /** The heap reaches at least so far. */
  notice(range: Range): void
  /** Looks for the bounds again. */
  measure(): void
  state(): ExtentState
  restore(state: ExtentState): void
}

export function createExtent(known: KnownHeap, readMemory: ReadMemory): Extent {
  let seen: Range | undefined
  let bounds: Bounds | undefined

  function measure(): void {
    const program = known.program()
    if (!seen || !program) return
    const { shapes, isProgram } = program
    const structure = known.structure()
    const candidate = structure?.chosen()
    const mark = structure?.mark()?.address
    bounds = boundsOf(
      { seen, candidate, mark, shapes, isProgram },
      createPages(readMemory),
      readMemory,
    )
  }

  return {
    seen: () => seen,
    bounds: () => bounds,
    notice({ start, end }) {
      const low = seen && seen.start < start ? seen.start : start
      const high = seen && seen.end > end ? seen.end : end
      if (seen?.start === low && seen.end === high) return
      seen = { start: low, end: high }
      if (!bounds || bounds.origin === 'seen' || low < bounds.start || high > bounds.end) measure()
    },
    measure,
    state: () => ({ seen, bounds }),
    restore: (state) => void ({ seen, bounds } = state),
  }
}
