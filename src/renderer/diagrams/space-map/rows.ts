/** What stands in the tree, row by row: a PML4 entry, the ranges below it, and what only the other space maps. */
import type {
  MappedRange,
  SpaceDifference,
  SpaceMap,
  SpaceSlot,
} from '../../../shared/models/space-map'
import type { LinearAddress } from '../../../shared/units'
import { pagingIndex } from '../../../shared/x86/paging'

export type SpaceRow =
  | {
      readonly kind: 'slot'
      readonly index: number
      /** Absent where the other space alone has one. */
      readonly slot?: SpaceSlot
      /** Rows below it that there is no room for. */
      readonly hidden: number
    }
  | { readonly kind: 'range'; readonly index: number; readonly range: MappedRange }
  | { readonly kind: 'beside'; readonly index: number; readonly difference: SpaceDifference }

type LeafRow = Exclude<SpaceRow, { kind: 'slot' }>

const startOf = (row: LeafRow): LinearAddress =>
  row.kind === 'range' ? row.range.start : row.difference.start

/** Of a space, those that overlap some bytes of it. */
export function differencesIn(
  { beside }: SpaceMap,
  { start, size }: Pick<MappedRange, 'start' | 'size'>,
): readonly SpaceDifference[] {
  const all = beside?.differences ?? []
  const end = start + BigInt(size)
  const first = firstBehind(all, start)
  let last = first
  while ((all[last]?.start ?? end) < end) last += 1
  return all.slice(first, last)
}

/** The first whose end lies behind an address: they are in order, and do not overlap. */
function firstBehind(all: readonly SpaceDifference[], address: bigint): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const each = all[middle]
    if (each && each.start + BigInt(each.size) <= address) low = middle + 1
    else high = middle
  }
  return low
}

/** All rows below a PML4 entry, lowest address first. */
function leavesOf(map: SpaceMap, index: number): readonly LeafRow[] {
  const ranges = map.slots.find((slot) => slot.index === index)?.ranges ?? []
  const alone = (map.beside?.differences ?? []).filter(
    ({ here, start }) => here === undefined && pagingIndex(start, 'pml4') === index,
  )
  return [
    ...ranges.map((range): LeafRow => ({ kind: 'range', index, range })),
    ...alone.map((difference): LeafRow => ({ kind: 'beside', index, difference })),
  ].sort((one, other) => (startOf(one) < startOf(other) ? -1 : 1))
}

/** The PML4 entries that either space uses. */
export function usedSlots({ slots, beside }: SpaceMap): readonly number[] {
  const others = (beside?.differences ?? []).map(({ start }) => pagingIndex(start, 'pml4'))
  return [...new Set([...slots.map(({ index }) => index), ...others])].sort((a, b) => a - b)
}

/** Of the room, what is kept for ranges where there are more entries than fit. */
const RANGES_SHARE = 0.4

/** As many as there is room for: entries around the chosen one, then what is below that, what differs, and the rest. */
export function rowsOf(map: SpaceMap, room: number, chosen: number | undefined): SpaceRow[] {
  const used = usedSlots(map)
  const below = new Map(used.map((index) => [index, leavesOf(map, index)]))
  const all = [...below.values()].reduce((sum, leaves) => sum + leaves.length, 0)
  const kept = Math.min(all, Math.floor(room * RANGES_SHARE))
  const slots = around(used, chosen, Math.max(1, room - kept))
  const shown = new Set(
    slots
      .flatMap((index) => below.get(index) ?? [])
      .map((row) => ({ row, rank: rankOf(map, row, chosen) }))
      .sort((one, other) => one.rank - other.rank)
      .slice(0, Math.max(0, room - slots.length))
      .map(({ row }) => row),
  )
  return slots.flatMap((index): SpaceRow[] => {
    const leaves = below.get(index) ?? []
    const own = leaves.filter((row) => shown.has(row))
    const slot = map.slots.find((each) => each.index === index)
    return [
      { kind: 'slot', index, hidden: leaves.length - own.length, ...(slot && { slot }) },
      ...own,
    ]
  })
}

/** So many, with the chosen one among them. */
function around(
  used: readonly number[],
  chosen: number | undefined,
  count: number,
): readonly number[] {
  const at = chosen === undefined ? 0 : used.indexOf(chosen)
  const first = Math.max(0, Math.min(at - Math.floor(count / 2), used.length - count))
  return used.slice(first, first + count)
}

function rankOf(map: SpaceMap, row: LeafRow, chosen: number | undefined): number {
  if (row.index === chosen) return 0
  const isDifferent = row.kind === 'beside' || differencesIn(map, row.range).length > 0
  return isDifferent ? 1 : 2
}
