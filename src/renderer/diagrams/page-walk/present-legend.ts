/** What the two squares beside the neighbours of an entry mean. */
import { presentSquare } from '../primitives/marks'
import { group, text } from '../primitives/shapes'
import type { Group } from '../scene'
import type { PageWalkDrawing } from './drawing'
import { columnLeft } from './layout'

const SQUARE = 10

/** Two lines in the column of CR3; `top` is the first baseline. Nothing where no table was read. */
export function presentLegend(drawing: PageWalkDrawing, top: number): Group | undefined {
  const { walk, colours, layout } = drawing
  const { small } = layout.type
  if (walk.levels.length === 0) return undefined
  const x = columnLeft(layout, 0) + 4
  const line = (isPresent: boolean, words: string, y: number) => [
    presentSquare(words, { x: x + SQUARE / 2, y: y - small * 0.36 }, isPresent, colours),
    text(`${words}-words`, { x: x + 18, y }, words, { size: small, fill: colours.muted }),
  ]
  return group(
    'legend',
    line(true, 'present', top),
    line(false, 'not present', top + Math.round(small * 1.35)),
  )
}
