/** Every case of the heap's diagram: what the golden tests pin down and the gallery shows. */
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { heapComparison } from '../../src/renderer/diagrams/heap/comparison'
import { heapDiagram } from '../../src/renderer/diagrams/heap/heap'
import { stepCount } from '../../src/renderer/diagrams/heap/stations'
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
import { recordedHeap, recordedHeapNames } from './recorded-heaps'

/** Situations that are drawn in every theme; the others in light alone. */
const IN_ALL_THEMES = new Set([
  ...['alloc-padding', 'alloc-fragment', 'alloc-hoard', 'ten-thousand', 'pin-move'],
])

function heapCase(
  situation: string,
  suffix: string,
  options: Omit<DiagramOptions, 'theme'>,
  themes: readonly ThemeName[] = ['light'],
): GalleryCase {
  const heap = recordedHeap(situation)
  return {
    name: `heap/${situation}${suffix}`,
    themes,
    draw: (theme) => heapDiagram(heap, { ...options, theme }),
  }
}

/** The walk of a request that three regions refuse, and one that is taken. */
const STATIONS = [1, 2, 3] as const

/** One trace on three allocators, and on all four. */
const COMPARED = {
  'three-allocators': ['mixed-bump', 'mixed-list', 'mixed-fixed'],
  'four-allocators': ['mixed-bump', 'mixed-list', 'mixed-list-merge', 'mixed-fixed'],
  'one-state-twice': ['heap-leak', 'heap-leak'],
} as const

const compared = (name: keyof typeof COMPARED) => COMPARED[name].map(recordedHeap)

const comparisonCases = (): GalleryCase[] => [
  {
    name: 'heap/three-allocators',
    themes: THEMES,
    draw: (theme) => heapComparison(compared('three-allocators'), { theme, density: 'figure' }),
  },
  ...[
    ['window', WINDOW_1440],
    ['small-window', WINDOW_1280],
  ].map(([suffix, size]): GalleryCase => ({
    name: `heap/four-allocators.${String(suffix)}`,
    themes: ['light'],
    draw: (theme) =>
      heapComparison(compared('four-allocators'), {
        theme,
        density: 'laptop',
        size: size as typeof WINDOW_1440,
      }),
  })),
]

export const heapCases = (): GalleryCase[] => [
  ...recordedHeapNames().map((name) =>
    heapCase(name, '', { density: 'figure' }, IN_ALL_THEMES.has(name) ? THEMES : ['light']),
  ),
  ...STATIONS.map((step) =>
    heapCase('alloc-fragment', `.step-${step}`, { density: 'figure', step }),
  ),
  ...[
    'heap-basics',
    'alloc-padding',
    'alloc-fragment',
    'alloc-classes',
    'ten-thousand',
    'untyped',
    'pin-move',
    'self-reference',
  ].flatMap((name) => [
    heapCase(name, '.window', { density: 'laptop', size: WINDOW_1440 }),
    heapCase(name, '.small-window', { density: 'laptop', size: WINDOW_1280 }),
  ]),
  heapCase('alloc-padding', '.window-dark', { density: 'laptop', size: WINDOW_1440 }, ['dark']),
  heapCase('alloc-split', '.lecture-step-1', { density: 'projector', step: 1 }, ['light', 'dark']),
  heapCase('pin-move', '.lecture', { density: 'projector' }),
  heapCase('alloc-padding', '.lecture', { density: 'projector' }, ['dark']),
  ...comparisonCases(),
  between('heap/alloc-fragment', 1, (options) =>
    heapDiagram(recordedHeap('alloc-fragment'), options),
  ),
]

/** Every situation in every layout at every step. */
export const everyHeapState = (): LayoutStates[] => [
  ...recordedHeapNames().flatMap((situation) => {
    const heap = recordedHeap(situation)
    const draw = (options: DiagramOptions) => heapDiagram(heap, options)
    return everyState(situation, stepCount(heap), draw)
  }),
  ...(Object.keys(COMPARED) as (keyof typeof COMPARED)[]).flatMap((name) =>
    everyState(name, 0, (options) => heapComparison(compared(name), options)),
  ),
]
