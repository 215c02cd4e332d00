/** Calls of the allocator since the beginning of the run, noted before anybody looked: to take them up takes a while. */
import type { FunctionEntered, FunctionReturned } from '../../../shared/events'

/** `depth`: handlers that were under way. */
export type NotedCall = (FunctionEntered & { readonly depth: number }) | FunctionReturned

export interface NotesState {
  /** Whole stretches, which one checkpoint shares with the next, and what came after them. */
  readonly stretches: readonly Stretch[]
  readonly latest: Stretch
  readonly isComplete: boolean
  readonly isLate: boolean
}

type Stretch = readonly NotedCall[]

export interface Notes {
  add(call: NotedCall): void
  /** All of them; they are notes no more. */
  take(): readonly NotedCall[]
  /** Whether all requests since the beginning of the run are known. */
  isComplete(): boolean
  /** Whether some of them were only noted: what the allocator did then, nobody saw. */
  isLate(): boolean
  state(): NotesState
  restore(state: NotesState): void
}

const STRETCH = 64
const MOST_STRETCHES = 128

export function createNotes(): Notes {
  let stretches: readonly Stretch[] = []
  let latest: NotedCall[] = []
  let isComplete = true
  let isLate = false

  function closeStretch(): void {
    const isFull = stretches.length === MOST_STRETCHES
    stretches = [...(isFull ? stretches.slice(MOST_STRETCHES / 2) : stretches), latest]
    latest = []
    if (isFull) isComplete = false
  }

  return {
    add(call) {
      latest.push(call)
      if (latest.length === STRETCH) closeStretch()
    },
    take() {
      const taken = [...stretches.flat(), ...latest]
      isLate ||= taken.length > 0
      stretches = []
      latest = []
      return taken
    },
    isComplete: () => isComplete,
    isLate: () => isLate,
    state: () => ({ stretches, latest: [...latest], isComplete, isLate }),
    restore(state) {
      latest = [...state.latest]
      ;({ stretches, isComplete, isLate } = state)
    },
  }
}
