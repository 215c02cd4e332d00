/**
 * The diagram of who ran when: a pure function from the model to a Scene.
 *
 * It draws what the model says and nothing else; what the model leaves out is left out here.
 */
import { formatCount } from '../../../shared/format'
import type { Interleaving } from '../../../shared/models/interleaving'
import type { DiagramOptions } from '../diagram'
import { figureFrame } from '../primitives/figure-frame'
import { laneRule } from '../primitives/lane-rows'
import { decimal, group, path, text, type Drawn } from '../primitives/shapes'
import type { Arrival, Scene } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { interleavingDrawing, rowOfLane, rowTop, xOf, type InterleavingDrawing } from './drawing'
import { topOf } from './facts'
import { laneBox, lanes } from './lanes'
import { locks } from './locks'
import { headOf } from './text'
import { captionOf, headlineOf } from './words'

export function interleavingDiagram(model: Interleaving, options: DiagramOptions): Scene {
  const drawing = interleavingDrawing(model, options)
  const { layout, colours, progress, hidden } = drawing
  const { title, summary } = headOf(model)
  const { now, before } = progress
  const more = hidden > 0 ? ` ${hidden} more rows are in the words.` : ''
  const words = {
    topic: 'Who runs when',
    ...headlineOf(model),
    instant: now && !progress.isComplete ? now.instant : model.instant,
    footer: `Time is not to scale: each bar says how many instructions it took.${more}`,
    caption: now && captionOf(model, now, before),
    told: progress,
  }
  const arrival = arrivalOf(drawing)
  return {
    name: 'interleaving',
    width: layout.width,
    height: layout.height,
    title,
    description: summary,
    background: colours.paper,
    shapes: group(
      'parts',
      figureFrame(words, layout, colours),
      axis(drawing),
      lanes(drawing),
      locks(drawing),
      playhead(drawing),
    ).children,
    ...(arrival && { arrival }),
  }
}

/** A rule below each row, and the instants at which the drawing begins and ends. */
function axis(drawing: InterleavingDrawing): Drawn {
  const { layout, colours, rows, span } = drawing
  const { axis: box, type, tickY, body } = layout
  const style = { size: type.small, font: 'mono', fill: colours.muted } as const
  const end = `instr ${formatCount(span.to)}`
  const hasRoom = textWidth(end, type.small, 400, 'mono') * 2 + 40 < box.width
  return group(
    'axis',
    hasRoom && text('from', { x: box.x, y: tickY }, `instr ${formatCount(span.from)}`, style),
    notToScale(drawing, hasRoom),
    text('to', { x: box.x + box.width, y: tickY }, end, { ...style, anchor: 'end' }),
    rows.map((_, index) => {
      const at = { x: body.x, y: rowTop(drawing, index + 1), width: body.width }
      return laneRule(`rule-${index}`, at, colours)
    }),
  )
}

/** What the numbers are; where there is a footer, it says so. */
function notToScale({ layout, colours, span }: InterleavingDrawing, hasFrom: boolean): Drawn {
  const { axis: box, type, tickY, footerY, density } = layout
  if (footerY !== undefined || density === 'projector' || !hasFrom) return undefined
  const words = 'bars in instructions, not to scale'
  const [from, to] = [span.from, span.to].map((instant) =>
    textWidth(`instr ${formatCount(instant)}`, type.small, 400, 'mono'),
  )
  const room = box.width - (from ?? 0) - (to ?? 0)
  if (textWidth(words, type.small) + 32 > room) return undefined
  const x = box.x + (from ?? 0) + room / 2
  return text('scale', { x, y: tickY }, words, {
    size: type.small,
    anchor: 'middle',
    fill: colours.muted,
  })
}

/** How far the story has come. */
function playhead(drawing: InterleavingDrawing): Drawn {
  const { layout, colours, rows, end, progress } = drawing
  if (progress.passed === 0) return undefined
  const x = xOf(drawing, end)
  const [top, bottom] = [layout.axis.y - 8, rowTop(drawing, rows.length)]
  return group(
    'playhead',
    path('line', `M${decimal(x)} ${decimal(top)}V${decimal(bottom)}`, {
      stroke: colours.now.line,
      strokeWidth: strokes.strong,
    }),
    path('mark', `M${decimal(x - 6)} ${decimal(top)}h12l-6 8z`, {
      fill: colours.now.fill,
      stroke: colours.now.line,
      strokeWidth: strokes.line,
    }),
  )
}

/** From the lane that ran to the one that runs. */
function arrivalOf(drawing: InterleavingDrawing): Arrival | undefined {
  const { progress, stretches, colours } = drawing
  const [before, now] = stretches.slice(-2)
  if (progress.isComplete || !before || !now) return undefined
  const [one, other] = [
    rowOfLane(drawing, topOf(before.begins)),
    rowOfLane(drawing, topOf(now.begins)),
  ]
  if (one < 0 || other < 0) return undefined
  const [from, to] = [laneBox(drawing, one, before), laneBox(drawing, other, now)]
  const y = (box: typeof from) => box.y + box.height / 2
  return {
    route: [
      { x: to.x, y: y(from) },
      { x: to.x, y: y(to) },
      { x: to.x + to.width / 2, y: y(to) },
    ],
    fill: colours.now.fill,
    stroke: colours.now.line,
  }
}
