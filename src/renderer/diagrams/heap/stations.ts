/**
 * The steps in which the diagram tells a request that searched a list: each region that was looked at, then what came of
 * it. A state of the diagram is how many have been passed.
 */
import type { Heap, HeapNode } from '../../../shared/models/heap'

/** A region on the way of a search. */
export interface Looked {
  /** Counts from 1. */
  readonly number: number
  readonly node: HeapNode
  readonly isTaken: boolean
}

export interface Progress {
  readonly passed: number
  readonly total: number
  readonly isComplete: boolean
  /** Where the search is; nothing before it, and when it is over. */
  readonly now: Looked | undefined
}

/** Of a long walk the first and the last are told; where the last is not known, the first alone. */
const FIRST = 2
const MOST = 3
/** What says that one is left out takes the place of that one. */
export const MOST_NODES = MOST + 1

/** The regions that the request looked at, as far as they are drawn; none where nothing was searched. */
export function walkOf({ request, allocator }: Heap): readonly Looked[] {
  const search = request?.search
  if (!search || allocator.design === 'bump') return []
  const all: Looked[] = [
    ...search.refused.map((node, index) => ({ number: index + 1, node, isTaken: false })),
    ...(search.taken ? [{ number: search.scanned, node: search.taken, isTaken: true }] : []),
  ]
  const isLastKnown = all.at(-1)?.number === search.scanned
  if (all.length <= (isLastKnown ? MOST_NODES : MOST)) return all
  return isLastKnown ? [...all.slice(0, FIRST), ...all.slice(-1)] : all.slice(0, MOST)
}

export function stepCount(heap: Heap): number {
  const count = walkOf(heap).length
  return count === 0 ? 0 : count + 1
}

/** Without a step, how things stand now. */
export function progressOf(heap: Heap, step?: number): Progress {
  const walk = walkOf(heap)
  const total = stepCount(heap)
  const passed = Math.max(0, Math.min(step ?? total, total))
  const isComplete = passed === total
  return { passed, total, isComplete, now: isComplete ? undefined : walk[passed - 1] }
}
