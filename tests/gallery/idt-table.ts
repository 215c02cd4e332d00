/** Every case of the whole IDT: what the golden tests pin down and the gallery shows. */
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { idtTableDiagram } from '../../src/renderer/diagrams/idt-dispatch/idt-table'
import { THEMES } from '../../src/renderer/diagrams/tokens/tokens'
import type { IdtTable } from '../../src/shared/models/idt-table'
import { TABLE_SITUATIONS } from '../fixtures/idt-dispatch/tables'
import {
  WINDOW_1280,
  WINDOW_1440,
  everyState,
  type GalleryCase,
  type LayoutStates,
} from './layouts'
import { readRecorded } from './recorded'

export const recordedTable = (name: string): IdtTable =>
  readRecorded('idt-dispatch/tables', name) as IdtTable

const draw = (name: string) => (options: DiagramOptions) =>
  idtTableDiagram(recordedTable(name), options)

export const idtTableCases = (): GalleryCase[] => [
  ...TABLE_SITUATIONS.map(({ name }): GalleryCase => ({
    name: `idt-dispatch/table-${name}`,
    themes: name === 'kernel' ? THEMES : ['light'],
    draw: (theme) => draw(name)({ theme, density: 'figure' }),
  })),
  ...[WINDOW_1440, WINDOW_1280].map((size): GalleryCase => ({
    name: `idt-dispatch/table-kernel.${size === WINDOW_1440 ? 'window' : 'small-window'}`,
    themes: ['light', 'dark'],
    draw: (theme) => draw('kernel')({ theme, density: 'laptop', size }),
  })),
]

export const everyIdtTableState = (): LayoutStates[] =>
  TABLE_SITUATIONS.flatMap(({ name }) => everyState(`table ${name}`, 0, draw(name)))
