/**
 * The queues that are known by their types, and where their parts lie: `ArrayQueue` of the crate crossbeam-queue,
 * `VecDeque`, and a ring of slots with one count of what went in and one of what came out.
 *
 * All three are a buffer of slots in which the oldest item has an index. What they say of themselves may be nonsense:
 * a capacity or a length that cannot be is no queue.
 */
import type { TypeLayout } from '../../debuginfo/dwarf/stopped-program'
import type { RecordType } from '../../debuginfo/dwarf/type-kinds'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { readNumber, readWord } from './words-of-memory'

/** A queue in memory, whose items have not been read yet. */
export interface Ring {
  /** The type of an item. */
  readonly element: string
  readonly capacity: number
  readonly length: number
  readonly head: number
  /** Where the count lies that changes when an item is put in. */
  readonly counter: bigint
  /** Where the count of what was taken out lies; absent where one count tells both. */
  readonly takenCounter?: bigint
  /** Where items that found no room are counted, if they are. */
  readonly droppedCounter?: bigint
  /** The slot that a count of items put in, or taken out, stands for; absent where the count does not tell. */
  readonly slotOf?: (count: bigint) => number
  /** An item lies in its slot before it is counted, and not after that. */
  readonly isStoredFirst: boolean
  /** Whether an item was taken out, which the slot before the head may still show. */
  readonly hasTaken: boolean
  readonly dropped?: number
  /** Where the item of a slot lies. */
  readonly slotAddress: (slot: number) => bigint
  /** Bytes of an item. */
  readonly itemSize: number
}

type LayoutOf = (type: string) => TypeLayout | undefined

const ARRAY_QUEUE = /^crossbeam_queue::array_queue::ArrayQueue<(.*)>$/s
const VEC_DEQUE = /^alloc::collections::vec_deque::VecDeque</
const COUNTED = ['slots', 'pushed', 'popped']

export const isQueueType = ({ name, members }: RecordType): boolean =>
  ARRAY_QUEUE.test(name) ||
  VEC_DEQUE.test(name) ||
  COUNTED.every((field) => members.some((member) => member.name === field))

/** No queue in a kernel is larger; what says so is no queue. */
const LARGEST_CAPACITY = 1 << 20

/** The queue of a type at an address; nothing when what lies there cannot be one. */
export function readRing(
  type: string,
  address: bigint,
  layoutOf: LayoutOf,
  readMemory: ReadMemory,
): Ring | undefined {
  const layout = layoutOf(type)
  if (!layout) return undefined
  const reader = ARRAY_QUEUE.test(type) ? arrayQueue : VEC_DEQUE.test(type) ? vecDeque : counted
  const ring = reader(layout, address, { layoutOf, readMemory })
  return ring && isPossible(ring) ? ring : undefined
}

const isPossible = ({ capacity, length, head, itemSize }: Ring): boolean =>
  Number.isInteger(itemSize) &&
  capacity > 0 &&
  capacity <= LARGEST_CAPACITY &&
  length <= capacity &&
  head < capacity

interface Surroundings {
  readonly layoutOf: LayoutOf
  readonly readMemory: ReadMemory
}

/** Where a field of a field lies. */
function offsetOf(
  layout: TypeLayout | undefined,
  path: readonly string[],
  layoutOf: LayoutOf,
): { readonly offset: number; readonly type: string } | undefined {
  const [name, ...rest] = path
  const member = layout?.members.find((one) => one.name === name)
  if (!member || rest.length === 0) return member
  const inner = offsetOf(layoutOf(member.type), rest, layoutOf)
  return inner && { offset: member.offset + inner.offset, type: inner.type }
}

/** The first parameter of a type: `u32` of `Queue<u32, 32>`. */
function firstParameter(type: string): string {
  const start = type.indexOf('<') + 1
  let depth = 0
  for (let at = start; at < type.length; at++) {
    const character = type[at] ?? ''
    if (depth === 0 && (character === ',' || character === '>')) return type.slice(start, at)
    if ('<([{'.includes(character)) depth += 1
    if ('>)]}'.includes(character)) depth -= 1
  }
  return type.slice(start)
}

const SCALAR_SIZES: Readonly<Record<string, number>> = {
  u8: 1,
  i8: 1,
  bool: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  char: 4,
  u64: 8,
  i64: 8,
  usize: 8,
  isize: 8,
}

const sizeOf = (type: string, layoutOf: LayoutOf): number =>
  SCALAR_SIZES[type] ?? layoutOf(type)?.size ?? 0

/** Slots in place, and counts that go up for ever. */
function counted(
  layout: TypeLayout,
  address: bigint,
  { readMemory }: Surroundings,
): Ring | undefined {
  const [slots, pushed, popped, dropped] = [...COUNTED, 'dropped'].map((name) =>
    layout.members.find((member) => member.name === name),
  )
  const capacity = Number(/; (\d+)\]$/.exec(slots?.type ?? '')?.[1] ?? 0)
  if (!slots || !pushed || !popped || capacity === 0) return undefined
  const into = readNumber(readMemory, address + BigInt(pushed.offset), pushed.size)
  const outOf = readNumber(readMemory, address + BigInt(popped.offset), popped.size)
  if (into === undefined || outOf === undefined) return undefined
  const lost = dropped && readNumber(readMemory, address + BigInt(dropped.offset), dropped.size)
  const itemSize = slots.size / capacity
  return {
    element: firstParameter(layout.name),
    capacity,
    length: Number(BigInt.asUintN(64, into - outOf)),
    head: Number(outOf % BigInt(capacity)),
    counter: address + BigInt(pushed.offset),
    takenCounter: address + BigInt(popped.offset),
    ...(dropped && { droppedCounter: address + BigInt(dropped.offset) }),
    slotOf: (count) => Number(count % BigInt(capacity)),
    isStoredFirst: true,
    hasTaken: outOf > 0n,
    ...(lost !== undefined && { dropped: Number(lost) }),
    slotAddress: (slot) => address + BigInt(slots.offset + slot * itemSize),
    itemSize,
  }
}

/** Two positions, each a lap and an index; a lap is a power of two above the capacity. */
function arrayQueue(
  layout: TypeLayout,
  address: bigint,
  { layoutOf, readMemory }: Surroundings,
): Ring | undefined {
  const element = ARRAY_QUEUE.exec(layout.name)?.[1] ?? ''
  const at = (...path: string[]) => offsetOf(layout, path, layoutOf)
  const places = [
    at('head'),
    at('tail'),
    at('one_lap'),
    at('buffer', 'data_ptr'),
    at('buffer', 'length'),
  ]
  const words = places.map((place) => place && readWord(readMemory, address + BigInt(place.offset)))
  const [head, tail, lap, buffer, capacity] = words
  const [headPlace, tailPlace] = places
  const slot = layoutOf(`crossbeam_queue::array_queue::Slot<${element}>`)
  const value = slot?.members.find(({ name }) => name === 'value')
  if (head === undefined || tail === undefined || !lap || !buffer || !capacity) return undefined
  if (!slot || !value || !tailPlace || (lap & (lap - 1n)) !== 0n) return undefined
  const [first, behind] = [head & (lap - 1n), tail & (lap - 1n)]
  const isFull = first === behind && head !== tail
  const length = isFull ? capacity : first <= behind ? behind - first : capacity - first + behind
  return {
    element,
    capacity: Number(capacity),
    length: Number(length),
    head: Number(first),
    counter: address + BigInt(tailPlace.offset),
    ...(headPlace && { takenCounter: address + BigInt(headPlace.offset) }),
    slotOf: (count) => Number(count & (lap - 1n)),
    isStoredFirst: false,
    hasTaken: head > 0n,
    slotAddress: (index) => buffer + BigInt(index * slot.size + value.offset),
    itemSize: sizeOf(element, layoutOf),
  }
}

function vecDeque(
  layout: TypeLayout,
  address: bigint,
  { layoutOf, readMemory }: Surroundings,
): Ring | undefined {
  const element = firstParameter(layout.name)
  const places = [['head'], ['len'], ['buf', 'inner', 'cap'], ['buf', 'inner', 'ptr']].map((path) =>
    offsetOf(layout, path, layoutOf),
  )
  const words = places.map((place) => place && readWord(readMemory, address + BigInt(place.offset)))
  const [head, length, capacity, buffer] = words
  const lengthPlace = places[1]
  if (head === undefined || length === undefined || !capacity || !buffer) return undefined
  if (!lengthPlace) return undefined
  const itemSize = sizeOf(element, layoutOf)
  return {
    element,
    capacity: Number(capacity),
    length: Number(length),
    head: Number(head),
    counter: address + BigInt(lengthPlace.offset),
    isStoredFirst: true,
    hasTaken: head > 0n,
    slotAddress: (slot) => buffer + BigInt(slot * itemSize),
    itemSize,
  }
}
