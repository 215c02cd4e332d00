/** The words of the timeline say what it shows; and a drawing of a million things stays small. */
import { describe, expect, it } from 'vitest'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { timelineDiagram } from '../../src/renderer/diagrams/timeline/timeline'
import { timelineText } from '../../src/renderer/diagrams/timeline/text'
import { markBetween, markWords, nowWords } from '../../src/renderer/diagrams/timeline/words'
import { serializeScene } from '../../src/renderer/svg/serialize'
import { timelineOf } from '../gallery/timelines'

describe('the text twin of the timeline', () => {
  it('counts every lane over the whole run', () => {
    const { summary } = timelineText(timelineOf('session'))
    expect(summary).toContain(
      '2 faults, 74 interrupts, 72 page walks, 2 inputs, 287 serial bytes, 75 HLTs, 933 port accesses.',
    )
    expect(summary).not.toContain('branches')
  })

  it('counts what is shown where that is less than the whole run', () => {
    const { summary } = timelineText(timelineOf('single-events'))
    expect(summary).toContain(
      'From 10,461,325 to 10,462,725: 1 fault, 0 interrupts, 5 page walks, 0 inputs, 13 serial bytes, 0 HLTs, 26 port accesses.',
    )
  })

  it('says how far before the end the machine stands', () => {
    expect(timelineText(timelineOf('past')).title).toBe(
      'The machine stands 14,058,475 instructions before the end of its run',
    )
    expect(timelineText(timelineOf('empty')).title).toBe('Nothing has run yet')
  })

  it('says where branches part', () => {
    expect(timelineText(timelineOf('two-branches')).summary).toContain(
      'The run has 2 branches. Here they part: RAX = 5 at 10,461,525.',
    )
  })

  it('names the thing at which the machine stands', () => {
    expect(nowWords(timelineOf('past'), 'faults')).toBe(
      'Instruction 10,461,525 of 24,520,000. Faults: #BP at instr 10,461,525.',
    )
    expect(nowWords(timelineOf('past'), 'halts')).toContain('HLT: nothing here.')
  })

  it('puts several things under one pointer into one sentence', () => {
    const model = timelineOf('session')
    const both = markBetween(model, 'faults', 9_000_000, 21_000_000)
    expect(both && markWords('faults', both)).toBe('2 faults from instr 10,461,525 to 20,973,331')
    expect(markBetween(model, 'faults', 0, 100)).toBeUndefined()
  })
})

it('draws a million things with no more shapes than it has room for', () => {
  const scene = timelineDiagram(timelineOf('busy'), { theme: 'light', width: 1440, height: 124 })
  const shapes = [...shapesOf(scene.shapes)]
  // A lane is one path of columns where marks would overlap, however many of them there are.
  expect(shapes.length).toBeLessThan(200)
  expect(serializeScene(scene).length).toBeLessThan(200_000)
})
