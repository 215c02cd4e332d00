/** The text twin of the stack-switch diagram says what the drawing shows, of stacks that a machine had. */
import { describe, expect, it } from 'vitest'
import { formatHex } from '../../src/shared/format'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { captionsOf } from '../../src/renderer/diagrams/stack-switch/captions'
import { diagramOfStackSwitch } from '../../src/renderer/diagrams/stack-switch/diagram'
import { stackSwitchText } from '../../src/renderer/diagrams/stack-switch/text'
import { stationsOf } from '../../src/renderer/diagrams/stack-switch/stations'
import { titleOf } from '../../src/renderer/diagrams/stack-switch/words'
import { recordedStacks, recordedStacksNames } from '../gallery/stack-switch-recorded'

const summaryOf = (name: string) => stackSwitchText(recordedStacks(name)).summary

describe('the text twin of the stacks', () => {
  it.each(recordedStacksNames())('names every stack with its bounds: %s', (name) => {
    const model = recordedStacks(name)
    const { rows, summary, title } = stackSwitchText(model)
    const values = rows.map(({ value }) => value).join(' ')
    for (const { top, bottom } of model.stacks) {
      if (top) expect(values).toContain(formatHex(top.address))
      if (bottom) expect(values).toContain(formatHex(bottom.address))
    }
    expect(summary.startsWith(title)).toBe(true)
    expect(summary).not.toMatch(/undefined|null|NaN|`/)
  })

  it.each(recordedStacksNames())('has two sentences for every station: %s', (name) => {
    const model = recordedStacks(name)
    const captions = captionsOf(model)
    expect(captions).toHaveLength(stationsOf(model.story).length)
    for (const { headline, detail } of captions) {
      expect(headline).toMatch(/\.$/)
      expect(detail).toMatch(/\.$/)
    }
  })

  it('tells the chain of an overflow from the push to the handler, and what did not happen', () => {
    const summary = summaryOf('stack-overflow')
    expect(summary).toContain('Push the #PF frame: that raises #PF.')
    expect(summary).toContain('Page fault, then page fault: together a double fault.')
    expect(summary).toContain('RSP is loaded from TSS.IST1.')
    expect(summary).toContain('Did not happen: the same fault with IST = 0')
  })

  it('tells a shutdown with the stack that would have helped', () => {
    const summary = summaryOf('without-ist')
    expect(summary).toContain('#DF cannot be delivered either: shutdown.')
    expect(summary).toContain('Did not happen: the same fault with IST = 1')
    expect(summary).toContain('RSP from TSS.IST1')
  })

  it('tells of a pair that does not merge', () => {
    expect(summaryOf('divide-error-then-page-fault')).toContain(
      'Contributory, then page fault: the second is served.',
    )
  })

  it('says of a story that is over what is not known any more', () => {
    expect(summaryOf('breakpoint-past')).toContain('The machine has gone on since')
  })
})

it('gives situations titles that say their points in one line of the figure', () => {
  for (const name of recordedStacksNames()) {
    const title = titleOf(recordedStacks(name))
    expect(title.length).toBeLessThanOrEqual(64)
    expect(title).not.toMatch(/\.$/)
  }
})

describe('what can be pointed at', () => {
  const diagram = diagramOfStackSwitch(recordedStacks('stack-overflow'), true)
  const scene = diagram.draw({ theme: 'light', density: 'figure' })
  const keys = [...shapesOf(scene.shapes)]
    .filter(({ kind }) => kind === 'group')
    .map(({ key }) => key)

  it('is every word of the frame, by its linear address', () => {
    const { story } = recordedStacks('stack-overflow')
    const frame = story?.kind === 'delivery' ? story.steps.at(-1)?.attempt?.frame : undefined
    for (const { slot, address } of frame ?? []) {
      const key = `ist1.word-${slot.toLowerCase().replace(' ', '-')}`
      expect(keys).toContain(key)
      expect(diagram.detail?.(key)?.bytes?.address).toBe(address)
    }
    expect(frame).toHaveLength(6)
  })

  it('is the gate, the field of the TSS, the guard page and the handler', () => {
    for (const key of ['gate', 'tss.ist1', 'ist1.guard-page', 'handler']) {
      expect(keys).toContain(key)
      expect(diagram.detail?.(key)?.words).toMatch(/\.$/)
    }
  })

  it('is nothing else', () => {
    expect(diagram.detail?.('heading')).toBeUndefined()
    expect(diagram.detail?.('matrix')).toBeUndefined()
  })
})

describe('what is drawn of a chain', () => {
  const textsOf = (name: string) =>
    [
      ...shapesOf(
        diagramOfStackSwitch(recordedStacks(name), true).draw({
          theme: 'light',
          density: 'figure',
        }).shapes,
      ),
    ].flatMap((shape) =>
      shape.kind === 'text' ? [shape.runs.map(({ text }) => text).join('')] : [],
    )

  it('tells exceptions of one name apart by their numbers, and leaves those of one kind alone', () => {
    expect(textsOf('without-ist')).toEqual(
      expect.arrayContaining(['1st #PF', '2nd #PF', '3rd #PF']),
    )
    expect(textsOf('divide-error-then-page-fault')).toEqual(expect.arrayContaining(['#DE', '#PF']))
  })

  it('marks where a delivery changes the privilege, and there alone', () => {
    expect(textsOf('privilege-change')).toEqual(
      expect.arrayContaining(['CPL 3: user code', 'CPL 0: kernel']),
    )
    expect(textsOf('stack-overflow')).not.toContain('CPL 0: kernel')
  })
})
