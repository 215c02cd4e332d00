/** One delivery as a diagram that can be shown, told and pointed at. */
import type { IdtDispatch } from '../../../shared/models/idt-dispatch'
import type { Diagram } from '../diagram'
import { detailOf } from './details'
import { sourceName } from './facts'
import { idtDispatchDiagram } from './idt-dispatch'
import { stationsOf } from './stations'
import { dispatchText } from './text'

export const diagramOfIdtDispatch = (dispatch: IdtDispatch, isFollowing: boolean): Diagram => ({
  id: `${dispatch.sequence} ${dispatch.instant} ${dispatch.vector}`,
  reason: isFollowing ? 'latest' : 'chosen',
  instant: dispatch.instant,
  steps: stationsOf(dispatch).length,
  fileName: `idt-dispatch-${sourceName(dispatch).replace(/\W+/g, '').toLowerCase()}-${dispatch.instant}`,
  draw: (options) => idtDispatchDiagram(dispatch, options),
  text: () => dispatchText(dispatch),
  detail: (key) => detailOf(dispatch, key),
})
