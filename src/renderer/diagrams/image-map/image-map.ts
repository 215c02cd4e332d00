/**
 * The diagram of a kernel's way into memory and 64-bit mode: a pure function from the model to a Scene.
 *
 * It draws what the model says and nothing else; what the model leaves out is left out here.
 */
import { formatHex } from '../../../shared/format'
import type { ImageMap } from '../../../shared/models/image-map'
import type { DiagramOptions } from '../diagram'
import { figureFrame } from '../primitives/figure-frame'
import { group } from '../primitives/shapes'
import type { Arrival, Point, Scene } from '../scene'
import { headerBox, imageDrawing, pieceBox, rungBox, type ImageDrawing } from './drawing'
import { headers } from './headers'
import { ladder } from './ladder'
import { lockWords } from './locks'
import { indexOfPiece, memory } from './memory'
import { captionOf } from './stations'
import { headOf } from './text'
import { headlineOf } from './words'

export function imageMapDiagram(model: ImageMap, options: DiagramOptions): Scene {
  const drawing = imageDrawing(model, options)
  const { frame, colours, told, now } = drawing
  const { title, summary } = headOf(model)
  const words = {
    topic: 'Image and modes',
    ...headlineOf(model),
    instant: model.instant,
    footer: `Entry of the ELF header: ${formatHex(model.entry)}; the first instruction was at ${formatHex(model.firstRip)}.`,
    caption: now && captionOf(now),
    told,
  }
  const arrival = arrivalOf(drawing)
  return {
    name: 'image-map',
    width: frame.width,
    height: frame.height,
    title,
    description: summary,
    background: colours.paper,
    shapes: group(
      'parts',
      figureFrame(words, frame, colours),
      headers(drawing),
      lockWords(drawing),
      ladder(drawing),
      memory(drawing),
    ).children,
    ...(arrival && { arrival }),
  }
}

/** From the file to memory; from a step of the modes to the next. */
function arrivalOf(drawing: ImageDrawing): Arrival | undefined {
  const { colours, now } = drawing
  const route = now && routeOf(drawing, now)
  return route && { route, fill: colours.now.fill, stroke: colours.now.line }
}

function routeOf(
  drawing: ImageDrawing,
  now: NonNullable<ImageDrawing['now']>,
): readonly Point[] | undefined {
  if (now.kind === 'segment') {
    const piece = indexOfPiece(drawing, now.index)
    if (piece < 0) return undefined
    const [from, to] = [headerBox(drawing, now.index), pieceBox(drawing, piece)]
    const start = { x: from.x + from.width, y: from.y + from.height / 2 }
    const end = { x: to.x + to.width / 2, y: to.y }
    const between = { x: start.x + 12, y: drawing.memory.y - 4 }
    return [start, { x: between.x, y: start.y }, between, { x: end.x, y: between.y }, end]
  }
  const before = drawing.passed.at(-2)
  if (before?.kind !== 'rung') return undefined
  const [from, to] = [rungBox(drawing, before.index), rungBox(drawing, now.index)]
  const x = from.x + 12
  return [
    { x, y: from.y + from.height / 2 },
    { x, y: to.y + to.height / 2 },
  ]
}
