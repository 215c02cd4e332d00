/** The words of the diagram of the ports say what it shows, of runs that the machine made. */
import { describe, expect, it } from 'vitest'
import { diagramOfPortStrip } from '../../src/renderer/diagrams/port-strip/diagram'
import { accessesOf } from '../../src/renderer/diagrams/port-strip/drawing'
import { portStripText } from '../../src/renderer/diagrams/port-strip/text'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { recordedView, recordedViewNames } from '../gallery/recorded-views'

const NAMES = recordedViewNames('port-strip')
const recorded = (name: string) => recordedView('port-strip', name)

describe('titles', () => {
  it.each([
    ['memory-alone', 'Nothing went over the ports'],
    ['remapped', 'PIC 2 is told: ICW2: vectors from 40'],
    ['eoi', 'PIC 1 is told: OCW2: non-specific EOI'],
    ['line-status', 'Serial answers: LSR: ready to send'],
    ['byte-sent', "Serial is told: sends 'i'"],
    ['key', 'Keyboard answers: scan code 0x9e: a key is let go'],
    ['exit', 'Exit device is told: ends the run: status 2 × 16 + 1 = 33'],
  ])('say the point: %s', (name, title) => {
    expect(portStripText(recorded(name)).title).toBe(title)
  })
})

describe('the text twin', () => {
  it.each(NAMES)('tells every access that is drawn, and nothing that is not known: %s', (name) => {
    const { title, summary, rows } = portStripText(recorded(name))
    expect(summary.startsWith(title)).toBe(true)
    const all = [summary, ...rows.map((row) => row.name + row.value + row.remark)].join()
    expect(all).not.toMatch(/undefined|NaN|`/)
    expect(rows).toHaveLength(accessesOf(recorded(name)).length)
  })

  it('says which instruction it was, and where it stands', () => {
    const { summary } = portStripText(recorded('eoi'))
    expect(summary).toContain('OUT 0x20 to port 0x20.')
    expect(summary).toMatch(/out dx, al in .*dispatch/)
  })
})

it('has words for everything that can be pointed at, and leads to the instruction', () => {
  const model = recorded('remapped')
  const diagram = diagramOfPortStrip(model, true)
  const scene = diagram.draw({ theme: 'light', density: 'figure' })
  const told = [...shapesOf(scene.shapes)]
    .filter(({ kind, key }) => kind === 'group' && diagram.detail?.(key))
    .map(({ key }) => key)
  expect(told).toContain(`access-${model.selected?.sequence ?? 0}`)
  expect(diagram.detail?.('panel')?.code).toBe(model.selected?.instruction?.rip)
  for (const key of told) expect(diagram.detail?.(key)?.words).not.toMatch(/undefined|NaN/)
})
