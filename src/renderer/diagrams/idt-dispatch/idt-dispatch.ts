/**
 * The idt-dispatch diagram: a pure function from the model of one delivery to a Scene.
 *
 * It draws what the model says and nothing else; what the model leaves out is left out here.
 */
import type { IdtDispatch } from '../../../shared/models/idt-dispatch'
import type { DiagramOptions } from '../diagram'
import { lectureProgress } from '../primitives/lecture-progress'
import { freePlace } from '../primitives/free-place'
import { withKey } from '../primitives/picture-key'
import { group } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Scene } from '../scene'
import { arrivalOf } from './arrival'
import { codePart } from './code-segment'
import { connectors } from './connectors'
import { contextLine } from './context'
import { dispatchDrawing } from './drawing'
import type { DispatchDrawing } from './drawing'
import { failurePart } from './failure'
import { framePart } from './frame'
import { gatePart } from './gate'
import { handlerPart } from './handler'
import { figureHeading, footer, laptopHeading, lectureCaption, lectureHeading } from './heading'
import { idtPart } from './idt'
import { DISPATCH_KEY } from './key'
import { stackPart } from './stack-choice'
import { dispatchText } from './text'

export function idtDispatchDiagram(dispatch: IdtDispatch, options: DiagramOptions): Scene {
  const drawing = dispatchDrawing(dispatch, options)
  const { layout, colours } = drawing
  const { title, summary } = dispatchText(dispatch)
  const arrival = arrivalOf(drawing)
  const picture = group('parts', surroundings(drawing), parts(drawing)).children
  const { spareKey } = layout
  const keyPlace = layout.key ?? (spareKey && freePlace(picture, [spareKey]))
  return {
    name: 'idt-dispatch',
    width: layout.width,
    height: layout.height,
    title,
    description: summary,
    background: colours.paper,
    shapes: withKey(picture, DISPATCH_KEY, keyPlace, colours),
    ...(arrival ? { arrival } : {}),
  }
}

function surroundings(drawing: DispatchDrawing): readonly Drawn[] {
  const { layout, colours, progress } = drawing
  const told = { passed: progress.passed, total: progress.stations.length }
  switch (layout.density) {
    case 'laptop':
      return [laptopHeading(drawing), footer(drawing)]
    case 'figure':
      return [figureHeading(drawing), footer(drawing)]
    case 'projector':
      return [
        lectureHeading(drawing),
        lectureCaption(drawing),
        lectureProgress(told, layout, colours),
      ]
  }
}

const parts = (drawing: DispatchDrawing): readonly Drawn[] => [
  idtPart(drawing),
  gatePart(drawing),
  contextLine(drawing),
  codePart(drawing),
  stackPart(drawing),
  framePart(drawing),
  handlerPart(drawing),
  failurePart(drawing),
  connectors(drawing),
]
