/**
 * The timeline: a pure function from the model of a run to a Scene. One row for each kind of thing that happened, the
 * instant at which the machine stands, and below them the whole run with the part that is shown.
 */
import type { Timeline } from '../../../shared/models/timeline'
import { group } from '../primitives/shapes'
import type { Scene } from '../scene'
import { timelineDrawing, type TimelineDiagramOptions } from './drawing'
import { drawnMark, drawnSpans } from './drawn-mark'
import { lanes, marksOfNow, moreLanes } from './lanes'
import { headSpans, playhead, pointer, rangeEnds, veil } from './playhead'
import { timelineText } from './text'
import { bookmarks, placedBookmarks } from './bookmarks'
import { branches } from './branches'

export function timelineDiagram(model: Timeline, options: TimelineDiagramOptions): Scene {
  const drawing = timelineDrawing(model, options)
  const { title, summary } = timelineText(model, options.drawn)
  const sign = drawnSpans(drawing, headSpans(drawing))
  const placed = placedBookmarks(drawing, [...headSpans(drawing), ...sign])
  const { children } = group(
    'parts',
    lanes(drawing),
    veil(drawing),
    rangeEnds(drawing, [...sign, ...placed]),
    bookmarks(drawing, placed),
    pointer(drawing),
    moreLanes(drawing),
    drawnMark(drawing, sign),
    branches(drawing),
    playhead(drawing),
    marksOfNow(drawing),
  )
  return {
    name: 'timeline',
    width: drawing.layout.width,
    height: drawing.layout.height,
    title,
    description: summary,
    background: drawing.colours.surface,
    shapes: children,
  }
}
