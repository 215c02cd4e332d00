/**
 * The stack-switch diagram: a pure function from the model to a Scene.
 *
 * It draws what the model says and nothing else; what the model leaves out is left out here.
 */
import type { StackSwitch } from '../../../shared/models/stack-switch'
import type { DiagramOptions } from '../diagram'
import { withKey } from '../primitives/picture-key'
import { group } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Point, Scene } from '../scene'
import { deliveryParts } from './delivery'
import { deliveryArrival, deliveryGeometry } from './delivery-geometry'
import { stackSwitchDrawing, type StackSwitchDrawing } from './drawing'
import { footer, heading, lectureWords } from './heading'
import { STACK_KEY, keyRoom } from './key'
import { overviewParts } from './overview'
import { flowRoute, returnGeometry, returnParts } from './return-parts'
import { stackSwitchText } from './text'

export function stackSwitchDiagram(model: StackSwitch, options: DiagramOptions): Scene {
  const drawing = stackSwitchDrawing(model, options)
  const { layout, colours } = drawing
  const { title, summary } = stackSwitchText(model)
  const { parts, route } = pictureOf(drawing)
  const picture = group('parts', parts).children
  const room = keyRoom(drawing, picture)
  const words =
    layout.density === 'projector'
      ? lectureWords(drawing)
      : [heading(drawing), !room?.isFooter && footer(drawing)]
  const { fill, line: stroke } = colours.now
  return {
    name: 'stack-switch',
    width: layout.width,
    height: layout.height,
    title,
    description: summary,
    background: colours.paper,
    shapes: withKey(group('parts', words, parts).children, STACK_KEY, room?.place, colours),
    ...(route && route.length > 1 ? { arrival: { route, fill, stroke } } : {}),
  }
}

interface Picture {
  readonly parts: readonly Drawn[]
  /** The way of the marker. */
  readonly route: readonly Point[] | undefined
}

function pictureOf(drawing: StackSwitchDrawing): Picture {
  const { story } = drawing.model
  if (!story) return { parts: overviewParts(drawing), route: undefined }
  if (story.kind === 'return') {
    const geometry = returnGeometry(drawing, story)
    return { parts: returnParts(drawing, geometry), route: flowRoute(drawing, geometry) }
  }
  const geometry = deliveryGeometry(drawing, story)
  return { parts: deliveryParts(drawing, geometry), route: deliveryArrival(drawing, geometry) }
}
