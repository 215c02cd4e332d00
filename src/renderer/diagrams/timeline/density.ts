/**
 * Parts the marks of a lane into those that stand alone and those that lie so close that only their density can be
 * drawn: glyphs never lie over one another, however many things happened.
 */
import type { LaneMark } from '../../../shared/models/timeline'
import type { Axis } from './layout'

export interface Column {
  readonly x: number
  readonly count: number
}

export interface LanePicture {
  /** Places of marks that are alone. */
  readonly lone: readonly number[]
  /** How much happened in each column of pixels that has more than that. */
  readonly columns: readonly Column[]
}

/** Width of a column, in pixels. */
export const COLUMN_WIDTH = 3

export function pictureOf(
  marks: readonly LaneMark[],
  { x }: Axis,
  left: number,
  room: number,
): LanePicture {
  const lone: number[] = []
  const counts = new Map<number, number>()
  const columnAt = (at: number) => Math.floor((x(at) - left) / COLUMN_WIDTH)

  marks.forEach((mark, index) => {
    const here = x(mark.from)
    const before = marks[index - 1]
    const after = marks[index + 1]
    const isFree =
      (!before || here - x(before.to) >= room) && (!after || x(after.from) - here >= room)
    if (mark.count === 1 && isFree) {
      lone.push(here)
      return
    }
    const first = columnAt(mark.from)
    const share = columnAt(mark.to) - first + 1
    for (let column = first; column < first + share; column += 1) {
      counts.set(column, (counts.get(column) ?? 0) + mark.count / share)
    }
  })
  const columns = [...counts].map(([column, count]) => ({ x: left + column * COLUMN_WIDTH, count }))
  return { lone, columns }
}

/** So much in one column fills the lane's height even where nothing is denser. */
const FULL = 8

/** The height of each column as a share of the lane's: by the root, so that a few still show beside thousands. */
export function heightsOf(columns: readonly Column[]): readonly number[] {
  const densest = columns.reduce((most, { count }) => Math.max(most, count), FULL)
  return columns.map(({ count }) => 0.5 + 0.5 * Math.sqrt(count / densest))
}
