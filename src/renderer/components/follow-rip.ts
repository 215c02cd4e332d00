/** Where a list of instructions scrolls to, so that RIP is seen with what comes after it and no row is cut at the top. */

/** One row of the list: an instruction, or the name of a function above its first. In pixels from the list's top. */
export interface Row {
  readonly from: number
  readonly to: number
  readonly isCurrent: boolean
}

/** How much of the room stays above RIP. */
const SHARE_ABOVE = 1 / 3

/** The place that is scrolled to already, while RIP and the row after it are in view. */
export function scrolledToRip(rows: readonly Row[], scrolled: number, room: number): number {
  const at = rows.findIndex(({ isCurrent }) => isCurrent)
  const current = rows[at]
  if (current === undefined || room === 0) return scrolled
  const last = rows[at + 1] ?? current
  if (current.from >= scrolled && last.to <= scrolled + room) return scrolled
  const highest = current.from - room * SHARE_ABOVE
  const first = rows.find(({ from }) => from >= highest) ?? current
  return first.from
}
