/** The ports as a diagram that can be shown, told and pointed at. */
import type { PortStrip } from '../../../shared/models/port-strip'
import type { Diagram } from '../diagram'
import { detailOf } from './details'
import { accessesOf } from './drawing'
import { portStripDiagram } from './port-strip'
import { portStripText } from './text'

export const diagramOfPortStrip = (model: PortStrip, isFollowing: boolean): Diagram => ({
  id: `access ${model.selected?.sequence ?? 0}`,
  reason: isFollowing ? 'latest' : 'chosen',
  ...(model.selected && { instant: model.selected.instant }),
  steps: accessesOf(model).length,
  fileName: `port-access-${model.selected?.sequence ?? 0}`,
  draw: (options) => portStripDiagram(model, options),
  text: () => portStripText(model),
  detail: (key) => detailOf(model, key),
})
