/** Every case of the diagram of image and modes: what the golden tests pin down and the gallery shows. */
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { imageMapDiagram } from '../../src/renderer/diagrams/image-map/image-map'
import { stationsOf } from '../../src/renderer/diagrams/image-map/stations'
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

const TOPIC = 'image-map'
/** Situations that are drawn in every theme; the others in light alone. */
const IN_ALL_THEMES = new Set(['loaded', 'paging', 'series-running'])

const draw = (situation: string, options: DiagramOptions) =>
  imageMapDiagram(recordedView(TOPIC, situation), options)
const imageCase = caseMaker(TOPIC, draw)

export const imageMapCases = (): GalleryCase[] => [
  ...recordedViewNames(TOPIC).map((name) =>
    imageCase(name, '', { density: 'figure' }, IN_ALL_THEMES.has(name) ? THEMES : ['light']),
  ),
  ...[1, 4, 7].map((step) => imageCase('long-mode', `.step-${step}`, { density: 'figure', step })),
  ...['loaded', 'prompt', 'lock-taken', 'series-running'].flatMap((name) => [
    imageCase(name, '.window', { density: 'laptop', size: WINDOW_1440 }),
    imageCase(name, '.small-window', { density: 'laptop', size: WINDOW_1280 }),
  ]),
  imageCase('prompt', '.window-dark', { density: 'laptop', size: WINDOW_1440 }, ['dark']),
  imageCase('long-mode', '.lecture-step-7', { density: 'projector', step: 7 }, ['light', 'dark']),
  between(`${TOPIC}/long-mode`, 1, (options) => draw('long-mode', options)),
]

/** Every situation in every layout at every step. */
export const everyImageMapState = (): LayoutStates[] =>
  recordedViewNames(TOPIC).flatMap((situation) => {
    const count = stationsOf(recordedView(TOPIC, situation)).length
    return everyState(situation, count, (options) => draw(situation, options))
  })
