/** Every case of the diagram of who ran when: what the golden tests pin down and the gallery shows. */
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { interleavingDiagram } from '../../src/renderer/diagrams/interleaving/interleaving'
import { stepCount } from '../../src/renderer/diagrams/interleaving/stations'
import { THEMES } from '../../src/renderer/diagrams/tokens/tokens'
import {
  WINDOW_1280,
  WINDOW_1440,
  between,
  caseMaker,
  everyState,
  type GalleryCase,
  type LayoutStates,
} from './layouts'
import { recordedView, recordedViewNames } from './recorded-views'

const TOPIC = 'interleaving'
/** Situations that are drawn in every theme; the others in light alone. */
const IN_ALL_THEMES = new Set(['deadlock', 'same-instruction', 'two-tasks'])

const draw = (situation: string, options: DiagramOptions) =>
  interleavingDiagram(recordedView(TOPIC, situation), options)
const laneCase = caseMaker(TOPIC, draw)

export const interleavingCases = (): GalleryCase[] => [
  ...recordedViewNames(TOPIC).map((name) =>
    laneCase(name, '', { density: 'figure' }, IN_ALL_THEMES.has(name) ? THEMES : ['light']),
  ),
  ...[1, 2, 3].map((step) =>
    laneCase('same-instruction', `.step-${step}`, { density: 'figure', step }),
  ),
  ...['deadlock', 'prompt', 'two-tasks'].flatMap((name) => [
    laneCase(name, '.window', { density: 'laptop', size: WINDOW_1440 }),
    laneCase(name, '.small-window', { density: 'laptop', size: WINDOW_1280 }),
  ]),
  laneCase('prompt', '.window-dark', { density: 'laptop', size: WINDOW_1440 }, ['dark']),
  laneCase('deadlock', '.lecture', { density: 'projector' }, ['light', 'dark']),
  between(`${TOPIC}/same-instruction`, 1, (options) => draw('same-instruction', options)),
]

/** Every situation in every layout at every step. */
export const everyInterleavingState = (): LayoutStates[] =>
  recordedViewNames(TOPIC).flatMap((situation) => {
    const count = stepCount(recordedView(TOPIC, situation))
    return everyState(situation, count, (options) => draw(situation, options))
  })
