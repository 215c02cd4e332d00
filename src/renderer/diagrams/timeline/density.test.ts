/** Alone or dense: no two glyphs touch, and nothing that happened is lost. */
import { describe, expect, it } from 'vitest'
import type { LaneMark } from '../../../shared/models/timeline'
import { instant } from '../../../shared/units'
import { heightsOf, pictureOf } from './density'
import { shownAxis, timelineLayout } from './layout'

const layout = timelineLayout(1136, 124, { branches: [] })
const axis = shownAxis(layout, {
  from: instant(0),
  to: instant(1000),
  now: instant(0),
  end: instant(1000),
  lanes: [],
  branches: [],
  bookmarks: [],
})
const ROOM = 10

const one = (at: number): LaneMark => ({ from: instant(at), to: instant(at), count: 1 })
const picture = (...marks: LaneMark[]) => pictureOf(marks, axis, layout.left, ROOM)

describe('the picture of a lane', () => {
  it('draws what stands alone at its own place', () => {
    expect(picture(one(100), one(500))).toEqual({ lone: [axis.x(100), axis.x(500)], columns: [] })
  })

  it('draws what would touch as columns, and what stands beside it alone', () => {
    const { lone, columns } = picture(one(100), one(103), one(500))
    expect(lone).toEqual([axis.x(500)])
    expect(columns.reduce((sum, { count }) => sum + count, 0)).toBe(2)
  })

  it('loses nothing of what was counted', () => {
    const marks = Array.from({ length: 300 }, (_, index) => ({
      from: instant(index * 3),
      to: instant(index * 3 + 2),
      count: 1 + (index % 7),
    }))
    const { lone, columns } = picture(...marks)
    const drawn = columns.reduce((sum, { count }) => sum + count, lone.length)
    expect(drawn).toBeCloseTo(
      marks.reduce((sum, { count }) => sum + count, 0),
      6,
    )
  })

  it('keeps every two glyphs apart', () => {
    const marks = [0, 4, 30, 41, 42, 60, 71, 90].map(one)
    const { lone } = picture(...marks)
    const gaps = lone.slice(1).map((x, index) => x - (lone[index] ?? 0))
    expect(lone.length).toBeGreaterThan(1)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(ROOM)
  })

  it('shows one thing beside a million, and the million higher', () => {
    const [few, many] = heightsOf([
      { x: 0, count: 1 },
      { x: 3, count: 1e6 },
    ])
    expect(few).toBeGreaterThanOrEqual(0.5)
    expect(many).toBe(1)
  })
})

describe('the axis', () => {
  it('gives each pixel an instant within the range, and each instant its pixel back', () => {
    for (const at of [0, 1, 250, 999, 1000]) expect(axis.instantAt(axis.x(at))).toBe(at)
    expect(axis.instantAt(-500)).toBe(0)
    expect(axis.instantAt(5000)).toBe(1000)
  })

  it('has a place for the only instant of a run that has not begun', () => {
    const nothing = { from: instant(0), to: instant(0), now: instant(0), end: instant(0) }
    const point = shownAxis(layout, { ...nothing, lanes: [], branches: [], bookmarks: [] })
    expect(point.x(0)).toBe(layout.left)
    expect(point.instantAt(layout.right)).toBe(0)
  })
})
