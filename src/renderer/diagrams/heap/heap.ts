/**
 * The diagram of the heap: a pure function from the model to a Scene.
 *
 * It draws what the model says and nothing else; what the model leaves out is left out here, and said to be unknown.
 */
import type { Heap } from '../../../shared/models/heap'
import type { DiagramOptions } from '../diagram'
import { withKey } from '../primitives/picture-key'
import { group } from '../primitives/shapes'
import type { Scene } from '../scene'
import { heapDrawing } from './drawing'
import { HEAP_KEY } from './key'
import { partsOf } from './parts'
import { headOf } from './text'

export function heapDiagram(heap: Heap, options: DiagramOptions): Scene {
  const drawing = heapDrawing(heap, options)
  const { layout, colours } = drawing
  const { title, summary } = headOf(heap)
  return {
    name: 'heap',
    width: layout.width,
    height: layout.height,
    title,
    description: summary,
    background: colours.paper,
    shapes: withKey(group('parts', partsOf(drawing)).children, HEAP_KEY, layout.key, colours),
  }
}
