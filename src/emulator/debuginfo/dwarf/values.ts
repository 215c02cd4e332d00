/**
 * Reads a value of a known type out of the program and says it as Rust would print it.
 *
 * Depth, number of parts and length of text are bounded: what is read may be no value at all.
 */
import type { NamedValue, TypedValue } from '../../../shared/models/debug'
import { linearAddress } from '../../../shared/units'
import { activeVariant } from './active-variant'
import { bareName, isTransparentPointer, recognise, type Container } from './containers'
import { hex, listText, recordText } from './compound-text'
import type { Entry } from './entry'
import { LARGEST_READ, readExactly, Unreadable, type ReadMemory } from './read-exactly'
import { littleEndian, scalarText, stringText } from './scalar-text'
import type { ChoiceType, PointerType, RecordType, Type } from './type-kinds'
import type { Types } from './type-reader'

export type { ReadMemory } from './read-exactly'

/** Where a value is: in memory, or in bytes that registers and constants were put together from. */
export type Place =
  | { readonly kind: 'memory'; readonly address: bigint }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }

export interface ValueReader {
  read(type: Entry, place: Place): TypedValue
}

export interface ValueSurroundings {
  readonly types: Types
  readonly readMemory: ReadMemory
  /** What the program calls an address: for function pointers. */
  readonly nameOf: (address: bigint) => string | undefined
  /** The concrete type behind a table of methods. */
  readonly concreteTypeAt: (vtable: bigint) => Entry | undefined
}

const DEPTH_LIMIT = 12
const PART_LIMIT = 2_000
const ITEM_LIMIT = 256
const TEXT_LIMIT = 1_000

export function createValueReader(surroundings: ValueSurroundings): ValueReader {
  const { types, readMemory, nameOf, concreteTypeAt } = surroundings
  let parts = 0

  function load(place: Place, offset: number, size: number): Uint8Array {
    if (place.kind === 'memory') {
      return readExactly(readMemory, place.address + BigInt(offset), size)
    }
    const bytes = place.bytes.subarray(offset, offset + size)
    if (bytes.length < size) throw new Unreadable()
    return bytes
  }

  const word = (place: Place, offset: number): bigint => littleEndian(load(place, offset, 8))

  const within = (place: Place, offset: number): Place =>
    place.kind === 'memory'
      ? { kind: 'memory', address: place.address + BigInt(offset) }
      : { kind: 'bytes', bytes: place.bytes.subarray(offset) }

  function value(
    type: string,
    place: Place,
    text: string,
    children: readonly NamedValue[] = [],
  ): TypedValue {
    const shown = text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text
    return {
      type,
      text: shown,
      ...(place.kind === 'memory' && { address: linearAddress(place.address) }),
      children,
    }
  }

  function read(entry: Entry, place: Place, depth: number): TypedValue {
    const type = types.describe(entry)
    parts += 1
    if (depth > DEPTH_LIMIT || parts > PART_LIMIT) return value(type.name, place, '…')
    try {
      return readType(type, place, depth)
    } catch (error) {
      if (error instanceof Unreadable) return value(type.name, place, '<not mapped>')
      throw error
    }
  }

  function readType(type: Type, place: Place, depth: number): TypedValue {
    switch (type.kind) {
      case 'pointer':
        return readPointer(type, place, depth)
      case 'function-pointer': {
        const address = word(place, 0)
        const name = nameOf(address)
        return value(
          type.name,
          place,
          name === undefined ? hex(address) : `${hex(address)} <${name}>`,
        )
      }
      case 'array': {
        const size = types.describe(type.element).size
        const items = readItems(type.element, type.count, depth, (index) =>
          within(place, index * size),
        )
        return value(type.name, place, listText(items, type.count), items)
      }
      case 'record':
        return readRecord(type, place, depth)
      case 'union': {
        const container = recognise(type, types)
        if (container) return readContainer(type.name, container, place, depth)
        const fields = readFields(type, place, depth)
        return value(type.name, place, `union ${bareName(type.name)}`, fields)
      }
      case 'choice':
        return readChoice(type, place, depth)
      case 'enumeration': {
        const found = littleEndian(load(place, 0, type.size))
        const name = type.names.get(found) ?? type.names.get(BigInt.asIntN(8 * type.size, found))
        return value(type.name, place, name ?? `<no variant ${found}>`)
      }
      case 'opaque':
        return value(type.name, place, type.name)
      default:
        return value(type.name, place, scalarText(type, load(place, 0, type.size)))
    }
  }

  function readPointer(type: PointerType, place: Place, depth: number): TypedValue {
    const address = word(place, 0)
    if (!type.target) return value(type.name, place, hex(address))
    const isTransparent = isTransparentPointer(type.name)
    // A raw pointer may point anywhere: it is followed, but speaks for itself.
    const target = read(type.target, { kind: 'memory', address }, depth + 1)
    const text = isTransparent ? target.text : hex(address)
    return value(type.name, place, text, address === 0n ? [] : [{ name: '*', value: target }])
  }

  function readRecord(type: RecordType, place: Place, depth: number): TypedValue {
    const container = recognise(type, types)
    if (container) return readContainer(type.name, container, place, depth)
    return readDynamic(type, place, depth) ?? plainRecord(type, place, depth, bareName(type.name))
  }

  function plainRecord(type: RecordType, place: Place, depth: number, name: string): TypedValue {
    const fields = readFields(type, place, depth)
    return value(type.name, place, recordText(type, name, fields), fields)
  }

  const readFields = (type: RecordType, place: Place, depth: number): NamedValue[] =>
    type.members.slice(0, ITEM_LIMIT).map((member) => ({
      name: member.name.replace(/^__(?=\d+$)/, ''),
      value: read(member.type, within(place, member.offset), depth + 1),
    }))

  /** `&dyn Trait` and `Box<dyn Trait>`: an address and a table of methods. */
  function readDynamic(type: RecordType, place: Place, depth: number): TypedValue | undefined {
    const data = type.members.find(({ name }) => name === 'pointer')
    const vtable = type.members.find(({ name }) => name === 'vtable')
    if (!data || !vtable || type.members.length !== 2) return undefined
    const address = word(place, data.offset)
    const concrete = concreteTypeAt(word(place, vtable.offset))
    if (!concrete) return value(type.name, place, hex(address))
    const target = read(concrete, { kind: 'memory', address }, depth + 1)
    return value(type.name, place, target.text, [{ name: '*', value: target }])
  }

  function readContainer(
    name: string,
    container: Container,
    place: Place,
    depth: number,
  ): TypedValue {
    switch (container.kind) {
      case 'text': {
        const length = Number(word(place, container.length))
        const address = word(place, container.pointer)
        const bytes = load({ kind: 'memory', address }, 0, Math.min(length, LARGEST_READ))
        return value(name, place, stringText(bytes) + (length > LARGEST_READ ? '…' : ''))
      }
      case 'list':
      case 'ring': {
        const count = Number(word(place, container.length))
        const start = word(place, container.pointer)
        const size = BigInt(types.describe(container.element).size)
        const slot = ringSlot(container, place)
        const items = readItems(container.element, count, depth, (index) => ({
          kind: 'memory',
          address: start + slot(index) * size,
        }))
        return value(name, place, listText(items, count), items)
      }
      case 'wrapper': {
        const inner = read(container.inner.type, within(place, container.inner.offset), depth + 1)
        return value(name, place, inner.text, inner.children)
      }
      case 'shared': {
        const address = word(place, container.pointer) + BigInt(container.value.offset)
        const inner = read(container.value.type, { kind: 'memory', address }, depth + 1)
        return value(name, place, inner.text, [{ name: '*', value: inner }])
      }
    }
  }

  /** Where element `index` of a list stands in its buffer: a ring begins at its head and wraps around. */
  function ringSlot(container: Container, place: Place): (index: number) => bigint {
    if (container.kind !== 'ring') return BigInt
    const head = word(place, container.head)
    const capacity = word(place, container.capacity)
    return (index) => (capacity === 0n ? 0n : (head + BigInt(index)) % capacity)
  }

  function readItems(
    element: Entry,
    count: number,
    depth: number,
    placeOf: (index: number) => Place,
  ): NamedValue[] {
    const items: NamedValue[] = []
    for (let index = 0; index < Math.min(count, ITEM_LIMIT) && parts < PART_LIMIT; index++) {
      items.push({ name: `${index}`, value: read(element, placeOf(index), depth + 1) })
      if (items[0]?.value.text === '<not mapped>') throw new Unreadable()
    }
    return items
  }

  function readChoice(type: ChoiceType, place: Place, depth: number): TypedValue {
    const { variant, discriminant } = activeVariant(type, types, (offset, size) =>
      load(place, offset, size),
    )
    if (!variant) return value(type.name, place, `<no variant ${discriminant}>`)
    const content = types.describe(variant.member.type)
    if (content.kind !== 'record') return value(type.name, place, variant.member.name)
    const at = within(place, variant.member.offset)
    const fields = readFields(content, at, depth)
    return value(type.name, place, recordText(content, variant.member.name, fields), fields)
  }

  return {
    read(entry, place) {
      parts = 0
      return read(entry, place, 0)
    },
  }
}
