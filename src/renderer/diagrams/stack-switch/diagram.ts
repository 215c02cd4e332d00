/** The stacks, with the story that is told of them, as a diagram that can be shown, told and pointed at. */
import type { StackSwitch } from '../../../shared/models/stack-switch'
import type { Diagram } from '../diagram'
import { detailOf } from './details'
import { stackSwitchDiagram } from './stack-switch'
import { stationsOf } from './stations'
import { stackSwitchText } from './text'

export function diagramOfStackSwitch(model: StackSwitch, isFollowing: boolean): Diagram {
  const { story } = model
  return {
    id: story ? `story ${story.sequence} ${story.instant}` : 'stacks',
    reason: isFollowing ? 'latest' : 'chosen',
    ...(story && { instant: story.instant }),
    steps: stationsOf(story).length,
    fileName: story ? `stack-switch-${story.instant}` : 'stacks',
    draw: (options) => stackSwitchDiagram(model, options),
    text: () => stackSwitchText(model),
    detail: (key) => detailOf(model, key),
  }
}
