import { describe, expect, it } from 'vitest'
import { instant } from '../../shared/units'
import { movedRange, rangeAround, zoomedRange } from './timeline-range'

const END = instant(1_000_000)
const range = (from: number, to: number) => ({ from: instant(from), to: instant(to) })

describe('the range that is shown', () => {
  it('keeps the instant under the pointer in its place', () => {
    expect(zoomedRange(range(0, 1_000_000), END, instant(250_000), 0.5)).toEqual(
      range(125_000, 625_000),
    )
  })

  it('becomes the whole run when there is no more to show', () => {
    expect(zoomedRange(range(400_000, 900_000), END, instant(500_000), 2)).toBe('whole-run')
  })

  it('never shrinks to nothing', () => {
    expect(zoomedRange(range(500, 530), END, instant(510), 0.001)).toEqual(range(503, 523))
  })

  it('stays inside the run', () => {
    expect(movedRange(range(0, 1000), END, -500)).toEqual(range(0, 1000))
    expect(movedRange(range(0, 1000), END, 5_000_000)).toEqual(range(999_000, 1_000_000))
    expect(rangeAround(range(0, 1000), END, instant(600_000))).toEqual(range(599_500, 600_500))
  })

  it('is the whole run as long as there is none', () => {
    expect(zoomedRange(range(0, 0), instant(0), instant(0), 0.5)).toBe('whole-run')
  })
})
