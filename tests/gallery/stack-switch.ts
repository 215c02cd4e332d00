/** Every case of the stack-switch diagram: what the golden tests pin down and the gallery shows. */
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { stackSwitchDiagram } from '../../src/renderer/diagrams/stack-switch/stack-switch'
import { stationsOf } from '../../src/renderer/diagrams/stack-switch/stations'
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
import { recordedStacks, recordedStacksNames } from './stack-switch-recorded'

/** Situations that are drawn in every theme; the others in light alone. */
const IN_ALL_THEMES = new Set([
  'prompt',
  'breakpoint',
  'stack-overflow',
  'without-ist',
  'breakpoint-returned',
])

const IN_THE_WINDOW = [
  'prompt',
  'breakpoint',
  'privilege-change',
  'stack-overflow',
  'without-ist',
  'no-idt',
  'breakpoint-returned',
] as const

function stackCase(
  situation: string,
  suffix: string,
  options: Omit<DiagramOptions, 'theme'>,
  themes: readonly ThemeName[] = ['light'],
): GalleryCase {
  const model = recordedStacks(situation)
  return {
    name: `stack-switch/${situation}${suffix}`,
    themes,
    draw: (theme) => stackSwitchDiagram(model, { ...options, theme }),
  }
}

export const stackSwitchCases = (): GalleryCase[] => [
  ...recordedStacksNames().map((name) =>
    stackCase(name, '', { density: 'figure' }, IN_ALL_THEMES.has(name) ? THEMES : ['light']),
  ),
  ...IN_THE_WINDOW.flatMap((name) => [
    stackCase(name, '.window', { density: 'laptop', size: WINDOW_1440 }),
    stackCase(name, '.small-window', { density: 'laptop', size: WINDOW_1280 }),
  ]),
  stackCase('stack-overflow', '.step-4', { density: 'figure', step: 4 }, ['light', 'dark']),
  stackCase('stack-overflow', '.window-step-7', { density: 'laptop', size: WINDOW_1440, step: 7 }, [
    'light',
    'dark',
  ]),
  stackCase('stack-overflow', '.lecture-step-2', { density: 'projector', step: 2 }, [
    'light',
    'dark',
  ]),
  stackCase('without-ist', '.lecture', { density: 'projector' }, ['dark']),
  stackCase('returned-from-ist', '.step-5', { density: 'figure', step: 5 }),
  between('stack-switch/stack-overflow', 3, (options) =>
    stackSwitchDiagram(recordedStacks('stack-overflow'), options),
  ),
]

/** Every situation in every layout at every step. */
export const everyStackSwitchState = (): LayoutStates[] =>
  recordedStacksNames().flatMap((situation) => {
    const model = recordedStacks(situation)
    const count = stationsOf(model.story).length
    const draw = (options: DiagramOptions) => stackSwitchDiagram(model, options)
    return everyState(situation, count, draw)
  })
