/** The text twin of the stack-switch diagram says what the drawing shows, of stacks that a machine had. */
import { describe, expect, it } from 'vitest'
import { formatHex } from '../../src/shared/format'
import type { DeliveryStep, DeliveryStory, StackSwitch } from '../../src/shared/models/stack-switch'
import { vector } from '../../src/shared/units'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { captionsOf } from '../../src/renderer/diagrams/stack-switch/captions'
import { diagramOfStackSwitch } from '../../src/renderer/diagrams/stack-switch/diagram'
import { stackSwitchText } from '../../src/renderer/diagrams/stack-switch/text'
import { rowsOf } from '../../src/renderer/diagrams/stack-switch/rows'
import { stationsOf } from '../../src/renderer/diagrams/stack-switch/stations'
import { titleOf } from '../../src/renderer/diagrams/stack-switch/words'
import { recordedStacks, recordedStacksNames } from '../gallery/stack-switch-recorded'

const summaryOf = (name: string) => stackSwitchText(recordedStacks(name)).summary

it('gives the outermost call of a stack without a top a key of its own', () => {
  const stack = recordedStacks('prompt').stacks[0]
  const [part] = stack?.parts ?? []
  if (!stack || !part) throw new Error('there is no call')
  const parts = [{ ...part, from: part.to }, part]
  expect(rowsOf({ ...stack, parts }, undefined).map(({ key }) => key)).toEqual([
    'outermost',
    `part-${part.to.toString(16)}`,
  ])
})

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

/** Recorded stories, with one thing that is not as it was. */
const story = (name: string): DeliveryStory => {
  const told = recordedStacks(name).story
  if (told?.kind !== 'delivery') throw new Error(`${name} tells no delivery`)
  return told
}
const changed = (name: string, change: Partial<DeliveryStory>): StackSwitch => ({
  ...recordedStacks(name),
  story: { ...story(name), ...change },
})
const lastStepWith = (name: string, change: (step: DeliveryStep) => Partial<DeliveryStep>) => {
  const { steps } = story(name)
  return steps.map((step, index) =>
    index === steps.length - 1 ? { ...step, ...change(step) } : step,
  )
}

describe('what depends on more than the vector', () => {
  it('knows where an INT 8 goes on, and calls its frame by that name', () => {
    const steps = lastStepWith('ist-alone', () => ({ vector: vector(8), source: 'instruction' }))
    const { summary } = stackSwitchText(changed('ist-alone', { steps }))
    expect(summary).not.toContain('For an abort')
    expect(summary).toContain('the same delivery with IST = 0')
    expect(summary).toContain('push the INT 8 frame')
  })

  it('ends in a triple fault only where #DF finds no stack', () => {
    expect(summaryOf('stack-overflow')).toContain('a third fault; triple fault')
    const { steps, counterfactual } = story('stack-overflow')
    const step = { ...steps[0], ...steps[1], vector: vector(14) } as DeliveryStep
    const served = (source: DeliveryStep['source']) =>
      stackSwitchText(
        changed('stack-overflow', {
          steps: [{ ...step, source, vector: vector(source === 'exception' ? 14 : 0x20) }],
          ...(counterfactual && { counterfactual }),
        }),
      ).summary
    expect(served('exception')).toMatch(
      /push the #PF frame, guard page: #PF; double fault, gate 8 is tried next\./,
    )
    expect(served('interrupt')).toMatch(
      /guard page: #PF; #PF in its place, gate 14 is tried next\./,
    )
    expect(served('exception')).not.toContain('triple')
  })

  it('says where the frame of #DF went when its gate names a stack that is none', () => {
    const withIst = (ist: bigint) =>
      lastStepWith('without-ist', ({ attempt }) => ({
        ...(attempt?.gate && {
          attempt: { ...attempt, gate: [attempt.gate[0] | (ist << 32n), attempt.gate[1]] as const },
        }),
      }))
    expect(stackSwitchText(changed('without-ist', { steps: withIst(5n) })).summary).toContain(
      'With IST = 5 in gate 8 its frame goes to where TSS.IST5 points',
    )
  })

  it('does not miss a stack where gate 8 cannot be used', () => {
    const steps = lastStepWith('without-ist', () => ({ failedCheck: 'gate-present' }))
    const { title, summary } = stackSwitchText(changed('without-ist', { steps }))
    expect(title).toBe('#DF cannot be delivered either: the processor shuts down')
    expect(summary).not.toContain('IST = 0 in gate 8')
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
