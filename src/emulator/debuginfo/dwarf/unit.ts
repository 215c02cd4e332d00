/**
 * The units of `.debug_info`: each what one run of the compiler says, with the tables that it refers to.
 * DWARF version 5, "Unit Headers"; version 4, "Compilation Unit Header".
 *
 * Only the headers are read here, and the entries' places when a unit is first looked into.
 */
import { createByteReader, OutOfBounds } from '../../memory/byte-reader'
import { createDwarfCursor, type DwarfCursor } from '../dwarf-cursor'
import { readAbbreviations, type Abbreviation, type Abbreviations } from './abbreviations'
import { skipForm } from './forms'
import { MalformedDwarf, type Meter } from './malformed'
import type { DebugSections } from './sections'

export interface UnitHeader {
  /** In `.debug_info`. */
  readonly offset: number
  readonly end: number
  readonly firstEntry: number
  readonly version: number
  readonly abbreviationsOffset: number
}

/** Where a unit's entries lie, in the order of the file: a tree as three columns. */
export interface EntryTable {
  readonly count: number
  /** In `.debug_info`. */
  readonly offsets: Uint32Array
  /** Index of the parent; the root is its own. */
  readonly parents: Uint32Array
  /** Index of the first entry that is no descendant. */
  readonly ends: Uint32Array
  readonly abbreviations: readonly Abbreviation[]
}

const DWARF_64 = 0xffff_ffff
const UNIT_LIMIT = 100_000
const UnitType = { compile: 1, partial: 3 } as const

export function readUnitHeaders(info: Uint8Array, meter: Meter): UnitHeader[] {
  const cursor = createDwarfCursor(info)
  const units: UnitHeader[] = []
  while (cursor.position() < cursor.size && units.length < UNIT_LIMIT) {
    meter.spend(1)
    const offset = cursor.position()
    const length = cursor.u32('the length of a unit')
    if (length === DWARF_64) return units
    const end = offset + 4 + length
    if (end > cursor.size) return units
    const header = readUnitHeader(cursor, offset, end)
    if (header) units.push(header)
    cursor.seek(end)
  }
  return units
}

/** Nothing for a unit that says nothing about the program itself, or in a way that we do not know. */
function readUnitHeader(cursor: DwarfCursor, offset: number, end: number): UnitHeader | undefined {
  const version = cursor.u16('the version of a unit')
  if (version < 2 || version > 5) return undefined
  let abbreviationsOffset: number
  if (version === 5) {
    const type = cursor.u8('the type of a unit')
    if (type !== UnitType.compile && type !== UnitType.partial) return undefined
    if (cursor.u8('the size of an address') !== 8) return undefined
    abbreviationsOffset = cursor.u32('the abbreviations of a unit')
  } else {
    abbreviationsOffset = cursor.u32('the abbreviations of a unit')
    if (cursor.u8('the size of an address') !== 8) return undefined
  }
  return { offset, end, firstEntry: cursor.position(), version, abbreviationsOffset }
}

/** Units share tables of abbreviations: each is read once. */
export function createAbbreviationCache(sections: DebugSections, meter: Meter) {
  const known = new Map<number, Abbreviations>()
  return (offset: number): Abbreviations => {
    const table = known.get(offset) ?? readAbbreviations(sections('.debug_abbrev'), offset, meter)
    known.set(offset, table)
    return table
  }
}

/** How deep entries may be nested; code is rarely nested deeper than twenty. */
const DEPTH_LIMIT = 512

/**
 * Walks the entries of a unit, all or the first `limit`, without reading their attributes.
 * What is damaged ends the table early.
 */
export function readEntryTable(
  info: Uint8Array,
  unit: UnitHeader,
  shapes: Abbreviations,
  meter: Meter,
  limit = Infinity,
): EntryTable {
  const offsets: number[] = []
  const parents: number[] = []
  const ends: number[] = []
  const abbreviations: Abbreviation[] = []
  const open: number[] = []
  const close = () => {
    const parent = open.pop()
    if (parent !== undefined) ends[parent] = offsets.length
  }

  const cursor = createDwarfCursor(info.subarray(0, unit.end))
  cursor.seek(unit.firstEntry)
  try {
    while (cursor.position() < unit.end && offsets.length < limit) {
      meter.spend(1)
      const offset = cursor.position()
      const code = cursor.uleb('an abbreviation code')
      if (code === 0) {
        close()
        if (open.length === 0) break
        continue
      }
      const shape = shapes.get(code)
      if (!shape) throw new MalformedDwarf('an entry has an unknown abbreviation')
      const index = offsets.length
      skipAttributes(cursor, shape, meter)
      offsets.push(offset)
      parents.push(open.at(-1) ?? index)
      ends.push(index + 1)
      abbreviations.push(shape)
      if (shape.hasChildren) open.push(index)
      else if (open.length === 0) break
      if (open.length > DEPTH_LIMIT) throw new MalformedDwarf('entries are nested too deep')
    }
  } catch (error) {
    if (!(error instanceof MalformedDwarf || error instanceof OutOfBounds)) throw error
  }
  while (open.length > 0) close()

  return {
    count: offsets.length,
    offsets: Uint32Array.from(offsets),
    parents: Uint32Array.from(parents),
    ends: Uint32Array.from(ends),
    abbreviations,
  }
}

function skipAttributes(cursor: DwarfCursor, shape: Abbreviation, meter: Meter): void {
  if (shape.fixedSize !== undefined) return cursor.skip(shape.fixedSize, 'attributes')
  meter.spend(shape.attributes.length)
  for (const { form } of shape.attributes) skipForm(cursor, form)
}

/** Entry `index` of a table of 8-byte addresses or 4-byte offsets that begins at `base`. */
export function readTableEntry(
  table: Uint8Array,
  base: number,
  index: number,
  size: 4 | 8,
): bigint {
  const reader = createByteReader(table)
  const at = base + index * size
  return size === 8 ? reader.u64(at, 'an address') : BigInt(reader.u32(at, 'an offset'))
}
