/**
 * The diagram of the executor: a pure function from the model to a Scene.
 *
 * It draws what the model says and nothing else; what the model leaves out is left out here, and said to be unknown.
 */
import type { Executor } from '../../../shared/models/executor'
import type { DiagramOptions } from '../diagram'
import { withKey } from '../primitives/picture-key'
import { group } from '../primitives/shapes'
import type { Scene } from '../scene'
import { arrivalOf } from './arrival'
import { executorDrawing } from './drawing'
import { EXECUTOR_KEY } from './key'
import { partsOf } from './parts'
import { executorText } from './text'

export function executorDiagram(executor: Executor, options: DiagramOptions): Scene {
  const drawing = executorDrawing(executor, options)
  const { layout, colours } = drawing
  const { title, summary } = executorText(executor)
  const arrival = arrivalOf(drawing)
  return {
    name: 'executor',
    width: layout.width,
    height: layout.height,
    title,
    description: summary,
    background: colours.paper,
    shapes: withKey(group('parts', partsOf(drawing)).children, EXECUTOR_KEY, layout.key, colours),
    ...(arrival ? { arrival } : {}),
  }
}
