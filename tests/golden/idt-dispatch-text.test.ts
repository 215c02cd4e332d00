/** The text twin of the idt-dispatch diagram says what the drawing shows, of deliveries that the machine made. */
import { describe, expect, it } from 'vitest'
import { formatHex } from '../../src/shared/format'
import { diagramOfIdtDispatch } from '../../src/renderer/diagrams/idt-dispatch/diagram'
import { captionsOf } from '../../src/renderer/diagrams/idt-dispatch/captions'
import { stationsOf } from '../../src/renderer/diagrams/idt-dispatch/stations'
import { dispatchText } from '../../src/renderer/diagrams/idt-dispatch/text'
import { titleOf } from '../../src/renderer/diagrams/idt-dispatch/words'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { textBoxesOf } from './text-boxes'
import { recordedDispatch, recordedDispatchNames } from '../gallery/idt-dispatch-recorded'

const summaryOf = (name: string) => dispatchText(recordedDispatch(name)).summary

it('keeps the return above the key where the handler has a line of source', () => {
  const dispatch = recordedDispatch('breakpoint-returned')
  const { entry } = dispatch
  if (!entry) throw new Error('no handler was entered')
  const handler = { ...entry.handler, source: 'src/interrupts.rs:42' }
  const named = { ...dispatch, entry: { ...entry, handler } }
  const texts = textBoxesOf(
    diagramOfIdtDispatch(named, true).draw({ theme: 'light', density: 'figure' }),
  )
  const target = texts.find(({ content }) => content.includes('the pushed RIP'))
  const below = texts.filter(({ content }) => content.startsWith('IF interrupt enable flag'))
  expect(below).toHaveLength(1)
  expect(target?.bottom).toBeLessThan(below[0]?.top ?? 0)
})

describe('the text twin of a delivery', () => {
  it.each(recordedDispatchNames())('names every value that was read or pushed: %s', (name) => {
    const dispatch = recordedDispatch(name)
    const { attempt } = dispatch
    const { rows, summary, title } = dispatchText(dispatch)
    const values = rows.map(({ value }) => value)
    expect(values).toContain(formatHex(attempt.idtr.base))
    expect(values).toContain(formatHex(attempt.gateAddress))
    if (attempt.codeDescriptor) expect(values).toContain(formatHex(attempt.codeDescriptor.value))
    for (const { value } of attempt.frame) expect(values).toContain(formatHex(value))
    expect(summary.startsWith(title)).toBe(true)
    expect(summary).not.toMatch(/undefined|null|NaN|`/)
  })

  it.each(recordedDispatchNames())('has two sentences for every station: %s', (name) => {
    const dispatch = recordedDispatch(name)
    const captions = captionsOf(dispatch)
    expect(captions).toHaveLength(stationsOf(dispatch).length)
    for (const { headline, detail } of captions) {
      expect(headline).toMatch(/\.$/)
      expect(detail).toMatch(/\.$/)
    }
  })

  it('tells where IRETQ went, and when', () => {
    expect(summaryOf('breakpoint-returned')).toMatch(
      /IRETQ went back, to 0xffff_ffff_8\S+, after [\d,]+ instructions\./,
    )
    expect(summaryOf('left-elsewhere')).toContain('it changed the saved RIP')
    expect(summaryOf('page-fault')).toContain('No IRETQ has taken its frame off yet.')
  })

  it('tells which rule two exceptions fell under', () => {
    expect(summaryOf('gate-zero')).toContain(
      '#PF, then #GP: #DF replaces both: #PF is a page fault, #GP is contributory.',
    )
    expect(summaryOf('gate-unreadable')).toContain('#PF is served instead: #DE is contributory')
    expect(summaryOf('no-idt-shutdown')).toContain('Shutdown: #DF itself could not be delivered')
  })

  it('tells what a handler was interrupted by', () => {
    expect(summaryOf('nested')).toContain('It came inside the handler of INT 0x80.')
  })

  it('names every check and what came of it', () => {
    const { rows } = dispatchText(recordedDispatch('gate-dpl'))
    const result = (name: string) => rows.find((row) => row.name === name)?.value
    expect(result('it is an interrupt or trap gate')).toBe('passed')
    expect(result('INT n may use it: CPL is not above DPL')).toBe('failed')
    expect(result('the gate is present')).toBe('not made')
  })
})

it('gives each situation a title that says its point in one line of the figure', () => {
  for (const name of recordedDispatchNames()) {
    const title = titleOf(recordedDispatch(name))
    expect(title.length).toBeLessThanOrEqual(72)
    expect(title).not.toMatch(/\.$/)
  }
})

describe('pointing at a box', () => {
  const dispatch = recordedDispatch('page-fault')
  const diagram = diagramOfIdtDispatch(dispatch, true)

  it('leads from the gate to its bytes and to the source of its handler', () => {
    expect(diagram.detail?.('gate')).toMatchObject({
      bytes: { address: dispatch.attempt.gateAddress },
      code: dispatch.entry?.handler.rip,
    })
  })

  it('leads from a pushed word to the byte where it lies', () => {
    const rip = dispatch.attempt.frame.findIndex(({ slot }) => slot === 'RIP')
    const word = dispatch.attempt.frame[rip]
    expect(diagram.detail?.(`frame.word-${rip}`)).toMatchObject({
      bytes: { address: word?.address },
      code: word?.value,
    })
  })

  it('leads from a handler around it to that delivery', () => {
    const nested = recordedDispatch('nested')
    const detail = diagramOfIdtDispatch(nested, true).detail?.('context.within-0')
    expect(detail?.item).toBe(nested.within[0]?.sequence)
  })

  it('has something to say of the parts that a stranger points at first', () => {
    const scene = diagram.draw({ theme: 'light', density: 'figure' })
    const groups = [...shapesOf(scene.shapes)].filter(({ kind }) => kind === 'group')
    const told = groups.filter(({ key }) => diagram.detail?.(key)).map(({ key }) => key)
    expect(told).toEqual(
      expect.arrayContaining(['idtr', 'idt.chosen', 'gate', 'code', 'frame.word-0', 'handler']),
    )
  })
})
