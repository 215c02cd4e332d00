/**
 * The interrupt-path diagram: a pure function from the model to a Scene. With a request it tells its way; without one it
 * shows the lines as they stand.
 *
 * It draws what the model says and nothing else; what the model leaves out is left out here.
 */
import type { DiagramOptions } from '../diagram'
import { lectureProgress } from '../primitives/lecture-progress'
import { grownKey } from '../primitives/key-room'
import { withKey } from '../primitives/picture-key'
import { group, line } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Scene } from '../scene'
import { chipParts } from './chip'
import { arrivalOf, connectors } from './connectors'
import { devices } from './devices'
import { pathDrawing, presentWait, type PathDrawing, type PathSubject } from './drawing'
import { gatePart } from './gate'
import { handlerPart } from './handler'
import { footer, heading, lectureCaption, lectureHeading } from './heading'
import { processor } from './processor'
import { standingPanel } from './standing-panel'
import { PATH_KEY } from './key'
import { lineTable } from './line-table'
import { pathText } from './text'
import { timeLine } from './time-line'
import { waypoints } from './waypoints'
import { whyPanel } from './why-panel'

/** Where the panel leaves room for them. */
const KEY_LINES = 3

export function interruptPathDiagram(subject: PathSubject, options: DiagramOptions): Scene {
  const drawing = pathDrawing(subject, options)
  const { layout, colours } = drawing
  const { title, summary } = pathText(subject)
  const arrival = arrivalOf(drawing)
  const picture = group('parts', surroundings(drawing), parts(drawing)).children
  const key = layout.key && grownKey(layout.key, picture, KEY_LINES)
  return {
    name: 'interrupt-path',
    width: layout.width,
    height: layout.height,
    title,
    description: summary,
    background: colours.paper,
    shapes: withKey(picture, PATH_KEY, key, colours),
    ...(arrival ? { arrival } : {}),
  }
}

function surroundings(drawing: PathDrawing): readonly Drawn[] {
  const { layout, colours, progress } = drawing
  if (layout.density !== 'projector') return [heading(drawing), footer(drawing)]
  const told = { passed: progress.passed, total: progress.stations.length }
  return [lectureHeading(drawing), lectureCaption(drawing), lectureProgress(told, layout, colours)]
}

const parts = (drawing: PathDrawing): readonly Drawn[] => [
  devices(drawing),
  chipParts(drawing),
  processor(drawing),
  gatePart(drawing),
  handlerPart(drawing),
  lineTable(drawing),
  connectors(drawing),
  waypoints(drawing),
  rule(drawing),
  panel(drawing),
]

function rule({ colours, layout }: PathDrawing): Drawn {
  const { panel: box, density } = layout
  if (density !== 'figure') return undefined
  return line('rule', { x: box.x, y: box.y }, { x: box.x + box.width, y: box.y }, colours.hair)
}

/** Below: why it waits, while that is told; else how long everything took; without a request how all lines stand. */
function panel(drawing: PathDrawing): Drawn {
  const { path } = drawing
  if (!path) return standingPanel(drawing)
  const wait = presentWait(drawing)
  return wait
    ? whyPanel(
        drawing,
        wait,
        `${path.acknowledged ? 'It is not taken yet' : 'It is not delivered'}. Why?`,
      )
    : timeLine(drawing)
}
