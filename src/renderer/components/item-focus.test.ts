/** The arrow keys go where the arrow points, and stay in their row or column. */
import { describe, expect, it } from 'vitest'
import { itemTowards } from './item-focus'

/** Two columns of three rows, filled row by row, and a wide last row. */
const GRID = [0, 20, 40].flatMap((top) => [0, 228].map((left) => ({ left, top })))

describe('an arrow key', () => {
  it('goes along the row and along the column', () => {
    expect(itemTowards(GRID, 0, 'ArrowRight')).toBe(1)
    expect(itemTowards(GRID, 0, 'ArrowDown')).toBe(2)
    expect(itemTowards(GRID, 5, 'ArrowUp')).toBe(3)
    expect(itemTowards(GRID, 5, 'ArrowLeft')).toBe(4)
  })

  it('stays at the edge', () => {
    expect(itemTowards(GRID, 1, 'ArrowRight')).toBe(1)
    expect(itemTowards(GRID, 0, 'ArrowUp')).toBe(0)
  })

  it('begins with the first item', () => {
    expect(itemTowards(GRID, -1, 'ArrowDown')).toBe(0)
  })
})
