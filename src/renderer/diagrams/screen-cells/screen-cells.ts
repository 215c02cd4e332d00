/**
 * The diagram of the text screen: a pure function from the model to a Scene.
 *
 * It draws what the model says and nothing else; what the model leaves out is left out here.
 */
import type { ScreenCells } from '../../../shared/models/screen-cells'
import type { DiagramOptions } from '../diagram'
import { figureFrame } from '../primitives/figure-frame'
import { group } from '../primitives/shapes'
import type { Arrival, Point, Scene } from '../scene'
import { bits } from './bits'
import { cellBox, screenCellsDrawing, type ScreenCellsDrawing } from './drawing'
import { byteBox, lens } from './lens'
import { screenMap } from './map'
import { headOf } from './text'
import { captionOf, headlineOf, shownWords } from './words'
import { writer, writerPoint } from './writer'

export function screenCellsDiagram(model: ScreenCells, options: DiagramOptions): Scene {
  const drawing = screenCellsDrawing(model, options)
  const { layout, colours, progress } = drawing
  const { title, summary } = headOf(model)
  const words = {
    topic: 'Screen cells',
    ...headlineOf(model),
    instant: model.instant,
    footer: `${shownWords(model)}.`,
    caption: progress.now && captionOf(model, progress.now),
    told: progress,
  }
  const arrival = arrivalOf(drawing)
  return {
    name: 'screen-cells',
    width: layout.width,
    height: layout.height,
    title,
    description: summary,
    background: colours.paper,
    shapes: group(
      'parts',
      figureFrame(words, layout, colours),
      screenMap(drawing),
      lens(drawing),
      bits(drawing),
      writer(drawing),
    ).children,
    ...(arrival && { arrival }),
  }
}

/** From the instruction to the bytes, and from each byte to the cell on the screen. */
function arrivalOf(drawing: ScreenCellsDrawing): Arrival | undefined {
  const { progress, colours } = drawing
  const route = routeOf(drawing)
  if (!route || progress.isComplete) return undefined
  return { route, fill: colours.now.fill, stroke: colours.now.line }
}

function routeOf(drawing: ScreenCellsDrawing): readonly Point[] | undefined {
  const { now } = drawing.progress
  if (now === undefined || now === 'store') return undefined
  const byte = byteBox(drawing, now === 'attribute' ? 1 : 0)
  const from = { x: byte.x + byte.width / 2, y: byte.y + byte.height / 2 }
  if (now === 'place') {
    const start = writerPoint(drawing)
    return [start, { x: from.x, y: start.y }, from]
  }
  const { place } = drawing.model.focus
  const cell = place && cellBox(drawing, place)
  if (!cell) return undefined
  const to = { x: cell.x + cell.width / 2, y: cell.y + cell.height / 2 }
  return [from, { x: from.x, y: to.y }, to]
}
