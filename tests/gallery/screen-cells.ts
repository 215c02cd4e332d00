/** Every case of the diagram of the text screen: what the golden tests pin down and the gallery shows. */
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { screenCellsDiagram } from '../../src/renderer/diagrams/screen-cells/screen-cells'
import { stationsOf } from '../../src/renderer/diagrams/screen-cells/stations'
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

const TOPIC = 'screen-cells'
/** Situations that are drawn in every theme; the others in light alone. */
const IN_ALL_THEMES = new Set(['two-squares', 'scrolling', 'not-shown'])

const draw = (situation: string, options: DiagramOptions) =>
  screenCellsDiagram(recordedView(TOPIC, situation), options)
const screenCase = caseMaker(TOPIC, draw)

export const screenCellsCases = (): GalleryCase[] => [
  ...recordedViewNames(TOPIC).map((name) =>
    screenCase(name, '', { density: 'figure' }, IN_ALL_THEMES.has(name) ? THEMES : ['light']),
  ),
  ...[1, 2, 3, 4].map((step) =>
    screenCase('lost-store', `.step-${step}`, { density: 'figure', step }),
  ),
  ...['prompt', 'two-squares', 'not-shown'].flatMap((name) => [
    screenCase(name, '.window', { density: 'laptop', size: WINDOW_1440 }),
    screenCase(name, '.small-window', { density: 'laptop', size: WINDOW_1280 }),
  ]),
  screenCase('prompt', '.window-dark', { density: 'laptop', size: WINDOW_1440 }, ['dark']),
  screenCase('two-squares', '.lecture', { density: 'projector' }, ['dark']),
  screenCase('two-squares', '.lecture-step-3', { density: 'projector', step: 3 }, ['light']),
  between(`${TOPIC}/lost-store`, 2, (options) => draw('lost-store', options)),
]

/** Every situation in every layout at every step. */
export const everyScreenCellsState = (): LayoutStates[] =>
  recordedViewNames(TOPIC).flatMap((situation) => {
    const count = stationsOf(recordedView(TOPIC, situation)).length
    return everyState(situation, count, (options) => draw(situation, options))
  })
