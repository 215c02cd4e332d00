/** Every case of the whole address space: what the golden tests pin down and the gallery shows. */
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { usedSlots } from '../../src/renderer/diagrams/space-map/rows'
import { spaceMapDiagram } from '../../src/renderer/diagrams/space-map/space-map'
import { THEMES } from '../../src/renderer/diagrams/tokens/tokens'
import type { SpaceMap } from '../../src/shared/models/space-map'
import { SPACE_SITUATIONS } from '../fixtures/page-walk/spaces'
import {
  WINDOW_1280,
  WINDOW_1440,
  everyState,
  type GalleryCase,
  type LayoutStates,
} from './layouts'
import { readRecorded } from './recorded'

export const recordedSpace = (name: string): SpaceMap =>
  readRecorded('page-walk/spaces', name) as SpaceMap

const draw = (name: string) => (options: DiagramOptions) =>
  spaceMapDiagram(recordedSpace(name), options)

const IN_ALL_THEMES = new Set(['kernel', 'two-spaces'])

export const spaceMapCases = (): GalleryCase[] => [
  ...SPACE_SITUATIONS.map(({ name }): GalleryCase => ({
    name: `page-walk/space-${name}`,
    themes: IN_ALL_THEMES.has(name) ? THEMES : ['light'],
    draw: (theme) => draw(name)({ theme, density: 'figure' }),
  })),
  ...['kernel', 'own-tables'].flatMap((name) =>
    [WINDOW_1440, WINDOW_1280].map((size): GalleryCase => ({
      name: `page-walk/space-${name}.${size === WINDOW_1440 ? 'window' : 'small-window'}`,
      themes: ['light', 'dark'],
      draw: (theme) => draw(name)({ theme, density: 'laptop', size }),
    })),
  ),
  {
    name: 'page-walk/space-kernel.lecture-step-5',
    themes: ['light', 'dark'],
    draw: (theme) => draw('kernel')({ theme, density: 'projector', step: 5 }),
  },
]

export const everySpaceMapState = (): LayoutStates[] =>
  SPACE_SITUATIONS.flatMap(({ name }) =>
    everyState(`space ${name}`, usedSlots(recordedSpace(name)).length, draw(name)),
  )
