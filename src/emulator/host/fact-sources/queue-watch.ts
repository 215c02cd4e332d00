/**
 * What stores into a queue mean: an item put in, taken out, or refused. Everything is taken from the stores themselves,
 * because memory may have gone on when they are told of.
 */
import type { MemoryAccessed } from '../../../shared/events'
import { linearAddress } from '../../../shared/units'
import type { WatchedRange } from '../../machine/access-watch'
import type { Ring } from '../../observers/executor/queue-layouts'

export interface QueueStep {
  readonly kind: 'push' | 'pop' | 'full'
  /** Items in the queue after it. */
  readonly length: number
  /** The item, of a queue of bytes or numbers. */
  readonly value?: bigint
}

export interface QueueWatchState {
  readonly length: number
  readonly items: readonly (readonly [slot: number, value: bigint])[]
  /** The slot that was counted and is still to be filled. */
  readonly awaited?: number
}

export interface QueueWatch {
  readonly ranges: readonly WatchedRange[]
  stored(access: MemoryAccessed): QueueStep | undefined
  state(): QueueWatchState
  restore(state: QueueWatchState): void
}

const COUNT_SIZE = 8n
const LARGEST_ITEM = 8
/** Larger ones are told without their items. */
const LARGEST_CAPACITY = 4096

/** `readItem`: what a slot holds now, `size` bytes of it. */
export function createQueueWatch(
  ring: Ring,
  isOfNumbers: boolean,
  readItem: (slot: number, size: number) => bigint | undefined,
): QueueWatch {
  const { capacity, itemSize, slotOf, isStoredFirst } = ring
  // What a damaged image says of its types may be no size at all.
  const isWord = Number.isInteger(itemSize) && itemSize >= 1 && itemSize <= LARGEST_ITEM
  // A count that does not tell the slot leaves nothing to look an item up by.
  const hasItems = isOfNumbers && slotOf !== undefined && isWord && capacity <= LARGEST_CAPACITY
  const slots = new Map<bigint, number>()
  if (hasItems) {
    for (let slot = 0; slot < capacity; slot++) slots.set(ring.slotAddress(slot), slot)
  }
  let held = new Map(hasItems ? itemsNow() : [])
  let { length } = ring
  let awaited: number | undefined

  function itemsNow(): QueueWatchState['items'] {
    const full = Array.from({ length: ring.length }, (_, index) => (ring.head + index) % capacity)
    return full.flatMap((slot) => {
      const value = readItem(slot, itemSize)
      return value === undefined ? [] : [[slot, value] as const]
    })
  }

  const step = (kind: QueueStep['kind'], slot?: number): QueueStep => {
    const value = slot === undefined ? undefined : held.get(slot)
    return { kind, length, ...(value !== undefined && { value }) }
  }

  function pushed(slot: number | undefined): QueueStep | undefined {
    length += 1
    if (isStoredFirst || !hasItems || slot === undefined) return step('push', slot)
    awaited = slot
    return undefined
  }

  function popped(slot: number | undefined): QueueStep {
    length = Math.max(0, length - 1)
    return step('pop', slot)
  }

  /** One count for both. */
  function counted(now: bigint, before: bigint): QueueStep {
    length = Number(BigInt.asUintN(32, now))
    return step(now > before ? 'push' : 'pop')
  }

  function filled(slot: number, { value, size }: MemoryAccessed): QueueStep | undefined {
    held.set(slot, BigInt.asUintN(8 * Math.min(size, itemSize), value))
    if (awaited !== slot) return undefined
    awaited = undefined
    return step('push', slot)
  }

  const counts = [ring.counter, ring.takenCounter, ring.droppedCounter].flatMap((address) =>
    address === undefined ? [] : { linear: linearAddress(address), length: COUNT_SIZE },
  )
  const stored = [...slots.keys()].map((address) => ({
    linear: linearAddress(address),
    length: BigInt(itemSize),
  }))
  return {
    ranges: [...counts, ...joined(stored)],
    stored(access) {
      const { linearAddress: address, value, old = 0n } = access
      if (address === undefined) return undefined
      const slot = slots.get(address)
      if (slot !== undefined) return filled(slot, access)
      // A compare-and-exchange that fails stores what was there.
      if (value === old) return undefined
      if (address === ring.droppedCounter) return step('full')
      if (address === ring.takenCounter) return popped(slotOf?.(old))
      if (address !== ring.counter) return undefined
      return ring.takenCounter === undefined ? counted(value, old) : pushed(slotOf?.(old))
    },
    state: () => ({ length, items: [...held], ...(awaited !== undefined && { awaited }) }),
    restore(state) {
      length = state.length
      held = new Map(state.items)
      awaited = state.awaited
    },
  }
}

type LinearRange = { readonly linear: ReturnType<typeof linearAddress>; readonly length: bigint }

/** Slots side by side are one range: there are not many watches. */
function joined(ranges: readonly LinearRange[]): readonly LinearRange[] {
  const together: LinearRange[] = []
  for (const range of ranges) {
    const last = together.at(-1)
    if (last && last.linear + last.length === range.linear) {
      together[together.length - 1] = { linear: last.linear, length: last.length + range.length }
    } else together.push(range)
  }
  return together
}
