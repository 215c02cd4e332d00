/**
 * One debugging information entry: its tag, its attributes with all indirections followed, its place in the tree.
 * DWARF version 5, "The Debugging Information Entry (DIE)".
 */
import { createDwarfCursor } from '../dwarf-cursor'
import { readForm, skipForm, type AttributeValue } from './forms'
import { MalformedDwarf, type Meter } from './malformed'
import { Attribute } from './names'
import type { DebugSections } from './sections'
import { readText } from './strings'
import { readTableEntry, type EntryTable, type UnitHeader } from './unit'

export interface Unit {
  readonly header: UnitHeader
  readonly sections: DebugSections
  readonly meter: Meter
  /** Read when first asked for. */
  entries(): EntryTable
  /** The unit's own entry, for its attributes alone: reached through it, it has no children. */
  root(): Entry
  /** The entry at an offset of `.debug_info`, in whichever unit. */
  resolve(offset: number): Entry | undefined
}

export interface Entry {
  /** In `.debug_info`: what makes an entry the same as another. */
  readonly offset: number
  readonly tag: number
  readonly unit: Unit
  value(attribute: number): AttributeValue | undefined
  text(attribute: number): string | undefined
  /** A constant; signed when its form says so. */
  integer(attribute: number): bigint | undefined
  /** A constant that counts something. */
  number(attribute: number): number | undefined
  address(attribute: number): bigint | undefined
  flag(attribute: number): boolean
  reference(attribute: number): Entry | undefined
  children(): Entry[]
  parent(): Entry | undefined
}

/** The first table of a unit begins behind the header of its section's only contribution. */
const DEFAULT_BASE = 8

export function createEntry(unit: Unit, index: number): Entry {
  const table = unit.entries()
  const offset = table.offsets[index]
  const shape = table.abbreviations[index]
  if (offset === undefined || !shape) throw new MalformedDwarf('an entry is missing')
  const { sections, meter } = unit
  const known = new Map<number, AttributeValue | undefined>()

  function value(attribute: number): AttributeValue | undefined {
    if (known.has(attribute)) return known.get(attribute)
    const found = findValue(attribute)
    known.set(attribute, found)
    return found
  }

  function findValue(attribute: number): AttributeValue | undefined {
    if (!shape?.attributes.some((one) => one.attribute === attribute)) return undefined
    meter.spend(1)
    const cursor = createDwarfCursor(sections('.debug_info'))
    cursor.seek(offset ?? 0)
    cursor.skipLeb('an abbreviation code')
    for (const { attribute: name, form, constant } of shape.attributes) {
      if (name === attribute) return readForm(cursor, form, constant)
      skipForm(cursor, form)
    }
    return undefined
  }

  function base(attribute: number): number {
    const value = unit.root().value(attribute)
    return value?.kind === 'section-offset' ? value.offset : DEFAULT_BASE
  }

  function textOf(value: AttributeValue | undefined): string | undefined {
    switch (value?.kind) {
      case 'text':
        return value.text
      case 'string-offset':
        return readText(sections(value.section), value.offset, meter)
      case 'string-index': {
        const offsets = sections('.debug_str_offsets')
        const at = readTableEntry(offsets, base(Attribute.stringOffsetsBase), value.index, 4)
        return readText(sections('.debug_str'), Number(at), meter)
      }
      default:
        return undefined
    }
  }

  const entry: Entry = {
    offset,
    tag: shape.tag,
    unit,
    value,
    text: (attribute) => textOf(value(attribute)),
    integer(attribute) {
      const found = value(attribute)
      return found?.kind === 'constant' ? found.value : undefined
    },
    number(attribute) {
      const found = value(attribute)
      return found?.kind === 'constant' && found.value >= 0n ? Number(found.value) : undefined
    },
    address(attribute) {
      const found = value(attribute)
      if (found?.kind === 'address') return found.value
      if (found?.kind !== 'address-index') return undefined
      return readTableEntry(sections('.debug_addr'), base(Attribute.addressBase), found.index, 8)
    },
    flag(attribute) {
      const found = value(attribute)
      return found?.kind === 'flag' && found.isSet
    },
    reference(attribute) {
      const found = value(attribute)
      if (found?.kind !== 'reference') return undefined
      return unit.resolve(found.isInUnit ? unit.header.offset + found.offset : found.offset)
    },
    children() {
      const children: Entry[] = []
      const end = table.ends[index] ?? 0
      for (let child = index + 1; child < end; child = table.ends[child] ?? end) {
        meter.spend(1)
        children.push(createEntry(unit, child))
      }
      return children
    },
    parent() {
      const parent = table.parents[index] ?? index
      return parent === index ? undefined : createEntry(unit, parent)
    },
  }
  return entry
}

/** Index of the entry that begins exactly at `offset`. */
export function findEntry({ offsets }: EntryTable, offset: number): number | undefined {
  let low = 0
  let high = offsets.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((offsets[middle] ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return offsets[low] === offset ? low : undefined
}
