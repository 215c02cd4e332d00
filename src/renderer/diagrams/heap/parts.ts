/** What is drawn in each of the three densities. */
import type { Drawn } from '../primitives/shapes'
import { blockSection } from './block-section'
import { curve } from './curve'
import type { HeapDrawing } from './drawing'
import { freeList } from './free-list'
import { banner, footer, heading } from './heading'
import { lectureFrame } from './lecture'
import { owners } from './owners'
import { sizeClasses } from './size-classes'
import { region } from './strip'

export const partsOf = (drawing: HeapDrawing): readonly Drawn[] => [
  ...(drawing.layout.density === 'projector'
    ? lectureFrame(drawing)
    : [heading(drawing), footer(drawing)]),
  region(drawing),
  freeList(drawing),
  banner(drawing),
  drawing.heap.allocator.design === 'classes' ? sizeClasses(drawing) : owners(drawing),
  blockSection(drawing) ?? curve(drawing),
]
