/** The words of the diagram of who ran when say what it shows, of runs that the machine made. */
import { describe, expect, it } from 'vitest'
import { diagramOfInterleaving } from '../../src/renderer/diagrams/interleaving/diagram'
import { openWaitOf } from '../../src/renderer/diagrams/interleaving/facts'
import { spanOf } from '../../src/renderer/diagrams/interleaving/span'
import { stepCount } from '../../src/renderer/diagrams/interleaving/stations'
import { interleavingText } from '../../src/renderer/diagrams/interleaving/text'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { recordedView, recordedViewNames } from '../gallery/recorded-views'

const NAMES = recordedViewNames('interleaving')
const recorded = (name: string) => recordedView('interleaving', name)

describe('titles', () => {
  it.each([
    ['deadlock', 'The handler of IRQ0 waits for what main holds: neither can go on'],
    ['alloc-in-irq', 'The handler of IRQ0 waits for what main holds: neither can go on'],
    [
      'queue-mutex-deadlock',
      'The handler of IRQ1 waits for what the task show_scancodes holds: neither can go on',
    ],
    ['same-instruction', 'The handler of #DE runs, and main stands still'],
    ['hog', 'The task hog is being polled'],
    ['kernel-main', 'Main runs, and nothing has interrupted it'],
    ['lost-wake-up', 'The processor sleeps until an interrupt comes'],
  ])('say the point: %s', (name, title) => {
    expect(interleavingText(recorded(name)).title).toBe(title)
  })
})

describe('the text twin', () => {
  it.each(NAMES)('tells every switch that is drawn, and nothing that is not known: %s', (name) => {
    const { title, summary, rows } = interleavingText(recorded(name))
    expect(summary.startsWith(title)).toBe(true)
    const all = [summary, ...rows.map((row) => row.name + row.value + row.remark)].join()
    expect(all).not.toMatch(/undefined|NaN|`/)
    expect(rows.length).toBeGreaterThanOrEqual(stepCount(recorded(name)))
  })

  it('says who holds a lock, since when, and who waits', () => {
    const { summary, rows } = interleavingText(recorded('deadlock'))
    expect(summary).toContain('writer was taken in print_in at instruction 1,022,288')
    expect(rows.map(({ remark }) => remark)).toContain(
      'waited for by IRQ0 in print_in, and still is',
    )
  })

  it('says that the image has no lock that is known, where it has none', () => {
    expect(interleavingText(recorded('series-tasks')).summary).toContain(
      'no spin lock was recognised in the image',
    )
  })
})

it('finds the wait that cannot end, and its holder', () => {
  expect(openWaitOf(recorded('deadlock'))).toMatchObject({
    lock: 'writer',
    isDeadlock: true,
    wait: { lane: 1 },
    holder: { lane: 0 },
  })
  expect(openWaitOf(recorded('critical-section'))).toBeUndefined()
})

it('lets time go on from left to right, whatever lies between', () => {
  for (const name of NAMES) {
    const { from, to, at, switches } = spanOf(recorded(name))
    const places = [from, ...switches.map(({ instant }) => instant), to].map(at)
    expect(places).toEqual([...places].sort((one, other) => one - other))
    expect([places[0], places.at(-1)]).toEqual([0, 1])
  }
})

it('has words for everything that can be pointed at', () => {
  const diagram = diagramOfInterleaving(recorded('deadlock'), true)
  const scene = diagram.draw({ theme: 'light', density: 'figure' })
  const told = [...shapesOf(scene.shapes)]
    .filter(({ kind, key }) => kind === 'group' && diagram.detail?.(key))
    .map(({ key }) => key)
  expect(told).toContain('lock-writer')
  expect(diagram.detail?.('lock-writer')?.words).toBe(
    'The spin lock `writer` is held by main, in `print_in`; IRQ0 waits for it.',
  )
  for (const key of told) expect(diagram.detail?.(key)?.words).not.toMatch(/undefined|NaN/)
})
