/** Where the machine stands: the instant in the colour of now, a line through all lanes, and what lies ahead veiled. */
import { formatCount } from '../../../shared/format'
import { decimal, group, line, path, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { strokes } from '../tokens/tokens'
import { textWidth } from '../tokens/text-metrics'
import type { Span } from './bookmarks'
import type { TimelineDrawing } from './drawing'
import { laneBottom } from './layout'

const PADDING = 8
const PAGE_MARGIN = 4
const GAP = 12
/** A glyph at the edge reaches so far beyond it. */
const GLYPH_REACH = 8
/** How much of what lies ahead still shows. */
const VEIL = 0.6

/** The box around the instant, kept on the page; none while the playhead is out of sight. */
function headBox({ model, layout, shown, type }: TimelineDrawing): Span | undefined {
  if (model.now < model.from || model.now > model.to) return undefined
  const width = textWidth(formatCount(model.now), type.body, 600, 'mono') + 2 * PADDING
  const wanted = shown.x(model.now) - width / 2
  const left = Math.min(Math.max(wanted, PAGE_MARGIN), layout.width - PAGE_MARGIN - width)
  return { left, right: left + width }
}

/** What the head takes of the axis. */
export function headSpans(drawing: TimelineDrawing): readonly Span[] {
  const box = headBox(drawing)
  return box ? [box] : []
}

/** What was recorded after now: it is known, but from here it has not happened yet. */
export function veil({ model, layout, shown, colours }: TimelineDrawing): Drawn {
  const from = Math.max(shown.x(model.now) + 1, layout.left - GLYPH_REACH)
  const to = Math.min(shown.x(model.end), layout.right)
  if (model.now >= model.end || from >= to) return undefined
  const box = {
    x: from,
    y: layout.laneTop,
    width: layout.width - from,
    height: laneBottom(layout) - layout.laneTop,
  }
  return { ...rect('veil', box, { fill: colours.surface }), opacity: VEIL }
}

export function playhead(drawing: TimelineDrawing): Group {
  const { model, layout, shown, colours, type } = drawing
  const box = headBox(drawing)
  if (!box) return group('playhead', beyond(drawing))
  const x = shown.x(model.now)
  const height = layout.laneTop - 3
  const head = { x: box.left, y: 2, width: box.right - box.left, height }
  return group(
    'playhead',
    line('line', { x, y: head.y }, { x, y: laneBottom(layout) }, colours.now.line, 2.5),
    rect('head', head, {
      fill: colours.now.fill,
      stroke: colours.now.line,
      strokeWidth: strokes.strong,
      radius: 4,
    }),
    text(
      'instant',
      { x: (box.left + box.right) / 2, y: head.y + height / 2 + type.body * 0.36 },
      formatCount(model.now),
      { size: type.body, weight: 600, font: 'mono', anchor: 'middle', fill: colours.now.text },
    ),
  )
}

/** A triangle at the edge behind which the playhead is. */
function beyond({ model, layout, colours }: TimelineDrawing): Drawn {
  const isBefore = model.now < model.from
  const tip = isBefore ? layout.left - 14 : layout.right + 14
  const reach = isBefore ? 8 : -8
  const y = layout.laneTop - 6
  const data = `M${decimal(tip)} ${decimal(y)}l${reach} -6v12z`
  return path('beyond', data, {
    fill: colours.now.fill,
    stroke: colours.now.line,
    strokeWidth: strokes.line,
  })
}

/** The first and the last instant of the range, where the playhead and the bookmarks leave room for them. */
export function rangeEnds(drawing: TimelineDrawing, others: readonly Span[]): readonly Drawn[] {
  const { model, layout, colours, type } = drawing
  const taken = [...headSpans(drawing), ...others]
  const y = (layout.laneTop + type.small * 0.73) / 2
  const style = { size: type.small, font: 'mono', fill: colours.muted } as const
  const [from, to] = [formatCount(model.from), formatCount(model.to)]
  const fromRight = layout.left + textWidth(from, type.small, 400, 'mono')
  const toLeft = layout.right - textWidth(to, type.small, 400, 'mono')
  const hasRoomFor = (span: Span) =>
    taken.every(({ left, right }) => right + GAP < span.left || left - GAP > span.right)
  return [
    hasRoomFor({ left: layout.left, right: fromRight }) &&
      text('from', { x: layout.left, y }, from, style),
    hasRoomFor({ left: toLeft, right: layout.right }) &&
      toLeft > fromRight + GAP &&
      text('to', { x: layout.right, y }, to, { ...style, anchor: 'end' }),
  ]
}

/** A thin line where somebody points. */
export const pointer = ({ hover, shown, layout, colours }: TimelineDrawing): Drawn =>
  hover !== undefined &&
  line(
    'pointer',
    { x: shown.x(hover), y: layout.laneTop },
    { x: shown.x(hover), y: laneBottom(layout) },
    colours.line,
  )
