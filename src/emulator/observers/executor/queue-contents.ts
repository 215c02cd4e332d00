/** The queues of a program as the model has them: what role each plays, and what is in it. */
import type { QueueContents, QueueItem, TaskKey } from '../../../shared/models/executor'
import { linearAddress } from '../../../shared/units'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import type { Ring } from './queue-layouts'
import { readNumber } from './words-of-memory'

/** A queue of thousands is told by its length. */
const ITEM_LIMIT = 4_096
const LARGEST_NUMBER = 8

const BYTE = /^[ui]8$/
const NUMBER = /^[ui](16|32|64|size)$/

/**
 * Bytes come from a device. Numbers, and structures that are nothing but a number, name tasks; so do futures
 * themselves, which are then told apart by where their boxes lie.
 */
export function roleOf(
  { element, itemSize }: Ring,
  holdsFutures: boolean,
): QueueContents['role'] | undefined {
  if (BYTE.test(element)) return 'input'
  const isNumber = NUMBER.test(element) || (itemSize === LARGEST_NUMBER && /Id$/i.test(element))
  return isNumber || holdsFutures ? 'ready' : undefined
}

export interface QueueNaming {
  readonly name: string
  readonly role: QueueContents['role']
  readonly address: bigint
  /** The task that an item stands for: by its number, or by its slot for a queue of futures. */
  readonly taskOf: (value: bigint, slot: number) => TaskKey | undefined
}

export function queueContents(
  ring: Ring,
  { name, role, address, taskOf }: QueueNaming,
  readMemory: ReadMemory,
): QueueContents {
  const { capacity, length, head, hasTaken, dropped } = ring

  function itemIn(slot: number): QueueItem | undefined {
    const size = Math.min(ring.itemSize, LARGEST_NUMBER)
    const value = readNumber(readMemory, ring.slotAddress(slot), size)
    if (value === undefined) return undefined
    const task = role === 'ready' ? taskOf(value, slot) : undefined
    return { value, ...(task !== undefined && { task }) }
  }

  const items: QueueItem[] = []
  for (let index = 0; index < Math.min(length, ITEM_LIMIT); index++) {
    const item = itemIn((head + index) % capacity)
    if (!item) break
    items.push(item)
  }
  const before = (head + capacity - 1) % capacity
  const taken = hasTaken && length < capacity ? itemIn(before) : undefined
  return {
    name,
    role,
    address: linearAddress(address),
    capacity,
    length,
    head,
    items,
    ...(taken && { taken }),
    ...(dropped !== undefined && { dropped }),
  }
}
