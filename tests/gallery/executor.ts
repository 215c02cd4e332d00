/** Every case of the executor's diagram: what the golden tests pin down and the gallery shows. */
import { executorDiagram } from '../../src/renderer/diagrams/executor/executor'
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { stepCount } from '../../src/renderer/diagrams/executor/stations'
import { THEMES } from '../../src/renderer/diagrams/tokens/tokens'
import type { ThemeName } from '../../src/renderer/diagrams/tokens/tokens'
import {
  WINDOW_1280,
  WINDOW_1440,
  between,
  everyState,
  type GalleryCase,
  type LayoutStates,
} from './layouts'
import { recordedExecutor, recordedExecutorNames } from './recorded-executors'

/** Situations that are drawn in every theme; the others in light alone. */
const IN_ALL_THEMES = new Set(['key-pressed', 'ready-while-asleep', 'carousel', 'crowd'])

function executorCase(
  situation: string,
  suffix: string,
  options: Omit<DiagramOptions, 'theme'>,
  themes: readonly ThemeName[] = ['light'],
): GalleryCase {
  const executor = recordedExecutor(situation)
  return {
    name: `executor/${situation}${suffix}`,
    themes,
    draw: (theme) => executorDiagram(executor, { ...options, theme }),
  }
}

/** The way of a key press, station by station. */
const STATIONS = [1, 2, 3, 4, 5, 6, 7] as const

export const executorCases = (): GalleryCase[] => [
  ...recordedExecutorNames().map((name) =>
    executorCase(name, '', { density: 'figure' }, IN_ALL_THEMES.has(name) ? THEMES : ['light']),
  ),
  ...STATIONS.map((step) =>
    executorCase('key-pressed', `.step-${step}`, { density: 'figure', step }),
  ),
  ...['key-pressed', 'two-tasks', 'hog-task', 'carousel', 'crowd', 'series-release'].flatMap(
    (name) => [
      executorCase(name, '.window', { density: 'laptop', size: WINDOW_1440 }),
      executorCase(name, '.small-window', { density: 'laptop', size: WINDOW_1280 }),
    ],
  ),
  executorCase('key-pressed', '.window-step-6', { density: 'laptop', size: WINDOW_1440, step: 6 }, [
    'light',
    'dark',
  ]),
  executorCase('key-pressed', '.lecture-step-6', { density: 'projector', step: 6 }, [
    'light',
    'dark',
  ]),
  executorCase('two-tasks', '.lecture', { density: 'projector' }, ['dark']),
  between('executor/key-pressed', 5, (options) =>
    executorDiagram(recordedExecutor('key-pressed'), options),
  ),
]

/** Every situation in every layout at every step. */
export const everyExecutorState = (): LayoutStates[] =>
  recordedExecutorNames().flatMap((situation) => {
    const executor = recordedExecutor(situation)
    const draw = (options: DiagramOptions) => executorDiagram(executor, options)
    return everyState(situation, stepCount(executor), draw)
  })
