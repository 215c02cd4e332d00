/** Every state of every drawing can be read: nothing collides, leaves the page, is too small or too pale. */
import { describe, expect, it } from 'vitest'
import type { Scene, Shape } from '../../src/renderer/diagrams/scene'
import { contrast } from '../../src/renderer/diagrams/tokens/contrast'
import { THEMES } from '../../src/renderer/diagrams/tokens/tokens'
import { everyExecutorState } from '../gallery/executor'
import { everyHeapState } from '../gallery/heap'
import { everyIdtDispatchState } from '../gallery/idt-dispatch'
import { everyIdtTableState } from '../gallery/idt-table'
import { everyImageMapState } from '../gallery/image-map'
import { everyInterleavingState } from '../gallery/interleaving'
import { everyInterruptPathState } from '../gallery/interrupt-path'
import { everyPageWalkState } from '../gallery/page-walk'
import { everyPortStripState } from '../gallery/port-strip'
import { everyScreenCellsState } from '../gallery/screen-cells'
import { everySpaceMapState } from '../gallery/space-map'
import { everyStackSwitchState } from '../gallery/stack-switch'
import { everyTimelineState } from '../gallery/timeline'
import { paperUnder, textBoxesOf } from './text-boxes'
import type { TextBox } from './text-boxes'
import {
  childrenOf,
  collisions,
  contents,
  crossingTexts,
  lostTexts,
  repeatedKeys,
} from './text-faults'

/** No drawing for the window has smaller text; figures and lectures have larger. */
const SMALLEST_TEXT = { window: 12, figure: 14 } as const
const READABLE_CONTRAST = 4.5

const states = [
  ...everyPageWalkState(),
  ...everySpaceMapState(),
  ...everyIdtDispatchState(),
  ...everyIdtTableState(),
  ...everyStackSwitchState(),
  ...everyInterruptPathState(),
  ...everyExecutorState(),
  ...everyHeapState(),
  ...everyScreenCellsState(),
  ...everyInterleavingState(),
  ...everyPortStripState(),
  ...everyImageMapState(),
  ...everyTimelineState(),
]

describe.each(states)('$name', ({ draw }) => {
  const scenes = draw('light').map((scene) => ({ scene, texts: textBoxesOf(scene) }))

  /** What is wrong with the texts of each state, with the step at which it is. */
  const faults = (find: (texts: readonly TextBox[], scene: Scene) => readonly string[]) =>
    scenes.flatMap(({ scene, texts }, step) =>
      find(texts, scene).map((fault) => `step ${step}: ${fault}`),
    )

  it('keeps texts apart', () => {
    expect(faults(collisions)).toEqual([])
  })

  it('keeps texts on the page', () => {
    expect(faults(lostTexts)).toEqual([])
  })

  it('keeps texts inside their boxes', () => {
    expect(faults(crossingTexts)).toEqual([])
  })

  it('has no text too small to read', () => {
    const least = (scene: Scene) => SMALLEST_TEXT[isForWindow(scene) ? 'window' : 'figure']
    expect(
      faults((texts, scene) => contents(texts.filter(({ smallest }) => smallest < least(scene)))),
    ).toEqual([])
  })

  it.each(THEMES)('has no text too pale to read in the %s theme', (theme) => {
    const pale = draw(theme).flatMap((scene) =>
      textBoxesOf(withoutPills(scene)).filter((text) =>
        text.fills.some((fill) => contrast(fill, paperUnder(text, scene)) < READABLE_CONTRAST),
      ),
    )
    expect(contents(pale)).toEqual([])
  })

  it('gives every group an id of its own, and every shape a key among its siblings', () => {
    for (const { scene } of scenes) expect(repeatedKeys(scene)).toEqual([])
  })
})

/** Figures and lectures are 1280 × 720; the timeline has no other place than the window. */
const isForWindow = ({ name, width }: Scene) => name === 'timeline' || width < 1280

/** What stands in a pill stands on a path, its outline, not on a box; the tokens' own test checks its colours. */
function withoutPills(scene: Scene): Scene {
  const isPill = (shape: Shape) => childrenOf(shape).some(({ key }) => key === 'outline')
  const prune = (shapes: readonly Shape[]): Shape[] =>
    shapes.flatMap((shape): Shape[] => {
      if (isPill(shape)) return []
      return shape.kind === 'group' ? [{ ...shape, children: prune(shape.children) }] : [shape]
    })
  return { ...scene, shapes: prune(scene.shapes) }
}
