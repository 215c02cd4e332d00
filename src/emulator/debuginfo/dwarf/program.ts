/**
 * All units of an image as one: where every question about functions, types and variables begins.
 *
 * Only the headers of units are read at once. A unit is looked into when something is asked of it.
 */
import { createEntry, findEntry, type Entry, type Unit } from './entry'
import { createMeter, type Meter } from './malformed'
import { addressRanges, type AddressRange } from './ranges'
import type { DebugSections } from './sections'
import {
  createAbbreviationCache,
  readEntryTable,
  readUnitHeaders,
  type EntryTable,
  type UnitHeader,
} from './unit'

export interface Program {
  readonly sections: DebugSections
  readonly meter: Meter
  units(): readonly Unit[]
  unitAt(address: bigint): Unit | undefined
}

export function createProgram(sections: DebugSections): Program {
  const meter = createMeter()
  const abbreviations = createAbbreviationCache(sections, meter)
  let known: readonly Unit[] | undefined
  let covered: readonly CoveredRange[] | undefined

  const units = () =>
    (known ??= meter
      .answer<UnitHeader[]>([], () => readUnitHeaders(sections('.debug_info'), meter))
      .map(createUnit))

  function createUnit(header: UnitHeader): Unit {
    let table: EntryTable | undefined
    let root: Entry | undefined

    const read = (limit?: number) =>
      readEntryTable(
        sections('.debug_info'),
        header,
        abbreviations(header.abbreviationsOffset),
        meter,
        limit,
      )

    const unit: Unit = {
      header,
      sections,
      meter,
      entries: () => (table ??= read()),
      // What a unit covers is asked of every unit: that must not cost reading all of each.
      root: () => (root ??= createEntry({ ...unit, entries: () => read(1) }, 0)),
      resolve,
    }
    return unit
  }

  function resolve(offset: number): Entry | undefined {
    const unit = lastBefore(units(), (candidate) => candidate.header.offset <= offset)
    if (!unit || offset >= unit.header.end) return undefined
    const index = findEntry(unit.entries(), offset)
    return index === undefined ? undefined : createEntry(unit, index)
  }

  /** Ranges of all units by address. They do not overlap in a sound file; in another one, the nearest start wins. */
  function coveredRanges(): readonly CoveredRange[] {
    return units()
      .flatMap((unit) =>
        meter
          .answer<AddressRange[]>([], () => addressRanges(unit.root()))
          .map((range) => ({ ...range, unit })),
      )
      .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  }

  return {
    sections,
    meter,
    units,
    unitAt(address) {
      covered ??= coveredRanges()
      const range = lastBefore(covered, (candidate) => candidate.start <= address)
      return range && address < range.end ? range.unit : undefined
    },
  }
}

interface CoveredRange extends AddressRange {
  readonly unit: Unit
}

/** The last of the items, which are in order, that `isBefore`. */
export function lastBefore<T>(items: readonly T[], isBefore: (item: T) => boolean): T | undefined {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    const item = items[middle]
    if (item !== undefined && isBefore(item)) low = middle + 1
    else high = middle
  }
  return items[low - 1]
}
