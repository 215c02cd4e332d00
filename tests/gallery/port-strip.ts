/** Every case of the diagram of the ports: what the golden tests pin down and the gallery shows. */
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { accessesOf } from '../../src/renderer/diagrams/port-strip/drawing'
import { portStripDiagram } from '../../src/renderer/diagrams/port-strip/port-strip'
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

const TOPIC = 'port-strip'
/** Situations that are drawn in every theme; the others in light alone. */
const IN_ALL_THEMES = new Set(['remapped', 'exit', 'memory-alone'])

const draw = (situation: string, options: DiagramOptions) =>
  portStripDiagram(recordedView(TOPIC, situation), options)
const portCase = caseMaker(TOPIC, draw)

export const portStripCases = (): GalleryCase[] => [
  ...recordedViewNames(TOPIC).map((name) =>
    portCase(name, '', { density: 'figure' }, IN_ALL_THEMES.has(name) ? THEMES : ['light']),
  ),
  ...[1, 5, 9].map((step) => portCase('remapped', `.step-${step}`, { density: 'figure', step })),
  ...['remapped', 'key', 'series-exit'].flatMap((name) => [
    portCase(name, '.window', { density: 'laptop', size: WINDOW_1440 }),
    portCase(name, '.small-window', { density: 'laptop', size: WINDOW_1280 }),
  ]),
  portCase('key', '.window-dark', { density: 'laptop', size: WINDOW_1440 }, ['dark']),
  portCase('remapped', '.lecture-step-9', { density: 'projector', step: 9 }, ['light', 'dark']),
  between(`${TOPIC}/remapped`, 8, (options) => draw('remapped', options)),
]

/** Every situation in every layout at every step. */
export const everyPortStripState = (): LayoutStates[] =>
  recordedViewNames(TOPIC).flatMap((situation) => {
    const count = accessesOf(recordedView(TOPIC, situation)).length
    return everyState(situation, count, (options) => draw(situation, options))
  })
