/** A request, or the lines as they stand, as a diagram that can be shown, told and pointed at. */
import type { Diagram } from '../diagram'
import { detailOf } from './details'
import type { PathSubject } from './drawing'
import { interruptPathDiagram } from './interrupt-path'
import { stationsOf } from './stations'
import { pathText } from './text'

export function diagramOfInterruptPath(subject: PathSubject, isFollowing: boolean): Diagram {
  const { selected: path, standing } = subject
  return {
    id: path ? `${path.sequence}` : 'standing',
    reason: isFollowing ? 'latest' : 'chosen',
    ...(path?.requested && { instant: path.requested.instant }),
    steps: stationsOf(path, standing).length,
    fileName: path
      ? `interrupt-path-irq${path.line}-${path.requested?.instant ?? path.sequence}`
      : `interrupt-path-lines-${standing.instant}`,
    draw: (options) => interruptPathDiagram(subject, options),
    text: () => pathText(subject),
    detail: (key) => detailOf(subject, key),
  }
}
