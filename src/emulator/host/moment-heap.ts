/** The heap of a run as queries speak of it: where it lies, how its bytes are divided, and what a byte of it is. */
import type { Heap, HeapByte } from '../../shared/models/heap'
import { instant as instantOf, type Instant } from '../../shared/units'
import type { LoggedInput } from '../machine/input-log'
import type { AddressRange, Fields } from '../query/event-record'
import { createHeapCompanion, FARTHEST } from './heap-companion'
import type { LoadedMachine } from './loaded-machine'

export interface HeapLook {
  /** Where the heap of the run lies, or is going to; nothing when no allocator is ever asked. */
  range(): AddressRange | undefined
  fields(at: Instant): Fields | undefined
  kindAt(address: bigint, at: Instant): HeapByte | undefined
}

/** What is known of the heap's place, from looking up to an instant. */
interface Place {
  readonly range?: AddressRange
  readonly at: Instant
  /** Nobody needs to look further. */
  readonly isCertain: boolean
  /** It holds in every run with these inputs up to then. */
  readonly inputs: readonly LoggedInput[]
  readonly revision: number
}

/** A kernel that has not asked its allocator by then is taken to have no heap. */
const AHEAD = 20_000_000
const PIECE = 1_000_000

const TOTALS = [
  ...(['used', 'padding', 'free', 'lost', 'unknown'] as const),
  ...(['largest', 'holes', 'live'] as const),
] satisfies readonly (keyof Heap['totals'])[]

export function createHeapLook(
  loaded: Pick<LoadedMachine, 'createMachine' | 'debugInfo' | 'timeline'>,
): HeapLook {
  const { timeline } = loaded
  const companion = createHeapCompanion(loaded)
  let place: Place | undefined

  const inputsUpTo = (at: Instant) => timeline.inputs().filter((input) => input.instant <= at)

  /** What is known still, after inputs and branches have changed. */
  function stillKnown(): Place | undefined {
    const revision = timeline.revision()
    if (!place || place.revision === revision) return place
    const inputs = inputsUpTo(place.at)
    const isSame =
      inputs.length === place.inputs.length &&
      inputs.every((input, index) => input === place?.inputs[index])
    return isSame ? { ...place, revision } : undefined
  }

  function lookAt(at: Instant): Place {
    const heap = companion.observerAt(at)?.model()
    return {
      ...(heap?.region && { range: rangeOf(heap.region) }),
      at,
      // Without an allocator there is nothing to wait for; a region of what was seen of it so far may grow.
      isCertain: !heap || (heap.region !== undefined && heap.region.origin !== 'seen'),
      inputs: inputsUpTo(at),
      revision: timeline.revision(),
    }
  }

  /** A heap may be spoken of before the kernel has made it: then the other machine goes on to where it is known. */
  function range(): AddressRange | undefined {
    const end = Math.min(Math.max(timeline.end(), AHEAD), FARTHEST)
    place = stillKnown() ?? lookAt(instantOf(0))
    while (!place.isCertain && place.at < end) {
      place = lookAt(instantOf(Math.min(place.at + PIECE, end)))
    }
    return place.range
  }

  return {
    range,
    fields(at) {
      const place = range()
      return place && withTotals(place, () => companion.observerAt(at)?.model())
    },
    kindAt: (address, at) => companion.observerAt(at)?.kindAt(address),
  }
}

const rangeOf = ({ start, size }: NonNullable<Heap['region']>): AddressRange => ({
  lo: start,
  hi: start + BigInt(size),
})

/** Where the heap lies is known; only who asks how its bytes are divided has to wait. */
const withTotals = (range: AddressRange, look: () => Heap | undefined): Fields =>
  Object.defineProperties(
    { ...range },
    Object.fromEntries(
      TOTALS.map((name) => [
        name,
        {
          get() {
            const model = look()
            return model?.region && BigInt(model.totals[name])
          },
        },
      ]),
    ),
  )
