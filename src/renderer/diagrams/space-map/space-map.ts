/** A whole address space as a diagram: which PML4 entries are in use, and what is mapped below each. */
import type { SpaceMap } from '../../../shared/models/space-map'
import type { Diagram, DiagramOptions } from '../diagram'
import { figureFrame } from '../primitives/figure-frame'
import { group } from '../primitives/shapes'
import type { Scene } from '../scene'
import { detailOf } from './details'
import { spaceDrawing } from './drawing'
import { usedSlots } from './rows'
import { slotStrip } from './slot-strip'
import { headOf, spaceMapText } from './text'
import { spaceTree } from './tree'
import { headlineOf, slotCaption } from './words'

export function spaceMapDiagram(map: SpaceMap, options: DiagramOptions): Scene {
  const drawing = spaceDrawing(map, options)
  const { frame, colours, told, now } = drawing
  const { title, summary } = headOf(map)
  const words = {
    topic: 'Address space',
    ...headlineOf(map),
    instant: map.instant,
    footer: 'R read, W write, X execute, U user code as well: rights of all levels together.',
    caption: now === undefined ? undefined : slotCaption(map, now),
    told,
  }
  return {
    name: 'page-walk',
    width: frame.width,
    height: frame.height,
    title,
    description: summary,
    background: colours.paper,
    shapes: group(
      'parts',
      figureFrame(words, frame, colours),
      map.isPaged && slotStrip(drawing),
      spaceTree(drawing),
    ).children,
  }
}

export const diagramOfSpaceMap = (map: SpaceMap): Diagram => ({
  id: `space ${map.pml4} ${map.beside?.pml4 ?? ''}`,
  reason: 'asked',
  steps: usedSlots(map).length,
  fileName: `address-space-${map.pml4.toString(16)}-${map.instant}`,
  draw: (options) => spaceMapDiagram(map, options),
  text: () => spaceMapText(map),
  detail: (key) => detailOf(map, key),
})
