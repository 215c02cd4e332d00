/** What the two squares beside the neighbours of an entry mean. */
import { hatch, presentSquare } from '../primitives/marks'
import { group, text } from '../primitives/shapes'
import type { Group } from '../scene'
import type { PageWalkDrawing } from './drawing'
import { columnLeft } from './layout'

const SQUARE = 10
const HATCH_WIDTH = 24

/** Two lines in the column of CR3; `top` is the first baseline. Nothing where no table was read. */
export function presentLegend(drawing: PageWalkDrawing, top: number): Group | undefined {
  const { walk, colours, layout } = drawing
  const { small } = layout.type
  if (walk.levels.length === 0) return undefined
  const x = columnLeft(layout, 0) + 4
  // The figure hatches the entry at which the walk stops.
  const isHatched = !layout.hasTwoLineRows && walk.outcome === 'not-present'
  const shift = isHatched ? HATCH_WIDTH + 8 : 0
  const line = (isPresent: boolean, words: string, y: number) => [
    presentSquare(words, { x: x + SQUARE / 2, y: y - small * 0.36 }, isPresent, colours),
    isHatched &&
      !isPresent &&
      hatch(
        'hatch',
        { x: x + 18, y: y - SQUARE, width: HATCH_WIDTH, height: SQUARE },
        colours.line,
      ),
    text(`${words}-words`, { x: x + 18 + (isPresent ? 0 : shift), y }, words, {
      size: small,
      fill: colours.muted,
    }),
  ]
  return group(
    'legend',
    line(true, 'present', top),
    line(false, 'not present', top + Math.round(small * 1.35)),
  )
}
