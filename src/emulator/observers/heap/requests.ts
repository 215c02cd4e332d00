/** The requests of a run: the last of them as they stand, how many there were, and what became of them. */
import type { FunctionEntered } from '../../../shared/events'
import type { Heap, HeapRequest, HeapRequestKind } from '../../../shared/models/heap'
import { linearAddress } from '../../../shared/units'
import type { RequestArguments } from './arguments'
import type { AllocatorOperation } from './functions'
import type { Before } from './structure'

/** A request that has not returned. */
export interface OpenRequest {
  readonly entered: FunctionEntered
  readonly operation: AllocatorOperation
  readonly request: HeapRequest
  /** Place among the sites. */
  readonly site: number
  readonly arguments: RequestArguments
  /** Handlers that were under way. */
  readonly depth: number
  readonly before: Before
}

type Counts = Heap['counts']

export interface RequestsState {
  readonly requests: readonly HeapRequest[]
  readonly counts: Counts
}

export interface Requests {
  all(): readonly HeapRequest[]
  counts(): Counts
  count(what: keyof Counts): void
  /** A request as it is now, in place of what was known of it. */
  remember(request: HeapRequest): void
  state(): RequestsState
  restore(state: RequestsState): void
}

const NONE: Counts = { allocated: 0, freed: 0, refused: 0, mistakes: 0, requests: 0 }
const RECENT = 64

export function createRequests(): Requests {
  let requests: HeapRequest[] = []
  let counts = NONE

  return {
    all: () => [...requests],
    counts: () => counts,
    count: (what) => void (counts = { ...counts, [what]: counts[what] + 1 }),
    remember(request) {
      const place = requests.map(({ sequence }) => sequence).lastIndexOf(request.sequence)
      if (place >= 0) requests[place] = request
      else requests.push(request)
      if (requests.length > RECENT) requests = requests.slice(-RECENT)
    },
    state: () => ({ requests: [...requests], counts }),
    restore(state) {
      requests = [...state.requests]
      counts = state.counts
    },
  }
}

const KINDS: Readonly<Record<AllocatorOperation, HeapRequestKind>> = {
  alloc: 'alloc',
  alloc_zeroed: 'alloc-zeroed',
  dealloc: 'free',
  realloc: 'realloc',
}

/** What is asked for, by size and places. */
export function askedFor(
  operation: AllocatorOperation,
  { pointer, size: given, alignment, newSize }: RequestArguments,
): Pick<HeapRequest, 'kind' | 'size' | 'alignment' | 'address' | 'before'> {
  const size = operation === 'realloc' ? newSize : given
  return {
    kind: KINDS[operation],
    ...(size !== undefined && { size: Number(size) }),
    ...(alignment !== undefined && { alignment: Number(alignment) }),
    ...(operation === 'dealloc' && pointer !== undefined && { address: linearAddress(pointer) }),
    ...(operation === 'realloc' &&
      pointer !== undefined && {
        before: {
          address: linearAddress(pointer),
          ...(given !== undefined && { size: Number(given) }),
        },
      }),
  }
}
