/** The words of the diagram of image and modes say what it shows, of runs that the machine made. */
import { describe, expect, it } from 'vitest'
import { diagramOfImageMap } from '../../src/renderer/diagrams/image-map/diagram'
import { stationsOf } from '../../src/renderer/diagrams/image-map/stations'
import { imageMapText } from '../../src/renderer/diagrams/image-map/text'
import { zeroedBytes } from '../../src/renderer/diagrams/image-map/words'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { recordedView, recordedViewNames } from '../gallery/recorded-views'

const NAMES = recordedViewNames('image-map')
const recorded = (name: string) => recordedView('image-map', name)

describe('titles', () => {
  it.each([
    ['loaded', 'The PVH loader has placed 4 segments, and jumps to the entry'],
    ['series-loaded', 'The bootloader has placed 4 segments, and jumps to the entry'],
    ['entry', 'The processor begins in protected mode'],
    ['pae', 'CR4.PAE = 1: one step nearer to 64-bit mode'],
    ['paging', 'CR0.PG = 1: one step nearer to 64-bit mode'],
    ['long-mode', 'The image lies in memory, and its code runs in 64-bit mode'],
  ])('say the point: %s', (name, title) => {
    expect(imageMapText(recorded(name)).title).toBe(title)
  })
})

describe('the text twin', () => {
  it.each(NAMES)('says nothing that is not known: %s', (name) => {
    const { title, summary, rows } = imageMapText(recorded(name))
    expect(summary.startsWith(title)).toBe(true)
    const all = [summary, ...rows.map((row) => row.name + row.value + row.remark)].join()
    expect(all).not.toMatch(/undefined|NaN|`/)
  })

  it('says what was zeroed, and which step the processor took by itself', () => {
    const model = recorded('long-mode')
    const zeroed = model.segments.reduce((sum, segment) => sum + zeroedBytes(segment), 0)
    expect(zeroed).toBeGreaterThan(0)
    const { summary } = imageMapText(model)
    expect(summary).toContain(`${zeroed.toLocaleString('en')} bytes are zeroed, not in the file`)
    expect(summary).toContain('the processor itself sets EFER.LMA')
  })
})

it('has the steps of our kernel in the order in which it takes them', () => {
  expect(recorded('long-mode').rungs.map(({ name }) => name)).toEqual(['PE', 'CR3', 'PAE', 'LME', 'PG', 'L']) // prettier-ignore
  expect(recorded('series-loaded').rungs.every(({ state }) => state === 'entry')).toBe(true)
})

it('points RIP at the code, RSP at memory and CR3 at the tables', () => {
  for (const name of NAMES) {
    const { pointers, pieces, rungs } = recorded(name)
    const holding = (at: bigint | undefined) =>
      pieces.some(({ start, size }) => at !== undefined && at >= start && at < start + BigInt(size))
    expect(holding(pointers.RIP)).toBe(true)
    const isPaging = rungs.some((rung) => rung.name === 'PG' && rung.state !== 'pending')
    expect(holding(pointers.CR3)).toBe(isPaging)
  }
})

it('has words for everything that can be pointed at', () => {
  const model = recorded('long-mode')
  const diagram = diagramOfImageMap(model)
  const scene = diagram.draw({ theme: 'light', density: 'figure' })
  const told = [...shapesOf(scene.shapes)]
    .filter(({ kind, key }) => kind === 'group' && diagram.detail?.(key))
    .map(({ key }) => key)
  expect(told).toEqual(expect.arrayContaining(['segment-0', 'rung-PAE', 'piece-0']))
  expect(diagram.detail?.('rung-PAE')?.code).toBeDefined()
  for (const key of told) expect(diagram.detail?.(key)?.words).not.toMatch(/undefined|NaN/)
  expect(stationsOf(model)).toHaveLength(model.segments.length + 6)
})
