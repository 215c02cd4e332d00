/** The lanes: a row for each kind of thing, with a glyph for what stands alone and columns for what does not. */
import type { TimelineLane } from '../../../shared/models/timeline'
import { decimal, group, line, path, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { COLUMN_WIDTH, heightsOf, pictureOf, type Column } from './density'
import type { TimelineDrawing } from './drawing'
import { LANE_STYLES } from './glyphs'
import { laneBottom, laneY, NAME_RIGHT } from './layout'

/** No glyph is larger, however high a lane. */
const LARGEST_RADIUS = 4.5

/** Left of the names. */
const MORE_X = 12

/** Between the densest columns of two lanes. */
const LANE_GAP = 4

export const lanes = (drawing: TimelineDrawing): readonly Group[] =>
  lanesShown(drawing).map((lane) => laneRow(drawing, lane))

/** Those of the model that have a row. */
const lanesShown = ({ model, layout }: TimelineDrawing): readonly TimelineLane[] =>
  model.lanes.filter(({ lane }) => layout.lanes.includes(lane))

/** Small triangles beside the names: there are more lanes than have a row. */
export function moreLanes({ layout, colours }: TimelineDrawing): Drawn {
  const { isMoreAbove, isMoreBelow, laneTop, pitch } = layout
  const triangle = (y: number, height: number) => `M${MORE_X} ${decimal(y)}h8l-4 ${height}z`
  const above = isMoreAbove ? triangle(laneTop + pitch / 2 + 2, -5) : ''
  const below = isMoreBelow ? triangle(laneBottom(layout) - pitch / 2 - 2, 5) : ''
  return (isMoreAbove || isMoreBelow) && path('more', above + below, { fill: colours.muted })
}

function laneRow(drawing: TimelineDrawing, { lane, marks }: TimelineLane): Group {
  const { colours, layout, shown, selected, type } = drawing
  const style = LANE_STYLES[lane]
  const isSelected = lane === selected
  const y = laneY(layout, lane)
  const radius = glyphRadius(drawing)
  const { lone, columns } = pictureOf(marks, shown, layout.left, style.room(radius))
  const name = { x: NAME_RIGHT, y: y + type.small * 0.36 }
  return group(
    lane,
    text('name', name, style.name, {
      size: type.small,
      anchor: 'end',
      weight: isSelected ? 600 : 400,
      fill: isSelected ? colours.ink : colours.muted,
    }),
    line('rule', { x: layout.left, y }, { x: layout.right, y }, colours.hair),
    columns.length > 0 &&
      path('density', columnsPath(columns, y, layout.pitch - LANE_GAP), {
        fill: style.ink(colours),
      }),
    lone.length > 0 &&
      path('marks', lone.map((x) => style.glyph(x, y, radius)).join(''), style.paint(colours)),
  )
}

const glyphRadius = ({ layout }: TimelineDrawing): number =>
  Math.min(LARGEST_RADIUS, layout.pitch * 0.36)

/** What happens at this very instant, once more: the line of the playhead would hide it. */
export const marksOfNow = (drawing: TimelineDrawing): Drawn =>
  lanesShown(drawing).map(({ lane, marks }): Drawn => {
    const { colours, layout, model, shown } = drawing
    const isHere = marks.some(({ from, count }) => from === model.now && count === 1)
    const style = LANE_STYLES[lane]
    const data = style.glyph(shown.x(model.now), laneY(layout, lane), glyphRadius(drawing))
    return isHere && path(`${lane}.now`, data, style.paint(colours))
  })

function columnsPath(columns: readonly Column[], y: number, height: number): string {
  const shares = heightsOf(columns)
  return columns
    .map(({ x }, index) => {
      const tall = height * (shares[index] ?? 0)
      const top = `M${decimal(x)} ${decimal(y - tall / 2)}`
      return `${top}h${COLUMN_WIDTH}v${decimal(tall)}h-${COLUMN_WIDTH}z`
    })
    .join('')
}
