/** The text screen as a diagram that can be shown, told and pointed at. */
import type { ScreenCells } from '../../../shared/models/screen-cells'
import type { Diagram } from '../diagram'
import { detailOf } from './details'
import { screenCellsDiagram } from './screen-cells'
import { stationsOf } from './stations'
import { screenCellsText } from './text'

export const diagramOfScreenCells = (model: ScreenCells, isFollowing: boolean): Diagram => ({
  id: model.isCellChosen ? `cell ${model.focus.offset}` : `store ${model.selected?.sequence ?? 0}`,
  reason: isFollowing ? 'latest' : 'chosen',
  ...(model.selected && { instant: model.selected.instant }),
  steps: stationsOf(model).length,
  fileName: model.selected ? `screen-store-${model.selected.sequence}` : 'screen-cells',
  draw: (options) => screenCellsDiagram(model, options),
  text: () => screenCellsText(model),
  detail: (key) => detailOf(model, key),
})
