/** Every case of the idt-dispatch diagram: what the golden tests pin down and the gallery shows. */
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { idtDispatchDiagram } from '../../src/renderer/diagrams/idt-dispatch/idt-dispatch'
import { stationsOf } from '../../src/renderer/diagrams/idt-dispatch/stations'
import { THEMES } from '../../src/renderer/diagrams/tokens/tokens'
import { recordedDispatch, recordedDispatchNames } from './idt-dispatch-recorded'
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
  'breakpoint-returned',
  'page-fault',
  'timer',
  'gate-zero',
  'double-fault-ist',
])

const IN_THE_WINDOW = [
  'breakpoint-returned',
  'page-fault',
  'timer-returned',
  'gate-absent',
  'guard-page',
  'no-idt',
  'nested',
  'tss-too-short',
] as const

const dispatchCase = caseMaker('idt-dispatch', (situation, options) =>
  idtDispatchDiagram(recordedDispatch(situation), options),
)

export const idtDispatchCases = (): GalleryCase[] => [
  ...recordedDispatchNames().map((name) =>
    dispatchCase(name, '', { density: 'figure' }, IN_ALL_THEMES.has(name) ? THEMES : ['light']),
  ),
  ...IN_THE_WINDOW.flatMap((name) => [
    dispatchCase(name, '.window', { density: 'laptop', size: WINDOW_1440 }),
    dispatchCase(name, '.small-window', { density: 'laptop', size: WINDOW_1280 }),
  ]),
  dispatchCase('page-fault', '.window-step-7', { density: 'laptop', size: WINDOW_1440, step: 7 }, [
    'light',
    'dark',
  ]),
  dispatchCase('page-fault', '.lecture-step-4', { density: 'projector', step: 4 }, [
    'light',
    'dark',
  ]),
  dispatchCase('no-idt', '.lecture', { density: 'projector' }, ['dark']),
  dispatchCase('page-fault', '.step-2', { density: 'figure', step: 2 }),
  between('idt-dispatch/page-fault', 4, (options) =>
    idtDispatchDiagram(recordedDispatch('page-fault'), options),
  ),
]

/** Every situation in every layout at every step. */
export const everyIdtDispatchState = (): LayoutStates[] =>
  recordedDispatchNames().flatMap((situation) => {
    const dispatch = recordedDispatch(situation)
    const count = stationsOf(dispatch).length
    const draw = (options: DiagramOptions) => idtDispatchDiagram(dispatch, options)
    return everyState(situation, count, draw)
  })
