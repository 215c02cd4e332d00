/** Who ran when, as a diagram that can be shown, told and pointed at. */
import type { Interleaving } from '../../../shared/models/interleaving'
import type { Diagram } from '../diagram'
import { detailOf } from './details'
import { interleavingDiagram } from './interleaving'
import { stepCount } from './stations'
import { interleavingText } from './text'

export const diagramOfInterleaving = (model: Interleaving, isFollowing: boolean): Diagram => ({
  id: `switch ${model.selected?.sequence ?? 0}`,
  reason: isFollowing ? 'latest' : 'chosen',
  ...(model.selected && { instant: model.selected.instant }),
  steps: stepCount(model),
  fileName: `interleaving-${model.selected?.sequence ?? 0}`,
  draw: (options) => interleavingDiagram(model, options),
  text: () => interleavingText(model),
  detail: (key) => detailOf(model, key),
})
