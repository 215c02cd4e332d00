/** The columns that a large page leaves empty, and the words that say so. */
import { group, text } from '../primitives/shapes'
import type { Group } from '../scene'
import { FRAME_POSITION } from './columns'
import type { PageWalkDrawing } from './drawing'
import { pageSizeOf } from './facts'
import { columnLeft, tableHeight } from './layout'
import { countInWords } from './words'

export function absentTables({
  walk,
  colours,
  layout,
  columns,
}: PageWalkDrawing): Group | undefined {
  const size = pageSizeOf(walk)
  if (size === '4k') return undefined
  const left = columnLeft(layout, columns.length)
  const right = columnLeft(layout, FRAME_POSITION) - layout.columnGap
  const x = (left + right) / 2
  const y = layout.tableTop + tableHeight(layout) / 2
  const style = { anchor: 'middle', fill: colours.muted } as const
  const isNarrow = layout.density === 'laptop'
  const name = size === '1g' ? 'no PD and no PT' : isNarrow ? 'no PT' : 'no page table'
  const reads = `${countInWords(walk.levels.length)} reads`
  return group(
    'absent-tables',
    text('name', { x, y }, name, { ...style, size: isNarrow ? 14 : 16, weight: 600 }),
    text('count', { x, y: y + 23 }, isNarrow ? reads : `${reads}, not four`, {
      ...style,
      size: layout.type.small,
    }),
  )
}
