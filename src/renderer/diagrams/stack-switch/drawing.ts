/** What every part of the stack-switch drawing is given. */
import type { StackSwitch } from '../../../shared/models/stack-switch'
import type { DiagramOptions } from '../diagram'
import { palettes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { isChain, isSwitch } from './facts'
import { stackSwitchLayout, storyLayout } from './layout'
import type { StackSwitchLayout } from './layout'
import { progressOf, rspPlace } from './stations'
import type { Progress, RspPlace } from './stations'

export interface StackSwitchDrawing {
  readonly model: StackSwitch
  readonly colours: Palette
  readonly layout: StackSwitchLayout
  readonly progress: Progress
  /** Where RSP stands at this station. */
  readonly rsp: RspPlace
}

export function stackSwitchDrawing(
  model: StackSwitch,
  { theme, density, step, size }: DiagramOptions,
): StackSwitchDrawing {
  const { story } = model
  const progress = progressOf(story, step)
  const layout = stackSwitchLayout(density, size)
  const isDelivery = story?.kind === 'delivery'
  return {
    model,
    colours: palettes[theme],
    layout: story
      ? storyLayout(layout, {
          hasLane: isDelivery && story.counterfactual !== undefined,
          isPlain: isDelivery && !isChain(story) && !isSwitch(story),
        })
      : layout,
    progress,
    rsp: rspPlace(model, progress),
  }
}
