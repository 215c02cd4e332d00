/** RIP stays in sight, and the list of instructions still while it is. */
import { describe, expect, it } from 'vitest'
import { scrolledToRip, type Row } from './follow-rip'

/** Rows of 20 pixels, but for the name of a function, which has 24. */
function rowsWith(current: number, name = -1): readonly Row[] {
  let from = 0
  return Array.from({ length: 30 }, (_, index) => {
    const row = { from, to: from + (index === name ? 24 : 20), isCurrent: index === current }
    from = row.to
    return row
  })
}

describe('following RIP', () => {
  it('puts it into the upper third, with whole rows above it', () => {
    const scrolled = scrolledToRip(rowsWith(15), 0, 130)
    expect(scrolled).toBe(260)
    expect(300 - scrolled).toBeLessThanOrEqual(130 / 3)
  })

  it('begins with the whole name of a function where there is room for it', () => {
    expect(scrolledToRip(rowsWith(15, 14), 0, 90)).toBe(280)
    expect(scrolledToRip(rowsWith(15, 14), 0, 60)).toBe(304)
  })

  it('moves nothing while RIP and the next instruction are in view', () => {
    expect(scrolledToRip(rowsWith(15), 255, 130)).toBe(255)
    expect(scrolledToRip(rowsWith(15), 210, 130)).toBe(210)
    expect(scrolledToRip(rowsWith(15), 205, 130)).toBe(260)
  })

  it('stays where it is without RIP, and in a pane that is not shown', () => {
    expect(scrolledToRip(rowsWith(-1), 40, 130)).toBe(40)
    expect(scrolledToRip(rowsWith(15), 40, 0)).toBe(40)
  })
})
