/**
 * The page-walk diagram: a pure function from the model of one walk to a Scene.
 *
 * It draws what the model says and nothing else; what the model leaves out is left out here.
 */
import type { PageWalk } from '../../../shared/models/page-walk'
import type { DiagramOptions } from '../diagram'
import { withKey } from '../primitives/picture-key'
import { group } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Scene, Shape } from '../scene'
import { arrivalOf } from './arrival'
import { pageWalkDrawing } from './drawing'
import type { PageWalkDrawing } from './drawing'
import { figureParts } from './figure'
import { spareKey, walkKey } from './key'
import { laptopParts } from './laptop'
import { projectorParts } from './projector'
import { spareKeyPlace } from './spare-key'
import { pageWalkText } from './text'
import { waypoints } from './waypoints'

export function pageWalkDiagram(walk: PageWalk, options: DiagramOptions): Scene {
  const drawing = pageWalkDrawing(walk, options)
  const { layout, colours } = drawing
  const { title, summary } = pageWalkText(walk)
  const arrival = arrivalOf(drawing)
  const picture = group('parts', partsOf(drawing), options.hasWaypoints && waypoints(drawing))
  return {
    name: 'page-walk',
    width: layout.width,
    height: layout.height,
    title,
    description: summary,
    background: colours.paper,
    shapes: keyed(drawing, picture.children),
    ...(arrival ? { arrival } : {}),
  }
}

function keyed(drawing: PageWalkDrawing, shapes: readonly Shape[]): readonly Shape[] {
  const { layout, colours } = drawing
  if (layout.key) return withKey(shapes, walkKey(layout.density), layout.key, colours)
  const hasList = shapes.some(({ key }) => key === 'entries')
  return withKey(shapes, spareKey(hasList), spareKeyPlace(drawing, shapes), colours)
}

function partsOf(drawing: PageWalkDrawing): readonly Drawn[] {
  switch (drawing.layout.density) {
    case 'laptop':
      return laptopParts(drawing)
    case 'figure':
      return figureParts(drawing)
    case 'projector':
      return projectorParts(drawing)
  }
}
