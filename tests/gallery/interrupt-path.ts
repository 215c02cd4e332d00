/** Every case of the interrupt-path diagram: what the golden tests pin down and the gallery shows. */
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { interruptPathDiagram } from '../../src/renderer/diagrams/interrupt-path/interrupt-path'
import { stationsOf } from '../../src/renderer/diagrams/interrupt-path/stations'
import { THEMES } from '../../src/renderer/diagrams/tokens/tokens'
import { recordedPathNames, recordedPaths } from './interrupt-paths-recorded'
import {
  WINDOW_1280,
  WINDOW_1440,
  between,
  caseMaker,
  everyState,
  type GalleryCase,
  type LayoutStates,
} from './layouts'

/** Situations that are drawn in every theme; the others in light alone. */
const IN_ALL_THEMES = new Set([
  'key',
  'outranked-key',
  'clock-of-the-slave',
  'missing-eoi-standing',
])

const IN_THE_WINDOW = [
  'key',
  'outranked-key',
  'clock-of-the-slave',
  'deadlock',
  'no-gate',
  'keyboard-unread',
] as const

const pathCase = caseMaker('interrupt-path', (situation, options) =>
  interruptPathDiagram(recordedPaths(situation), options),
)

export const interruptPathCases = (): GalleryCase[] => [
  ...recordedPathNames().map((name) =>
    pathCase(name, '', { density: 'figure' }, IN_ALL_THEMES.has(name) ? THEMES : ['light']),
  ),
  ...[1, 2, 3, 4, 5].map((step) => pathCase('key', `.step-${step}`, { density: 'figure', step })),
  ...IN_THE_WINDOW.flatMap((name) => [
    pathCase(name, '.window', { density: 'laptop', size: WINDOW_1440 }),
    pathCase(name, '.small-window', { density: 'laptop', size: WINDOW_1280 }),
  ]),
  pathCase('critical-section', '.step-2', { density: 'figure', step: 2 }),
  pathCase('key', '.window-step-6', { density: 'laptop', size: WINDOW_1440, step: 6 }, [
    'light',
    'dark',
  ]),
  pathCase('key', '.lecture-step-6', { density: 'projector', step: 6 }, ['light', 'dark']),
  pathCase('outranked-key', '.lecture', { density: 'projector' }, ['dark']),
  between('interrupt-path/key', 5, (options) =>
    interruptPathDiagram(recordedPaths('key'), options),
  ),
]

/** Every situation in every layout at every step. */
export const everyInterruptPathState = (): LayoutStates[] =>
  recordedPathNames().flatMap((situation) => {
    const paths = recordedPaths(situation)
    const count = stationsOf(paths.selected, paths.standing).length
    const draw = (options: DiagramOptions) => interruptPathDiagram(paths, options)
    return everyState(situation, count, draw)
  })
