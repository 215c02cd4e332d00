/** Every case of the page-walk diagram: what the golden tests pin down and the gallery shows. */
import { pageWalkDiagram } from '../../src/renderer/diagrams/page-walk/page-walk'
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { THEMES } from '../../src/renderer/diagrams/tokens/tokens'
import type { ThemeName } from '../../src/renderer/diagrams/tokens/tokens'
import { stationsOf } from '../../src/renderer/diagrams/page-walk/stations'
import {
  WINDOW_1280,
  WINDOW_1440,
  between,
  everyState,
  type GalleryCase,
  type LayoutStates,
} from './layouts'
import { recordedWalk, recordedWalkNames } from './recorded-walks'

/** Situations that are drawn in every theme; the others in light alone. */
const IN_ALL_THEMES = new Set([
  '4-kib',
  '2-mib',
  'not-present-pml4e',
  'not-writable',
  'tlb-hit',
  'software',
])

function pageWalkCase(
  situation: string,
  suffix: string,
  options: Omit<DiagramOptions, 'theme'>,
  themes: readonly ThemeName[],
): GalleryCase {
  const walk = recordedWalk(situation)
  return {
    name: `page-walk/${situation}${suffix}`,
    themes,
    draw: (theme) => pageWalkDiagram(walk, { ...options, theme }),
  }
}

export const pageWalkCases = (): GalleryCase[] => [
  ...recordedWalkNames().map((name) =>
    pageWalkCase(name, '', { density: 'figure' }, IN_ALL_THEMES.has(name) ? THEMES : ['light']),
  ),
  ...['4-kib', '1-gib', 'not-user', 'not-present-pml4e', 'tlb-hit', 'non-canonical'].flatMap(
    (name) => [
      pageWalkCase(name, '.window', { density: 'laptop', size: WINDOW_1440 }, ['light']),
      pageWalkCase(name, '.small-window', { density: 'laptop', size: WINDOW_1280 }, ['light']),
    ],
  ),
  ...['software', 'software-stopped'].flatMap((name) => [
    pageWalkCase(name, '.window', { density: 'laptop', size: WINDOW_1440 }, ['light']),
    pageWalkCase(name, '.small-window', { density: 'laptop', size: WINDOW_1280 }, ['light']),
  ]),
  pageWalkCase('software', '.lecture-step-3', { density: 'projector', step: 3 }, ['light']),
  pageWalkCase('4-kib', '.window-step-4', { density: 'laptop', size: WINDOW_1440, step: 4 }, [
    'light',
    'dark',
  ]),
  pageWalkCase('4-kib', '.lecture-step-5', { density: 'projector', step: 5 }, ['light', 'dark']),
  pageWalkCase('not-present-pml4e', '.lecture', { density: 'projector' }, ['dark']),
  pageWalkCase('4-kib', '.step-3', { density: 'figure', step: 3 }, ['light']),
  pageWalkCase('4-kib', '.waypoints', { density: 'figure', hasWaypoints: true }, ['light']),
  between('page-walk/4-kib', 3, (options) => pageWalkDiagram(recordedWalk('4-kib'), options)),
]

export const everyPageWalkState = (): LayoutStates[] =>
  recordedWalkNames().flatMap((situation) => {
    const walk = recordedWalk(situation)
    return everyState(situation, stationsOf(walk).length, (options) =>
      pageWalkDiagram(walk, options),
    )
  })
