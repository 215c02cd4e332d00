/**
 * Finds the parts of a value that somebody is looking for, however deep they lie: in fields, variants, elements,
 * maps, behind boxes and shared pointers. References and raw pointers are not followed: what is behind them
 * belongs to somebody else.
 *
 * Types that cannot hold what is wanted are not looked into. Depth, places and results are bounded: what is read may
 * be no value at all.
 */
import { littleEndianNumber } from '../../../shared/little-endian'
import { linearAddress, type LinearAddress } from '../../../shared/units'
import { activeVariant } from './active-variant'
import { recognise } from './containers'
import type { Entry } from './entry'
import { readMapEntries, type MapLayout } from './map-nodes'
import { createPartHolders, isBox, type IsWanted } from './part-holders'
import { readExactly, Unreadable, type ReadMemory } from './read-exactly'
import type { ChoiceType, Member, RecordType, Type } from './type-kinds'
import type { Types } from './type-reader'

export interface Part {
  readonly type: string
  readonly address: LinearAddress
  /** From the value that was asked about: `.tasks[2].future`. */
  readonly path: string
  /** Whole numbers beside it: fields of the structures around it and keys that lead to it, the nearest first. */
  readonly numbers: readonly PartNumber[]
}

export interface PartNumber {
  /** The field's name, or `key`. */
  readonly name: string
  readonly value: bigint
}

export interface PartFinder {
  /** Whether a value of the type can hold what is wanted. */
  mayHold(type: Entry): boolean
  find(type: Entry, address: bigint, readMemory: ReadMemory): Part[]
}

const DEPTH_LIMIT = 24
const PLACE_LIMIT = 50_000
const PART_LIMIT = 8_192
const ELEMENT_LIMIT = 4_096

export function createPartFinder(types: Types, isWanted: IsWanted): PartFinder {
  const { mayHold, mapOf } = createPartHolders(types, isWanted)

  function find(root: Entry, start: bigint, readMemory: ReadMemory): Part[] {
    const found: Part[] = []
    let places = 0

    const load = (address: bigint, size: number) => readExactly(readMemory, address, size)
    const word = (address: bigint) => littleEndianNumber(load(address, 8))
    const sizeOf = (entry: Entry) => types.describe(entry).size

    interface Place {
      readonly address: bigint
      readonly path: string
      readonly numbers: readonly PartNumber[]
      readonly depth: number
    }

    function visit(entry: Entry, place: Place): void {
      if (!mayHold(entry)) return
      places += 1
      if (place.depth > DEPTH_LIMIT || places > PLACE_LIMIT || found.length >= PART_LIMIT) return
      const type = types.describe(entry)
      if (isWanted(type)) {
        const { address, path, numbers } = place
        found.push({ type: type.name, address: linearAddress(address), path, numbers })
      }
      try {
        visitContents(entry, type, place)
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error
      }
    }

    const inside = (place: Place, address: bigint, step: string): Place => ({
      ...place,
      address,
      path: place.path + step,
      depth: place.depth + 1,
    })

    function visitContents(entry: Entry, type: Type, place: Place): void {
      switch (type.kind) {
        case 'record':
          return visitRecord(entry, type, place)
        case 'union': {
          const container = recognise(type, types)
          if (container?.kind === 'wrapper') visitMember(container.inner, place, '')
          return
        }
        case 'choice':
          return visitChoice(type, place)
        case 'array':
          return visitElements(
            type.element,
            type.count,
            place,
            (index) => place.address + BigInt(index * sizeOf(type.element)),
          )
        case 'pointer':
          if (isBox(type.name) && type.target) {
            visit(type.target, inside(place, word(place.address), ''))
          }
          return
        default:
      }
    }

    const visitMember = (member: Member, place: Place, step: string): void =>
      visit(member.type, inside(place, place.address + BigInt(member.offset), step))

    function visitRecord(entry: Entry, type: RecordType, place: Place): void {
      const map = mapOf(entry, type)
      if (map) return visitMap(map, place)
      const container = recognise(type, types)
      switch (container?.kind) {
        case 'list':
        case 'ring': {
          const count = Number(word(place.address + BigInt(container.length)))
          const buffer = word(place.address + BigInt(container.pointer))
          const isRing = container.kind === 'ring'
          const head = isRing ? word(place.address + BigInt(container.head)) : 0n
          const capacity = isRing ? word(place.address + BigInt(container.capacity)) : 0n
          const size = BigInt(sizeOf(container.element))
          return visitElements(container.element, count, place, (index) => {
            const slot = capacity > 0n ? (head + BigInt(index)) % capacity : BigInt(index)
            return buffer + slot * size
          })
        }
        case 'shared': {
          const target = word(place.address + BigInt(container.pointer))
          return visitMember(container.value, { ...place, address: target }, '')
        }
        case 'wrapper':
          return visitMember(container.inner, place, '')
        case 'text':
          return
        default: {
          const numbers = isFromLibrary(type.name) ? [] : numbersOf(type, place.address)
          const within = { ...place, numbers: [...numbers, ...place.numbers] }
          for (const member of type.members) visitMember(member, within, `.${fieldName(member)}`)
        }
      }
    }

    function visitMap(map: MapLayout, place: Place): void {
      const sizes = { key: sizeOf(map.key), value: sizeOf(map.value) }
      for (const pair of readMapEntries(map, sizes, place.address, load, ELEMENT_LIMIT)) {
        const key = wholeNumber(map.key, pair.key)
        const numbers = key === undefined ? [] : [{ name: 'key', value: key }]
        const within = { ...place, numbers: [...numbers, ...place.numbers] }
        visit(map.value, inside(within, pair.value, `[${key ?? '…'}]`))
      }
    }

    function visitChoice(type: ChoiceType, place: Place): void {
      const { variant } = activeVariant(type, types, (offset, size) =>
        load(place.address + BigInt(offset), size),
      )
      if (!variant) return
      const content = types.describe(variant.member.type)
      const at = { ...place, address: place.address + BigInt(variant.member.offset) }
      if (content.kind !== 'record') return
      for (const member of content.members) {
        const isOnly = /^__\d+$/.test(member.name)
        visitMember(member, at, isOnly ? '' : `.${fieldName(member)}`)
      }
    }

    function visitElements(
      element: Entry,
      count: number,
      place: Place,
      addressOf: (index: number) => bigint,
    ): void {
      for (let index = 0; index < Math.min(count, ELEMENT_LIMIT); index++) {
        visit(element, inside(place, addressOf(index), `[${index}]`))
      }
    }

    /** A number, or a structure of the program's own that is nothing but one: `TaskId(u64)`. */
    function wholeNumber(entry: Entry, address: bigint, depth = 0): bigint | undefined {
      const type = types.describe(entry)
      if (type.kind === 'unsigned') return littleEndianNumber(load(address, type.size))
      if (type.kind === 'signed') {
        return BigInt.asIntN(8 * type.size, littleEndianNumber(load(address, type.size)))
      }
      const only = type.kind === 'record' ? onlyMember(type) : undefined
      return only && depth < NUMBER_DEPTH && !isFromLibrary(type.name)
        ? wholeNumber(only.type, address + BigInt(only.offset), depth + 1)
        : undefined
    }

    function onlyMember(type: RecordType): Member | undefined {
      const filled = type.members.filter((member) => sizeOf(member.type) > 0)
      return filled.length === 1 ? filled[0] : undefined
    }

    function numbersOf(type: RecordType, address: bigint): PartNumber[] {
      return type.members.flatMap((member) => {
        const value = wholeNumber(member.type, address + BigInt(member.offset))
        return value === undefined ? [] : [{ name: fieldName(member), value }]
      })
    }

    visit(root, { address: start, path: '', numbers: [], depth: 0 })
    return found
  }

  return { mayHold, find }
}

const NUMBER_DEPTH = 4

const isFromLibrary = (name: string) => /^(core|alloc|std)::/.test(name)
const fieldName = ({ name }: Member) => name.replace(/^__(?=\d+$)/, '')
