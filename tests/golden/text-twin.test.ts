/** The text twin says what the drawing shows, of walks that the machine made. */
import { describe, expect, it } from 'vitest'
import { recordedWalk, recordedWalkNames } from '../gallery/recorded-walks'
import { formatHex } from '../../src/shared/format'
import { titleOf } from '../../src/renderer/diagrams/page-walk/words'
import { pageWalkText } from '../../src/renderer/diagrams/page-walk/text'

describe('the text twin', () => {
  it.each(recordedWalkNames())('names every entry that was read, with its value: %s', (name) => {
    const walk = recordedWalk(name)
    const { rows, summary, title } = pageWalkText(walk)
    const values = rows.map(({ value }) => value)
    expect(values).toContain(formatHex(walk.linearAddress))
    for (const { value } of walk.levels) expect(values).toContain(formatHex(value))
    expect(summary.startsWith(title)).toBe(true)
    expect(summary).not.toMatch(/undefined|null|NaN/)
  })

  it('tells a translation from CR3 to the byte', () => {
    const { summary } = pageWalkText(recordedWalk('4-kib'))
    expect(summary).toContain('PML4E 3, PDPTE 0, PDE 0, PTE 184')
    expect(summary).toContain('give physical 0x0000_0000_000b_8f3c')
    expect(summary).toContain('VGA text, row 24, column 30, character byte')
  })

  it('tells a failure with the error code, CR2 and a sentence', () => {
    const { summary } = pageWalkText(recordedWalk('not-writable'))
    expect(summary).toContain('Error code 0x0003, CR2 0x0000_0000_0010_0010.')
    expect(summary).toContain('Kernel code wrote to a page that may only be read.')
  })

  it('does not say that CR2 was written when somebody only asked', () => {
    const { summary } = pageWalkText(recordedWalk('query-not-present'))
    expect(summary).toContain('would be pushed')
    expect(summary).not.toContain('CR2')
  })

  it('names the flags that the walk set', () => {
    const remarks = pageWalkText(recordedWalk('4-kib')).rows.map(({ remark }) => remark)
    expect(remarks).toContain('maps the 4 KiB frame at 0x000b_8000; the walk set A and D')
  })
})

it('gives each situation a title that says its point in one line of the figure', () => {
  for (const name of recordedWalkNames()) {
    const title = titleOf(recordedWalk(name))
    expect(title.length).toBeLessThanOrEqual(64)
    expect(title).not.toMatch(/\.$/)
  }
})
