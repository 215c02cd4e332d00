import { describe, expect, it } from 'vitest'
import { hiddenSides } from './hidden-tabs'

describe('tabs that do not fit', () => {
  it.each([
    [0, 500, 400, false, false],
    [0, 500, 500.4, false, false],
    [0, 500, 700, false, true],
    [100, 500, 700, true, true],
    [200, 500, 700, true, false],
  ])('scrolled by %i in %i of %i', (scrolled, room, all, before, behind) => {
    expect(hiddenSides(scrolled, room, all)).toEqual({ before, behind })
  })
})
