/** The words of the diagram of the text screen say what it shows, of runs that the machine made. */
import { describe, expect, it } from 'vitest'
import { physicalBytes } from '../../src/renderer/diagrams/detail'
import { diagramOfScreenCells } from '../../src/renderer/diagrams/screen-cells/diagram'
import {
  bytesUnderWay,
  progressOf,
  stationsOf,
} from '../../src/renderer/diagrams/screen-cells/stations'
import { screenCellsText } from '../../src/renderer/diagrams/screen-cells/text'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { recordedView, recordedViewNames } from '../gallery/recorded-views'

const NAMES = recordedViewNames('screen-cells')
const recorded = (name: string) => recordedView('screen-cells', name)

describe('titles', () => {
  it.each([
    ['first-store', 'A store blanks row 0, column 0'],
    ['two-squares', 'A store puts code point 0xfe at row 2, column 1'],
    ['in-the-middle-of-scrolling', 'Rows move up, cell by cell: code scrolls'],
    ['clearing', 'A row is blanked, cell by cell'],
    ['scrolling', 'A row is blanked, cell by cell'],
    ['alias-null', 'A null pointer leads to the screen: row 0, column 0'],
    ['not-shown', 'A store goes where the screen does not look'],
    ['second-page', "A store puts 'S' at row 0, column 0"],
    ['four-cells', 'One store changes 4 cells, from row 0, column 0 on'],
    ['recoloured', 'A store changes the colours at row 0, column 0, not its character'],
    ['chosen-cell', "Row 0, column 3 holds 'g', yellow on black"],
  ])('say the point: %s', (name, title) => {
    expect(screenCellsText(recorded(name)).title).toBe(title)
  })

  it('fit on one line of the figure', () => {
    for (const name of NAMES) {
      const { title } = screenCellsText(recorded(name))
      expect(title.length).toBeLessThanOrEqual(72)
      expect(title).not.toMatch(/\.$/)
    }
  })
})

describe('the text twin', () => {
  it.each(NAMES)('says nothing that is not known: %s', (name) => {
    const { title, summary, rows } = screenCellsText(recorded(name))
    expect(summary.startsWith(title)).toBe(true)
    const all = [summary, ...rows.map((row) => row.name + row.value + row.remark)].join()
    expect(all).not.toMatch(/undefined|NaN|`/)
  })

  it('counts the stores of a run, or says that there may have been more than are known', () => {
    const ofRun = (name: string) =>
      /, the last of (.*?) that/.exec(screenCellsText(recorded(name)).summary)?.[1]
    expect(ofRun('scrolling')).toBe('80')
    expect(ofRun('clearing')).toBe('at least 256')
  })

  it('tells the place as a sum, the colours by name, and who stored', () => {
    const { summary } = screenCellsText(recorded('two-squares'))
    expect(summary).toContain('0x000b_8000 + 2 × (80 × 2 + 1) = 0x000b_8142')
    expect(summary).toContain('light grey on black')
    expect(summary).toContain('write_str')
  })

  it('says that bit 7 blinks, or else is one more bit of the background', () => {
    expect(screenCellsText(recorded('blinking')).summary).toContain('white on black, blinking')
    expect(screenCellsText(recorded('bright-background')).summary).toContain('white on light red')
  })

  it('does not claim to know who wrote a cell before it was watched', () => {
    const { summary } = screenCellsText(recorded('cell-of-nobody'))
    expect(recorded('cell-of-nobody').selected).toBeUndefined()
    expect(summary).toContain('Row 20, column 70')
    expect(summary).toContain('None of the last stores went here.')
  })
})

it('shows each byte from the station on at which it arrives', () => {
  const model = recorded('lost-store')
  expect(stationsOf(model)).toEqual(['store', 'place', 'character', 'attribute'])
  const bytesAt = (step: number) => [
    ...bytesUnderWay(model.selected, progressOf(model, step)).values(),
  ]
  expect([2, 3, 4].map(bytesAt)).toEqual([[0x20, 0x07], [0x42, 0x07], [0x42, 0x0e]]) // prettier-ignore
})

it('has words for everything that can be pointed at, and leads to the cell beside', () => {
  const model = recorded('chosen-cell')
  const diagram = diagramOfScreenCells(model, false)
  const scene = diagram.draw({ theme: 'light', density: 'figure' })
  const told = [...shapesOf(scene.shapes)]
    .filter(({ kind, key }) => kind === 'group' && diagram.detail?.(key))
    .map(({ key }) => key)
  expect(told).toContain('cell-8')
  expect(diagram.detail?.('cell-8')?.words).toContain('row 0, column 4')
  expect(diagram.detail?.('writer')?.code).toBe(model.selected?.instruction.rip)
  expect(diagram.detail?.('focus')?.bytes).toEqual(physicalBytes(0xb_8006n, 2))
  expect(diagram.detail?.('writer')?.bytes?.space).toBe('physical')
  for (const key of told) {
    expect(diagram.detail?.(key)?.words).not.toMatch(/undefined|NaN/)
    expect(diagram.detail?.(key)?.bytes, key).toBeDefined()
  }
})
