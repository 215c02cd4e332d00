/**
 * The heap of a run as queries speak of it: where it lies, how its bytes are divided, and what a byte of it is.
 *
 * What became of a byte is known for certain by who has watched from the beginning. So another machine goes through the
 * run, with an observer that does; it is made when somebody first asks.
 */
import type { Heap, HeapByte } from '../../shared/models/heap'
import { instant as instantOf, type Instant } from '../../shared/units'
import type { HeapObserver } from '../observers/heap'
import { allocatorFunctions } from '../observers/heap/functions'
import type { AddressRange, Fields } from '../query/event-record'
import { LANE_TOPICS } from '../timeline/event-lanes'
import { createTimeline, type Timeline } from '../timeline/timeline'
import { followHeap } from './heap-observer'
import type { LoadedMachine } from './loaded-machine'

export interface HeapLook {
  /** Where the heap of the run lies, or is going to; nothing when no allocator is ever asked. */
  range(): AddressRange | undefined
  fields(at: Instant): Fields | undefined
  kindAt(address: bigint, at: Instant): HeapByte | undefined
}

interface Companion {
  readonly timeline: Timeline
  readonly observer: HeapObserver
  /** Of the branches of the run that it goes through. */
  readonly revision: number
}

/** A kernel that has not asked its allocator by then is taken to have no heap. */
const AHEAD = 20_000_000
/** So far a long run is gone through for it. */
const FARTHEST = 100_000_000
const PIECE = 1_000_000

export function createHeapLook(loaded: LoadedMachine): HeapLook {
  const hasAllocator = allocatorFunctions(loaded.debugInfo.symbols).length > 0
  let companion: Companion | undefined
  let found: { readonly range: AddressRange | undefined } | undefined

  function present(): Companion {
    if (companion?.revision !== loaded.timeline.revision()) companion = undefined
    companion ??= accompany(loaded)
    return companion
  }

  function observerAt(at: Instant): HeapObserver | undefined {
    if (!hasAllocator) return undefined
    const { timeline, observer } = present()
    timeline.seek(at)
    if (timeline.now() < at) timeline.run(at - timeline.now())
    return observer
  }

  /** A heap may be spoken of before the kernel has made it: then the other machine goes on to where it is known. */
  function look(): AddressRange | undefined {
    const end = Math.min(Math.max(loaded.timeline.end(), AHEAD), FARTHEST)
    for (let at = 0; at <= end; at += PIECE) {
      const heap = observerAt(instantOf(at))?.model()
      if (!heap) return undefined
      // More than what was seen of it so far.
      if (heap.region && heap.region.origin !== 'seen') return rangeOf(heap)
    }
    return rangeOf(present().observer.model())
  }

  return {
    range: () => (found ??= { range: look() }).range,
    fields(at) {
      const model = observerAt(at)?.model()
      return model?.region && { ...rangeOf(model), ...totalsOf(model) }
    },
    kindAt: (address, at) => observerAt(at)?.kindAt(address),
  }
}

function accompany({ createMachine, debugInfo, timeline }: LoadedMachine): Companion {
  const machine = createMachine()
  machine.setInputs(timeline.inputs())
  const observer = followHeap(machine, debugInfo)
  observer.model()
  machine.listen(LANE_TOPICS, observer.observe)
  return {
    timeline: createTimeline(machine, { followers: [observer] }),
    observer,
    revision: timeline.revision(),
  }
}

const rangeOf = ({ region }: Heap): AddressRange | undefined =>
  region && { lo: region.start, hi: region.start + BigInt(region.size) }

const totalsOf = ({ totals }: Heap): Fields =>
  Object.fromEntries(Object.entries(totals).map(([name, value]) => [name, BigInt(value)]))
