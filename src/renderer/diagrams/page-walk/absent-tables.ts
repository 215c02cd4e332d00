/** The columns that a large page leaves empty, and the words that say so. */
import { wordingThatFits } from '../primitives/fit-name'
import { group, text } from '../primitives/shapes'
import type { Group } from '../scene'
import { FRAME_POSITION } from './columns'
import type { PageWalkDrawing } from './drawing'
import { pageSizeOf } from './facts'
import { columnLeft, tableHeight } from './layout'
import { countInWords } from './numbers'

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
  const reads = `${countInWords(walk.levels.length)} reads`
  const room = right - left
  const nameSize = isNarrow ? 14 : 16
  const names = size === '1g' ? ['no PD and no PT'] : ['no page table', 'no PT']
  const counts = [`${reads}, not four`, reads]
  return group(
    'absent-tables',
    text('name', { x, y }, wordingThatFits(names, room, nameSize, 600), {
      ...style,
      size: nameSize,
      weight: 600,
    }),
    text('count', { x, y: y + 23 }, wordingThatFits(counts, room, layout.type.small), {
      ...style,
      size: layout.type.small,
    }),
  )
}
