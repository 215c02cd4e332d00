import { describe, expect, it } from 'vitest'
import { palettes } from '../tokens/tokens'
import { connector } from './connectors'
import { freePlace } from './free-place'
import { group, rect, text } from './shapes'

const { ink } = palettes.light
const place = { x: 100, y: 100, width: 200, lines: 1, size: 12 }
const below = { ...place, y: 200 }

describe('a free place in a picture', () => {
  it('is the first that nothing is drawn in', () => {
    expect(freePlace([], [place, below])).toBe(place)
    const box = rect('box', { x: 0, y: 90, width: 400, height: 20 }, { stroke: ink })
    expect(freePlace([group('part', box)], [place, below])).toBe(below)
    expect(freePlace([box], [place])).toBeUndefined()
  })

  it('keeps off the descent of the text above it', () => {
    const words = text('words', { x: 100, y: 88 }, 'reading', { size: 12, fill: ink })
    expect(freePlace([words], [place, below])).toBe(below)
  })

  it('is not crossed by an arrow, but may stand in its bend', () => {
    const route = [
      { x: 50, y: 50 },
      { x: 350, y: 50 },
      { x: 350, y: 150 },
    ]
    const arrow = connector('arrow', route, { stroke: ink })
    expect(freePlace([arrow], [place])).toBe(place)
    expect(freePlace([arrow], [{ ...place, x: 200 }, below])).toBe(below)
  })
})
