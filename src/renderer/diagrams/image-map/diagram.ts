/** A kernel's way into memory and 64-bit mode, as a diagram that can be shown, told and pointed at. */
import type { ImageMap } from '../../../shared/models/image-map'
import type { Diagram } from '../diagram'
import { detailOf } from './details'
import { imageMapDiagram } from './image-map'
import { stationsOf } from './stations'
import { imageMapText } from './text'
import { lastStep } from './words'

export const diagramOfImageMap = (model: ImageMap): Diagram => ({
  id: `step ${lastStep(model)?.name ?? 'entry'}`,
  reason: 'latest',
  steps: stationsOf(model).length,
  fileName: 'image-map',
  draw: (options) => imageMapDiagram(model, options),
  text: () => imageMapText(model),
  detail: (key) => detailOf(model, key),
})
