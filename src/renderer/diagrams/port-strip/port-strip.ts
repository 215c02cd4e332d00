/**
 * The diagram of the ports: a pure function from the model to a Scene.
 *
 * It draws what the model says and nothing else; what the model leaves out is left out here.
 */
import type { PortStrip } from '../../../shared/models/port-strip'
import type { DiagramOptions } from '../diagram'
import { figureFrame } from '../primitives/figure-frame'
import { group } from '../primitives/shapes'
import type { Arrival, Scene } from '../scene'
import { accessBox, portDrawing, type PortDrawing } from './drawing'
import { panel } from './panel'
import { strip } from './strip'
import { headOf } from './text'
import { captionOf, headlineOf } from './words'

export function portStripDiagram(model: PortStrip, options: DiagramOptions): Scene {
  const drawing = portDrawing(model, options)
  const { frame, colours, progress, now } = drawing
  const { title, summary } = headOf(model)
  const words = {
    topic: 'Ports',
    ...headlineOf(model),
    instant: now && !progress.isComplete ? now.instant : model.instant,
    footer:
      'OUT points down into the chip, IN points up out of it; a column is an access, or one that was made again and again.',
    caption: now && !progress.isComplete ? captionOf(model, now) : undefined,
    told: progress,
  }
  const arrival = arrivalOf(drawing)
  return {
    name: 'port-strip',
    width: frame.width,
    height: frame.height,
    title,
    description: summary,
    background: colours.paper,
    shapes: group('parts', figureFrame(words, frame, colours), strip(drawing), panel(drawing))
      .children,
    ...(arrival && { arrival }),
  }
}

/** From the access before to this one. */
function arrivalOf(drawing: PortDrawing): Arrival | undefined {
  const { progress, colours } = drawing
  if (progress.isComplete || progress.passed < 2) return undefined
  const [from, to] = [progress.passed - 2, progress.passed - 1].map((index) => {
    const box = accessBox(drawing, index)
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  })
  if (!from || !to) return undefined
  return {
    route: [from, { x: to.x, y: from.y }, to],
    fill: colours.now.fill,
    stroke: colours.now.line,
  }
}
