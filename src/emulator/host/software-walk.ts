/**
 * The entries of paging structures that code has read by itself last, as a walk: what an event of the program is about, such
 * as a line of its text, that has no address of its own.
 *
 * Loads are told only while somebody listens to them. So a second machine goes the last stretch of the run again.
 */
import type { EntryRead, PageWalk } from '../../shared/models/page-walk'
import { instant, linearAddress, physicalAddress, type Instant } from '../../shared/units'
import { PAGING_LEVELS, PAGING_LEVEL_NAMES, pml4Address } from '../../shared/x86/paging'
import type { WatchedRange } from '../machine/access-watch'
import { tablePlaces, type TablePlaces } from '../observers/table-places'
import { followTableReads, type TableReads } from '../observers/table-reads'
import type { Search } from '../timeline/search-backward'
import type { LoadedMachine } from './loaded-machine'
import { pageTablesOf } from './page-tables'
import { queryWalk } from './query-walk'

const PAGING = 1n << 31n
const TABLE_BYTES = 4096

/** The last walk of code from `from` on. */
export function softwareWalk(loaded: LoadedMachine, from: Instant): PageWalk | undefined {
  const places = placesNow(loaded)
  const found = places && readsBetween(loaded, from, loaded.machine.instant(), places)
  return found && walkOf(loaded, found)
}

/** So much of the past is run again first, and then ten times as much each time. */
const FIRST_STRETCH = 200_000
const GROWTH = 10
const LONGEST_STRETCH = 20_000_000

/**
 * The same in all of the run up to now, a stretch at a time. Yields the instant from which on there was none.
 * `RangeError` while paging is off.
 */
export function* searchSoftwareWalk(loaded: LoadedMachine): Search<PageWalk> {
  const places = placesNow(loaded)
  if (!places) throw new RangeError('Paging is off: there are no page tables to read.')
  let end = loaded.machine.instant()
  for (let length = FIRST_STRETCH; end > 0; length = Math.min(length * GROWTH, LONGEST_STRETCH)) {
    const from = before(end, length)
    const found = readsBetween(loaded, from, end, places)
    if (found) return walkOf(loaded, wholeOf(loaded, found, from, places))
    yield from
    end = from
  }
  return undefined
}

/** The upper entries of a walk may have been read in the stretch before. */
function wholeOf(
  loaded: LoadedMachine,
  found: TableReads,
  from: Instant,
  places: TablePlaces,
): TableReads {
  const first = found.reads.find((read) => read !== undefined)
  const last = found.reads.at(-1)
  if (!first || !last || found.reads[0] || from === 0) return found
  const since = before(first.instant, FIRST_STRETCH)
  return readsBetween(loaded, since, instant(last.instant + 1), places) ?? found
}

const before = (at: Instant, count: number): Instant => instant(Math.max(0, at - count))

/** Tables are those of now: an entry that the code has made on its way leads somewhere. */
function placesNow(loaded: LoadedMachine): TablePlaces | undefined {
  const { cr0, cr3 } = loaded.machine.processor()
  if ((cr0 & PAGING) === 0n) return undefined
  return tablePlaces(pageTablesOf(loaded), Number(pml4Address(cr3)))
}

function readsBetween(
  { scout }: LoadedMachine,
  from: Instant,
  end: Instant,
  places: TablePlaces,
): TableReads | undefined {
  const second = scout.standAt(from)
  const follower = followTableReads(places)
  const stop = second.machine.watchAccesses(rangesOf(places), { reads: true }, follower.take)
  try {
    second.timeline.run(end - from)
  } finally {
    stop()
  }
  return follower.found()
}

/** Tables that lie one behind the other are one range. */
function rangesOf(places: TablePlaces): readonly WatchedRange[] {
  const ranges: { start: number; length: number }[] = []
  for (const table of [...places.keys()].sort((one, other) => one - other)) {
    const last = ranges.at(-1)
    if (last && last.start + last.length === table) last.length += TABLE_BYTES
    else ranges.push({ start: table, length: TABLE_BYTES })
  }
  return ranges.map(({ start, length }) => ({
    physical: physicalAddress(BigInt(start)),
    length: BigInt(length),
  }))
}

function walkOf(loaded: LoadedMachine, { path, reads }: TableReads): PageWalk | undefined {
  const last = reads.at(-1)
  if (!last) return undefined
  const walk = queryWalk(loaded, addressOf(path), 'read')
  return {
    ...walk,
    instant: instant(last.instant),
    instruction: loaded.lookup.instruction(last.rip),
    software: { reads: reads.flatMap(entryRead), depth: path.length },
  }
}

/** The lowest address that the way is for: canonical, and 0 in the bits that the code has not used. */
function addressOf(path: readonly number[]) {
  const address = path.reduce((sum, index, depth) => {
    const level = PAGING_LEVELS[depth] ?? 'pt'
    return sum | (BigInt(index) << BigInt(PAGING_LEVEL_NAMES[level].shift))
  }, 0n)
  return linearAddress(BigInt.asUintN(64, BigInt.asIntN(48, address)))
}

function entryRead(read: TableReads['reads'][number], depth: number): EntryRead[] {
  const level = PAGING_LEVELS[depth]
  if (!read || !level || read.linearAddress === undefined) return []
  const { instant: at, rip, value, size, linearAddress: through } = read
  return [{ level, instant: at, rip, through, value, size }]
}
