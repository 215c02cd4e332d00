/** The words of the timeline say what it shows; and a drawing of a million things stays small. */
import { describe, expect, it } from 'vitest'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { timelineDiagram } from '../../src/renderer/diagrams/timeline/timeline'
import { timelineText } from '../../src/renderer/diagrams/timeline/text'
import { markBetween, markWords, nowWords } from '../../src/renderer/diagrams/timeline/words'
import { serializeScene } from '../../src/renderer/svg/serialize'
import { timelineOf } from '../gallery/timeline'

describe('the text twin of the timeline', () => {
  it('counts every lane over the whole run', () => {
    const { summary } = timelineText(timelineOf('session'))
    expect(summary).toContain('2 faults, 23 interrupts, 60 page walks, 24 HLTs, 150 serial bytes.')
    expect(summary).not.toContain('branches')
  })

  it('counts what is shown where that is less than the whole run', () => {
    const { summary } = timelineText(timelineOf('single-events'))
    expect(summary).toContain(
      'From 9,399,800 to 9,401,200: 1 fault, 0 interrupts, 0 page walks, 0 HLTs, 21 serial bytes.',
    )
  })

  it('says how far before the end the machine stands', () => {
    expect(timelineText(timelineOf('past')).title).toBe(
      'The machine stands 14,900,000 instructions before the end of its run',
    )
    expect(timelineText(timelineOf('empty')).title).toBe('Nothing has run yet')
  })

  it('says where branches part', () => {
    expect(timelineText(timelineOf('two-branches')).summary).toContain(
      'The run has 2 branches. Here they part at 9,400,000.',
    )
  })

  it('names the thing at which the machine stands', () => {
    expect(nowWords(timelineOf('past'), 'faults')).toBe(
      'Instruction 9,400,000 of 24,300,000. Faults: #BP at instr 9,400,000.',
    )
    expect(nowWords(timelineOf('past'), 'halts')).toContain('HLT: nothing here.')
  })

  it('puts several things under one pointer into one sentence', () => {
    const model = timelineOf('session')
    const both = markBetween(model, 'faults', 9_000_000, 17_000_000)
    expect(both && markWords('faults', both)).toBe('2 faults from instr 9,400,000 to 16,300,000')
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
