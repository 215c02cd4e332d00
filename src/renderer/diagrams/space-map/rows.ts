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
export const differencesIn = (
  { beside }: SpaceMap,
  { start, size }: Pick<MappedRange, 'start' | 'size'>,
): readonly SpaceDifference[] =>
  (beside?.differences ?? []).filter(
    (each) => each.start < start + BigInt(size) && start < each.start + BigInt(each.size),
  )

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

/** As many as there is room for: each entry, then what is below the chosen one, what differs, and the rest in order. */
export function rowsOf(map: SpaceMap, room: number, chosen: number | undefined): SpaceRow[] {
  const slots = usedSlots(map).slice(0, room)
  const leaves = slots.flatMap((index) => leavesOf(map, index))
  const rank = (row: LeafRow) =>
    row.index === chosen ? 0 : row.kind === 'beside' || isDifferent(map, row) ? 1 : 2
  const shown = new Set(
    [...leaves]
      .sort((one, other) => rank(one) - rank(other))
      .slice(0, Math.max(0, room - slots.length)),
  )
  return slots.flatMap((index): SpaceRow[] => {
    const all = leaves.filter((row) => row.index === index)
    const own = all.filter((row) => shown.has(row))
    const slot = map.slots.find((each) => each.index === index)
    return [{ kind: 'slot', index, hidden: all.length - own.length, ...(slot && { slot }) }, ...own]
  })
}

const isDifferent = (map: SpaceMap, row: LeafRow): boolean =>
  row.kind === 'range' && differencesIn(map, row.range).length > 0
