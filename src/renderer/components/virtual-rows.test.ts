/** Where a long list scrolls to. */
import { describe, expect, it } from 'vitest'
import { scrolledTo } from './virtual-rows'

describe('a list that shows a row', () => {
  const place = { rowHeight: 20, scrolled: 400, room: 200 }

  it('stays where it is while the row and the next are in view', () => {
    expect(scrolledTo(20, place)).toBe(400)
    expect(scrolledTo(28, place)).toBe(400)
  })

  it('leaves a share of the room above a row that was not, and begins with a whole row', () => {
    expect(scrolledTo(29, place)).toBe(520)
    expect(scrolledTo(19, place)).toBe(320)
    expect(scrolledTo(29, place, 0)).toBe(580)
  })

  it('never scrolls above the first row, nor in a list without room', () => {
    expect(scrolledTo(1, place)).toBe(0)
    expect(scrolledTo(1, { ...place, room: 0 })).toBe(400)
  })
})
