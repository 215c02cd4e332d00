/** The words of the interrupt-path diagram say what it shows, of runs that the machine made. */
import { describe, expect, it } from 'vitest'
import { captionsOf } from '../../src/renderer/diagrams/interrupt-path/captions'
import { conditionsOf } from '../../src/renderer/diagrams/interrupt-path/conditions'
import { diagramOfInterruptPath } from '../../src/renderer/diagrams/interrupt-path/diagram'
import { progressOf, stationsOf } from '../../src/renderer/diagrams/interrupt-path/stations'
import { pathText } from '../../src/renderer/diagrams/interrupt-path/text'
import { titleOf } from '../../src/renderer/diagrams/interrupt-path/words'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { palettes } from '../../src/renderer/diagrams/tokens/tokens'
import { vector } from '../../src/shared/units'
import { recordedPathNames, recordedPaths } from '../gallery/interrupt-paths-recorded'

const NAMES = recordedPathNames()

describe('the text twin', () => {
  it.each(NAMES)('names every station, and says nothing that is not known: %s', (name) => {
    const paths = recordedPaths(name)
    const { title, summary, rows } = pathText(paths)
    expect(summary.startsWith(title)).toBe(true)
    expect(summary).not.toMatch(/undefined|null|NaN|`/)
    expect(rows.map(({ name: row, value, remark }) => row + value + remark).join()).not.toMatch(
      /undefined|null|NaN|`/,
    )
    stationsOf(paths.selected, paths.standing).forEach(({ kind }, index) => {
      expect(rows[index]?.name).toBe(`${index + 1} ${kind}`)
    })
  })

  it('tells the vector as a sum, the write of the EOI, and how long it took', () => {
    const { summary } = pathText(recordedPaths('key'))
    expect(summary).toContain('The master answers base 32 + 1 = 33.')
    expect(summary).toContain('0x20 is written to port 0x20')
    expect(summary).toContain('The handler took 109 instructions.')
    expect(pathText(recordedPaths('clock-of-the-slave')).summary).toContain(
      '0x20 is written to port 0xa0',
    )
  })
})

describe('titles', () => {
  it('say the point of each situation in one line of the figure', () => {
    for (const name of NAMES) {
      const title = titleOf(recordedPaths(name))
      expect(title.length).toBeLessThanOrEqual(72)
      expect(title).not.toMatch(/\.$/)
    }
  })

  it.each([
    ['key', 'A key press travels from the pin to its handler'],
    ['outranked-key', 'The key, IRQ1, waits: IRQ0 is still in service'],
    ['missing-eoi', 'The timer tick, IRQ0, waits: the one before it is still in service'],
    ['missing-eoi-first', 'The timer tick, IRQ0, is served, and its EOI is forgotten'],
    ['masked', 'The key, IRQ1, is masked, and waits in IRR'],
    ['critical-section', 'The timer tick, IRQ0, waits 59 instructions until IF is 1'],
    ['nested', 'The timer tick, IRQ0, outranks IRQ4 and interrupts its handler'],
    ['cascade-masked', 'The clock, IRQ8, does not get past the master: its input 2 is masked'],
    ['master-eoi-forgotten', 'The clock, IRQ8, waits: the master still serves the slave'],
    ['not-remapped', 'The timer tick, IRQ0, comes in through the gate of #DF'],
    ['no-gate', 'The timer tick, IRQ0, finds no handler'],
    ['keyboard-unread', 'The keyboard cannot ask again: its byte was never read'],
    ['deadlock-standing', '2 lines wait, and none is taken'],
    ['idle', 'The processor sleeps until a line asks'],
  ])('tell what is out of the ordinary: %s', (name, title) => {
    expect(titleOf(recordedPaths(name))).toBe(title)
  })
})

describe('why a request is not delivered', () => {
  const conditions = (name: string) => {
    const { selected, standing } = recordedPaths(name)
    const wait = stationsOf(selected, standing).flatMap((station) =>
      station.kind === 'wait' ? [station.wait] : [],
    )[0]
    if (!selected || !wait) throw new Error(`${name}: nothing waits`)
    return conditionsOf({ ...wait, line: selected.line }, wait)
  }
  const failing = (name: string) =>
    conditions(name)
      .filter(({ state }) => state === 'first' || state === 'also')
      .map(({ key, state }) => `${state} ${key}`)

  it.each([
    ['masked', ['first unmasked']],
    ['outranked-key', ['first priority']],
    ['deadlock', ['first priority', 'also enabled']],
    ['critical-section', ['first enabled']],
    ['cascade-masked', ['first cascade-unmasked']],
    ['master-eoi-forgotten', ['first cascade-priority']],
  ])('is asked in order, and the first that fails is told first: %s', (name, expected) => {
    expect(failing(name)).toEqual(expected)
  })

  it('asks two more of a line of the slave', () => {
    expect(conditions('cascade-masked')).toHaveLength(7)
    expect(conditions('masked')).toHaveLength(5)
  })

  it('shows in the bits what the words say', () => {
    const { value } = conditions('outranked-key')[2] ?? {}
    expect(value).toBe('ISR bit 0 = 1')
    const { selected, standing } = recordedPaths('outranked-key')
    expect(progressOf(selected, standing).chips.master).toMatchObject({ irr: 0b10, isr: 0b1 })
  })
})

it('goes from the request back to no request, step by step', () => {
  const { selected, standing } = recordedPaths('key')
  const registers = [0, 1, 2, 3, 6].map((step) => {
    const { irr, isr } = progressOf(selected, standing, step).chips.master
    return [irr, isr]
  })
  expect(registers).toEqual([[0, 0], [2, 0], [2, 0], [0, 2], [0, 0]]) // prettier-ignore
})

it('has two sentences for each step', () => {
  for (const name of NAMES) {
    for (const { headline, detail } of captionsOf(recordedPaths(name))) {
      expect(headline).toMatch(/[.]$/)
      expect(detail).toMatch(/[.]$/)
    }
  }
})

describe('what can be pointed at', () => {
  it.each(['key', 'outranked-key', 'clock-of-the-slave', 'idle'])('has words: %s', (name) => {
    const diagram = diagramOfInterruptPath(recordedPaths(name), true)
    const scene = diagram.draw({ theme: 'light', density: 'figure' })
    const told = [...shapesOf(scene.shapes)]
      .filter(({ kind, key }) => kind === 'group' && diagram.detail?.(key))
      .map(({ key }) => key)
    expect(told).toContain('master.imr.bit-1')
    for (const key of told) expect(diagram.detail?.(key)?.words).not.toMatch(/undefined|NaN/)
  })

  it('leads from the EOI to its OUT, and from the handler to its code', () => {
    const paths = recordedPaths('key')
    const { detail } = diagramOfInterruptPath(paths, true)
    expect(detail?.('eoi-master')?.code).toBe(paths.selected?.ends[0]?.rip)
    expect(detail?.('eoi-master')?.words).toContain('end_of_interrupt')
    expect(detail?.('handler')?.code).toBeDefined()
  })

  it('leads from the bit that blocks to the request that set it', () => {
    const { detail } = diagramOfInterruptPath(recordedPaths('outranked-key'), true)
    expect(detail?.('master.isr.bit-0')?.item).toBe(2)
  })
})

it('tells of a spurious interrupt that nobody asked for it, and that no EOI is due', () => {
  const { selected, standing } = recordedPaths('timer')
  const { acknowledged, delivery } = selected ?? {}
  if (!acknowledged || !delivery) throw new Error('the timer was served')
  const spurious = {
    sequence: 1,
    line: 7,
    waits: [],
    ends: [],
    delivery,
    acknowledged: { ...acknowledged, isSpurious: true, vector: vector(39) },
    returned: { instant: standing.instant, rip: standing.rip },
  }
  const { title, summary } = pathText({ selected: spurious, standing })
  expect(title).toBe('Nobody asks any more: the 8259 answers with its lowest line')
  expect(summary).toContain('INTA finds no request: the line has fallen.')
  expect(stationsOf(spurious, standing).map(({ kind }) => kind)).toEqual([
    'intr',
    'inta',
    'gate',
    'handler',
    'return',
  ])
  const scene = diagramOfInterruptPath({ selected: spurious, standing }, true).draw({
    theme: 'light',
    density: 'figure',
  })
  expect(JSON.stringify(scene)).toContain('spurious: no EOI is due')
})

describe('the line that is followed', () => {
  const diagram = diagramOfInterruptPath(recordedPaths('key'), true)
  const steps = Array.from({ length: diagram.steps + 1 }, (_, step) => step)

  it.each(steps)('is framed and coloured, and no other line is, at step %i', (step) => {
    const shapes = [...shapesOf(diagram.draw({ theme: 'light', density: 'figure', step }).shapes)]
    expect(shapes.filter(({ key }) => key === 'followed')).toHaveLength(1)
    const { ink } = palettes.light.event.irq
    const isColoured = (line: number) =>
      JSON.stringify(shapes.find(({ key }) => key === `line-${line}`)).includes(ink)
    expect([0, 1, 4, 8].filter(isColoured)).toEqual([1])
  })
})
