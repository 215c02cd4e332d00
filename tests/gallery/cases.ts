/** All cases of all diagrams. */
import { idtDispatchCases } from './idt-dispatch'
import { idtTableCases } from './idt-table'
import { executorCases } from './executor'
import { imageMapCases } from './image-map'
import { interleavingCases } from './interleaving'
import { interruptPathCases } from './interrupt-path'
import { pageWalkCases } from './page-walk'
import { heapCases } from './heap'
import type { GalleryCase } from './layouts'
import { portStripCases } from './port-strip'
import { screenCellsCases } from './screen-cells'
import { spaceMapCases } from './space-map'
import { stackSwitchCases } from './stack-switch'
import { timelineCases } from './timeline'

export const galleryCases = (): GalleryCase[] => [
  ...pageWalkCases(),
  ...spaceMapCases(),
  ...idtDispatchCases(),
  ...idtTableCases(),
  ...stackSwitchCases(),
  ...interruptPathCases(),
  ...executorCases(),
  ...heapCases(),
  ...screenCellsCases(),
  ...interleavingCases(),
  ...portStripCases(),
  ...imageMapCases(),
  ...timelineCases(),
]
