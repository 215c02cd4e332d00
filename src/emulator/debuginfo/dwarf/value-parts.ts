/**
 * What a value of a known type is made of, part by part, and how its text comes of the texts of those.
 *
 * Reads only what says how many parts there are and where: a length, a discriminant, a pointer. What the parts hold is
 * for whoever asks.
 */
import { littleEndianNumber } from '../../../shared/little-endian'
import type { NamedValue } from '../../../shared/models/debug'
import { activeVariant } from './active-variant'
import { hex, listText, mapText, recordText, setText } from './compound-text'
import { bareName, isTransparentPointer, recognise, type Container } from './containers'
import type { Entry } from './entry'
import { mapLayout, readMapEntries, type MapLayout } from './map-nodes'
import { LARGEST_READ, readExactly, Unreadable, type ReadMemory } from './read-exactly'
import { scalarText, stringText } from './scalar-text'
import type { ChoiceType, PointerType, RecordType, ScalarType, Type } from './type-kinds'
import type { Types } from './type-reader'

/** Where a value is: in memory, or in bytes that registers and constants were put together from. */
export type Place =
  | { readonly kind: 'memory'; readonly address: bigint }
  | {
      readonly kind: 'bytes'
      readonly bytes: Uint8Array
      /** The register that holds them, by DWARF's number, and from which of its bytes on. */
      readonly register?: { readonly number: number; readonly offset: number }
    }

export interface ValuePart {
  /** A field's name, an index, a key, or `*` for what a pointer points at. */
  readonly name: string
  readonly type: Entry
  readonly place: Place
}

export interface Scalar {
  readonly kind: ScalarType['kind'] | 'pointer'
  /** In bytes. */
  readonly size: number
}

export interface ValueShape {
  readonly type: string
  readonly place: Place
  /** What it is when it is one number and nothing else. */
  readonly scalar?: Scalar
  /** How many parts there are. */
  readonly count: number
  part(index: number): ValuePart
  /** Whether the text is made of those of the parts. */
  readonly isTextOfParts: boolean
  /** Given the first of the parts, as many as one cares to read. Throws `Unreadable`. */
  text(parts: readonly NamedValue[]): string
}

export interface ValueSurroundings {
  readonly types: Types
  readonly readMemory: ReadMemory
  /** What the program calls an address: for function pointers. */
  readonly nameOf: (address: bigint) => string | undefined
  /** The concrete type behind a table of methods. */
  readonly concreteTypeAt: (vtable: bigint) => Entry | undefined
}

export interface ValueShapes {
  /** Throws `Unreadable` where not even the number of parts can be read. */
  shapeOf(entry: Entry, place: Place): ValueShape
}

export const NOT_MAPPED = '<not mapped>'

/** It keeps a byte, and speaks of it as of a `bool`. */
const ATOMIC_BOOL = /^core::sync::atomic::Atomic(Bool$|<bool>$)/

const POINTER: Scalar = { kind: 'pointer', size: 8 }

/** Structures that do nothing but hold another: a sound program nests a few. */
const WRAPPER_LIMIT = 12
const MAP_LIMIT = 1_024

/** What a structure is recognised as is asked again for each value of it. */
interface Recognised {
  readonly container: Container | undefined
  readonly map: FoundMap | undefined
}

interface FoundMap {
  readonly layout: MapLayout
  readonly isSet: boolean
  /** Of the map in the value. */
  readonly offset: number
}

const recognised = new WeakMap<RecordType, Recognised>()

/** `textOf` gives the text of a key. */
export function createValueShapes(
  surroundings: ValueSurroundings,
  textOf: (entry: Entry, place: Place) => string,
): ValueShapes {
  const { types, readMemory, nameOf, concreteTypeAt } = surroundings
  function recognition(type: RecordType): Recognised {
    const known = recognised.get(type) ?? {
      container: recognise(type, types),
      map: findMap(type, types),
    }
    recognised.set(type, known)
    return known
  }

  function load(place: Place, offset: number, size: number): Uint8Array {
    if (place.kind === 'memory') {
      return readExactly(readMemory, place.address + BigInt(offset), size)
    }
    const bytes = place.bytes.subarray(offset, offset + size)
    if (bytes.length < size) throw new Unreadable()
    return bytes
  }

  const word = (place: Place, offset: number): bigint => littleEndianNumber(load(place, offset, 8))

  const simple = (type: string, place: Place, text: string): ValueShape => ({
    type,
    place,
    count: 0,
    part: noPart,
    isTextOfParts: false,
    text: () => text,
  })

  function shapeOf(entry: Entry, place: Place, nesting = 0): ValueShape {
    const type = types.describe(entry)
    return nesting > WRAPPER_LIMIT
      ? simple(type.name, place, '…')
      : shapeOfType(type, place, nesting)
  }

  function shapeOfType(type: Type, place: Place, nesting: number): ValueShape {
    switch (type.kind) {
      case 'pointer':
        return pointer(type, place)
      case 'function-pointer': {
        const address = word(place, 0)
        const name = nameOf(address)
        const text = name === undefined ? hex(address) : `${hex(address)} <${name}>`
        return simple(type.name, place, text)
      }
      case 'array': {
        const size = types.describe(type.element).size
        return list(type.name, place, type.element, type.count, (index) =>
          within(place, index * size),
        )
      }
      case 'record':
        return record(type, place, nesting)
      case 'union': {
        const { container } = recognition(type)
        if (container) return contained(type.name, container, place, nesting)
        return { ...fields(type, place), text: () => `union ${bareName(type.name)}` }
      }
      case 'choice':
        return choice(type, place)
      case 'enumeration': {
        const found = littleEndianNumber(load(place, 0, type.size))
        const name = type.names.get(found) ?? type.names.get(BigInt.asIntN(8 * type.size, found))
        return simple(type.name, place, name ?? `<no variant ${found}>`)
      }
      case 'opaque':
        return simple(type.name, place, type.name)
      default:
        return scalar(type.name, place, type)
    }
  }

  const scalar = (name: string, place: Place, type: ScalarType): ValueShape => ({
    ...simple(name, place, scalarText(type, load(place, 0, type.size))),
    scalar: { kind: type.kind, size: type.size },
  })

  /** A pointer to something: its one part. */
  const target = (type: string, place: Place, to: Entry, address: bigint): ValueShape => ({
    type,
    place,
    count: 1,
    part: () => ({ name: '*', type: to, place: { kind: 'memory', address } }),
    isTextOfParts: true,
    text: ([value]) => value?.value.text ?? '…',
  })

  function pointer({ name, target: to }: PointerType, place: Place): ValueShape {
    const address = word(place, 0)
    const own = { ...simple(name, place, hex(address)), scalar: POINTER }
    if (!to) return own
    const pointed = { ...target(name, place, to, address), scalar: POINTER }
    if (isTransparentPointer(name)) {
      return address === 0n ? { ...own, text: () => NOT_MAPPED } : pointed
    }
    // A raw pointer may point anywhere: it is followed, but speaks for itself.
    return address === 0n ? own : { ...pointed, isTextOfParts: false, text: () => hex(address) }
  }

  function record(type: RecordType, place: Place, nesting: number): ValueShape {
    const { container, map: found } = recognition(type)
    if (container) return contained(type.name, container, place, nesting)
    if (found && place.kind === 'memory') return map(type.name, place, found)
    return dynamic(type, place) ?? fields(type, place)
  }

  const fields = (type: RecordType, place: Place, name = bareName(type.name)): ValueShape => ({
    type: type.name,
    place,
    count: type.members.length,
    part(index) {
      const member = type.members[index]
      if (!member) return noPart()
      const shown = member.name.replace(/^__(?=\d+$)/, '')
      return { name: shown, type: member.type, place: within(place, member.offset) }
    },
    isTextOfParts: true,
    text: (parts) => recordText(type, name, parts),
  })

  /** `&dyn Trait` and `Box<dyn Trait>`: an address and a table of methods. */
  function dynamic(type: RecordType, place: Place): ValueShape | undefined {
    const data = type.members.find(({ name }) => name === 'pointer')
    const vtable = type.members.find(({ name }) => name === 'vtable')
    if (!data || !vtable || type.members.length !== 2) return undefined
    const address = word(place, data.offset)
    const concrete = concreteTypeAt(word(place, vtable.offset))
    return concrete
      ? target(type.name, place, concrete, address)
      : simple(type.name, place, hex(address))
  }

  function map(
    type: string,
    place: Extract<Place, { kind: 'memory' }>,
    { layout, isSet, offset }: FoundMap,
  ): ValueShape {
    const entries = readMapEntries(
      layout,
      { key: types.describe(layout.key).size, value: types.describe(layout.value).size },
      place.address + BigInt(offset),
      (address, size) => readExactly(readMemory, address, size),
      MAP_LIMIT,
    )
    return {
      type,
      place,
      count: entries.length,
      part(index) {
        const entry = entries[index]
        if (!entry) return noPart()
        const key: Place = { kind: 'memory', address: entry.key }
        if (isSet) return { name: `${index}`, type: layout.key, place: key }
        const value: Place = { kind: 'memory', address: entry.value }
        return { name: textOf(layout.key, key), type: layout.value, place: value }
      },
      isTextOfParts: true,
      text: (parts) => (isSet ? setText : mapText)(parts, entries.length),
    }
  }

  function contained(
    type: string,
    container: Container,
    place: Place,
    nesting: number,
  ): ValueShape {
    switch (container.kind) {
      case 'text': {
        const length = Number(word(place, container.length))
        const address = word(place, container.pointer)
        const bytes = load({ kind: 'memory', address }, 0, Math.min(length, LARGEST_READ))
        return simple(type, place, stringText(bytes) + (length > LARGEST_READ ? '…' : ''))
      }
      case 'list':
      case 'ring': {
        const count = Number(word(place, container.length))
        const start = word(place, container.pointer)
        const size = BigInt(types.describe(container.element).size)
        const slot = ringSlot(container, place)
        return list(type, place, container.element, count, (index) => ({
          kind: 'memory',
          address: start + slot(index) * size,
        }))
      }
      case 'wrapper': {
        const { type: inner, offset } = container.inner
        const held = types.describe(inner)
        if (ATOMIC_BOOL.test(type) && held.kind === 'unsigned') {
          return scalar(type, within(place, offset), { ...held, kind: 'bool' })
        }
        return { ...shapeOf(inner, within(place, offset), nesting + 1), type, place }
      }
      case 'shared': {
        const address = word(place, container.pointer) + BigInt(container.value.offset)
        return target(type, place, container.value.type, address)
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

  const list = (
    type: string,
    place: Place,
    element: Entry,
    count: number,
    placeOf: (index: number) => Place,
  ): ValueShape => ({
    type,
    place,
    count,
    part: (index) => ({ name: `${index}`, type: element, place: placeOf(index) }),
    isTextOfParts: true,
    text(parts) {
      if (parts[0]?.value.text === NOT_MAPPED) throw new Unreadable()
      return listText(parts, count)
    },
  })

  function choice(type: ChoiceType, place: Place): ValueShape {
    const { variant, discriminant } = activeVariant(type, types, (offset, size) =>
      load(place, offset, size),
    )
    if (!variant) return simple(type.name, place, `<no variant ${discriminant}>`)
    const content = types.describe(variant.member.type)
    if (content.kind !== 'record') return simple(type.name, place, variant.member.name)
    const at = within(place, variant.member.offset)
    return { ...fields(content, at, variant.member.name), type: type.name, place }
  }

  return { shapeOf }
}

/** `BTreeMap` and `BTreeSet`, which is a map to nothing. */
function findMap(type: RecordType, types: Types): FoundMap | undefined {
  const isSet = /^alloc::collections::btree::set::BTreeSet</.test(type.name)
  const inner = isSet ? type.members.find(({ name }) => name === 'map') : undefined
  const content = inner ? types.describe(inner.type) : type
  const layout = content.kind === 'record' ? mapLayout(content, types) : undefined
  return layout && { layout, isSet, offset: inner?.offset ?? 0 }
}

function within(place: Place, offset: number): Place {
  if (place.kind === 'memory') {
    return { kind: 'memory', address: place.address + BigInt(offset) }
  }
  const { bytes, register } = place
  return {
    kind: 'bytes',
    bytes: bytes.subarray(offset),
    ...(register && { register: { ...register, offset: register.offset + offset } }),
  }
}

function noPart(): never {
  throw new Unreadable()
}
