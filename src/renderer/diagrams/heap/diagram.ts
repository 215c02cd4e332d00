/** The heap as a diagram that can be shown, told and pointed at. */
import type { Heap } from '../../../shared/models/heap'
import type { Diagram } from '../diagram'
import { detailOf } from './details'
import { heapDiagram } from './heap'
import { stepCount } from './stations'
import { heapText } from './text'

export const diagramOfHeap = (heap: Heap, isFollowing: boolean): Diagram => ({
  id: `request ${heap.request?.sequence ?? 'none'}`,
  reason: isFollowing ? 'latest' : 'chosen',
  ...(heap.request && { instant: heap.request.instant }),
  steps: stepCount(heap),
  fileName: heap.request ? `heap-request-${heap.request.sequence}` : 'heap',
  draw: (options) => heapDiagram(heap, options),
  text: () => heapText(heap),
  detail: (key) => detailOf(heap, key),
})
