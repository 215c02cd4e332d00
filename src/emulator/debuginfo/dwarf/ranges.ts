/**
 * Which addresses an entry covers: one stretch, or a list of them.
 * DWARF version 5, "Range List Entries" (`.debug_rnglists`); version 4, "Non-Contiguous Address Ranges" (`.debug_ranges`).
 */
import { createByteReader } from '../../memory/byte-reader'
import { createDwarfCursor } from '../dwarf-cursor'
import type { Entry, Unit } from './entry'
import { MalformedDwarf } from './malformed'
import { Attribute } from './names'
import { readTableEntry } from './unit'

export interface AddressRange {
  readonly start: bigint
  /** The first address behind. */
  readonly end: bigint
}

/** Where the linker puts what it threw away: 0, or -1 and -2 in newer files; 1 in lists, where 0 would end them. */
const isKept = ({ start, end }: AddressRange) =>
  start > 1n && start < end && start < 0xffff_ffff_ffff_fffen

export function addressRanges(entry: Entry): AddressRange[] {
  return readRanges(entry).filter(isKept)
}

export const covers = (ranges: readonly AddressRange[], address: bigint): boolean =>
  ranges.some(({ start, end }) => start <= address && address < end)

function readRanges(entry: Entry): AddressRange[] {
  const list = entry.value(Attribute.ranges)
  if (list?.kind === 'section-offset') return readList(entry.unit, list.offset)
  if (list?.kind === 'list-index') {
    return readList(entry.unit, listOffset(entry.unit, '.debug_rnglists', list.index))
  }
  const start = entry.address(Attribute.lowPc)
  if (start === undefined) return []
  // Either an address or, more often, how many bytes it reaches.
  const length = entry.integer(Attribute.highPc)
  const end = length === undefined ? entry.address(Attribute.highPc) : start + length
  return end === undefined ? [] : [{ start, end: BigInt.asUintN(64, end) }]
}

const HEADER_SIZE = 12

/** The place of list `index`, by the table of offsets at the unit's base. */
export function listOffset(
  unit: Unit,
  section: '.debug_rnglists' | '.debug_loclists',
  index: number,
): number {
  const attribute =
    section === '.debug_rnglists' ? Attribute.rangeListsBase : Attribute.locationListsBase
  const value = unit.root().value(attribute)
  const base = value?.kind === 'section-offset' ? value.offset : HEADER_SIZE
  return base + Number(readTableEntry(unit.sections(section), base, index, 4))
}

/** An address of `.debug_addr` by its index. */
export function indexedAddress(unit: Unit, index: number): bigint {
  const value = unit.root().value(Attribute.addressBase)
  const base = value?.kind === 'section-offset' ? value.offset : 8
  return readTableEntry(unit.sections('.debug_addr'), base, index, 8)
}

/** What addresses of the older lists are relative to, until the list itself says otherwise. */
export const baseAddress = (unit: Unit): bigint => unit.root().address(Attribute.lowPc) ?? 0n

function readList(unit: Unit, offset: number): AddressRange[] {
  return unit.header.version >= 5 ? readList5(unit, offset) : readList4(unit, offset)
}

export const BASE_SELECTION = 0xffff_ffff_ffff_ffffn

function readList4(unit: Unit, offset: number): AddressRange[] {
  const reader = createByteReader(unit.sections('.debug_ranges'))
  const ranges: AddressRange[] = []
  let base = baseAddress(unit)
  for (let at = offset; ; at += 16) {
    unit.meter.spend(1)
    const start = reader.u64(at, 'a range')
    const end = reader.u64(at + 8, 'a range')
    if (start === 0n && end === 0n) return ranges
    if (start === BASE_SELECTION) base = end
    else ranges.push({ start: base + start, end: base + end })
  }
}

/** DW_RLE_…: the kinds of entries. */
const RangeEntry = {
  endOfList: 0,
  baseAddressIndex: 1,
  startIndexEndIndex: 2,
  startIndexLength: 3,
  offsetPair: 4,
  baseAddress: 5,
  startEnd: 6,
  startLength: 7,
} as const

function readList5(unit: Unit, offset: number): AddressRange[] {
  const cursor = createDwarfCursor(unit.sections('.debug_rnglists'))
  cursor.seek(offset)
  const what = 'a range'
  const indexed = () => indexedAddress(unit, cursor.uleb(what))
  const ranges: AddressRange[] = []
  const add = (start: bigint, end: bigint) => ranges.push({ start, end })
  let base = baseAddress(unit)
  for (;;) {
    unit.meter.spend(1)
    switch (cursor.u8(what)) {
      case RangeEntry.endOfList:
        return ranges
      case RangeEntry.baseAddressIndex:
        base = indexed()
        break
      case RangeEntry.startIndexEndIndex:
        add(indexed(), indexed())
        break
      case RangeEntry.startIndexLength: {
        const start = indexed()
        add(start, start + cursor.uleb64(what))
        break
      }
      case RangeEntry.offsetPair:
        add(base + cursor.uleb64(what), base + cursor.uleb64(what))
        break
      case RangeEntry.baseAddress:
        base = cursor.u64(what)
        break
      case RangeEntry.startEnd:
        add(cursor.u64(what), cursor.u64(what))
        break
      case RangeEntry.startLength: {
        const start = cursor.u64(what)
        add(start, start + cursor.uleb64(what))
        break
      }
      default:
        throw new MalformedDwarf('a range list has an entry of an unknown kind')
    }
  }
}
