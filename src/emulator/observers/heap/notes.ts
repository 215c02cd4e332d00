/** Calls of the allocator since the beginning of the run, noted before anybody looked: to take them up takes a while. */
import type { FunctionEntered, FunctionReturned } from '../../../shared/events'

/** `depth`: handlers that were under way. */
export type NotedCall = (FunctionEntered & { readonly depth: number }) | FunctionReturned

export interface NotesState {
  readonly calls: readonly NotedCall[]
  readonly isComplete: boolean
  readonly isLate: boolean
}

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

const MOST_NOTED = 8_192

export function createNotes(): Notes {
  let calls: NotedCall[] = []
  let isComplete = true
  let isLate = false

  return {
    add(call) {
      calls.push(call)
      if (calls.length <= MOST_NOTED) return
      calls = calls.slice(-MOST_NOTED / 2)
      isComplete = false
    },
    take() {
      isLate ||= calls.length > 0
      const taken = calls
      calls = []
      return taken
    },
    isComplete: () => isComplete,
    isLate: () => isLate,
    state: () => ({ calls: [...calls], isComplete, isLate }),
    restore(state) {
      calls = [...state.calls]
      ;({ isComplete, isLate } = state)
    },
  }
}
