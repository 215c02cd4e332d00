/**
 * The columns of the drawing: one for each table that the linear address has an index for, and one
 * for the frame. A large page has fewer tables, and its offset takes the place of their indices.
 */
import type { PageWalk, PageWalkLevel } from '../../../shared/models/page-walk'
import { PAGING_LEVELS, PAGING_LEVEL_NAMES, pagingIndex } from '../../../shared/x86/paging'
import type { PageSize } from '../../../shared/x86/paging'
import type { AddressField } from '../primitives/level-bars'
import { PAGE_SIZE_NAMES, offsetMask, pageSizeOf } from './facts'

export interface WalkColumn {
  readonly field: AddressField
  /** Position from the left; column 0 is the sign extension and CR3. */
  readonly position: number
  /** Columns that the bit field takes. */
  readonly span: number
  readonly fieldName: string
  readonly tableName: string
  readonly highBit: number
  readonly lowBit: number
  /** The index, or the offset. */
  readonly value: number
  /** The entry that was read there. */
  readonly entry?: PageWalkLevel
}

export const FRAME_POSITION = 5

const TABLES_BEFORE_FRAME: Readonly<Record<PageSize, number>> = { '4k': 4, '2m': 3, '1g': 2 }

export function columnsOf(walk: PageWalk): readonly WalkColumn[] {
  const size = pageSizeOf(walk)
  const tableCount = TABLES_BEFORE_FRAME[size]
  const tables = PAGING_LEVELS.slice(0, tableCount).map((level, index): WalkColumn => {
    const { table, shift } = PAGING_LEVEL_NAMES[level]
    const entry = walk.levels.find((step) => step.level === level)
    return {
      field: level,
      position: index + 1,
      span: 1,
      fieldName: table,
      tableName: table,
      highBit: shift + 8,
      lowBit: shift,
      value: pagingIndex(walk.linearAddress, level),
      ...(entry ? { entry } : {}),
    }
  })
  const mask = offsetMask(size)
  const frame: WalkColumn = {
    field: 'offset',
    position: FRAME_POSITION,
    span: FRAME_POSITION - tableCount,
    fieldName: 'offset',
    tableName: walk.outcome === 'mapped' ? `${PAGE_SIZE_NAMES[size]} frame` : 'frame',
    highBit: mask.toString(2).length - 1,
    lowBit: 0,
    value: Number(walk.linearAddress & mask),
  }
  return [...tables, frame]
}

export type Row = number | 'gap'

/**
 * The rows that a table shows: its first and last, the used one and its neighbours, and gaps.
 * Always as many, so that all tables have one height. Rows beside a gap are those whose P the
 * machine reports with a walk: 0 to 3, the neighbours, and the last two.
 */
export function rowsAround(index: number, last: number, slots: 5 | 7): readonly Row[] {
  if (slots === 5) {
    if (index === 0) return [0, 1, 'gap', 'gap', last]
    if (index === 1) return [0, 1, 2, 'gap', last]
    if (index === last) return [0, 'gap', 'gap', last - 1, last]
    if (index === last - 1) return [0, 'gap', last - 2, last - 1, last]
    return [0, 'gap', index, 'gap', last]
  }
  if (index === 0) return [0, 1, 2, 'gap', 'gap', last - 1, last]
  if (index < 3) return [0, 1, 2, 3, 'gap', last - 1, last]
  if (index === last) return [0, 1, 2, 'gap', 'gap', last - 1, last]
  if (index === last - 1) return [0, 1, 2, 'gap', last - 2, last - 1, last]
  if (index === last - 2) return [0, 1, 'gap', last - 3, last - 2, last - 1, last]
  return [0, 'gap', index - 1, index, index + 1, 'gap', last]
}
