import { describe, expect, it } from 'vitest'
import { boxAt, boxBeside, cardPlace, type PlacedBox } from './box-geometry'

const box = (key: string, left: number, top: number, width = 10, height = 10): PlacedBox => ({
  key,
  left,
  top,
  width,
  height,
})

describe('the box at a point', () => {
  it('is the innermost of those around it', () => {
    const boxes = [box('table', 0, 0, 100, 100), box('entry', 10, 10, 50, 20)]
    expect(boxAt(boxes, 20, 20)?.key).toBe('entry')
    expect(boxAt(boxes, 90, 90)?.key).toBe('table')
  })

  it('is none where nothing is drawn', () => {
    expect(boxAt([box('entry', 10, 10)], 5, 5)).toBeUndefined()
  })
})

describe('the box beside another', () => {
  const from = box('from', 100, 100)

  it('is the nearest in that direction, and rather straight on than aside', () => {
    const boxes = [from, box('straight', 160, 100), box('aside', 130, 140), box('back', 90, 100)]
    expect(boxBeside(boxes, from, 'right')?.key).toBe('straight')
    expect(boxBeside(boxes, from, 'left')?.key).toBe('back')
  })

  it('is none at the edge', () => {
    expect(boxBeside([from, box('right', 160, 100)], from, 'left')).toBeUndefined()
  })
})

describe('the place of a card', () => {
  const room = { width: 400, height: 300 }
  const card = { width: 100, height: 80 }

  it('is to the right where there is room, else to the left', () => {
    expect(cardPlace(box('a', 20, 100), card, room)).toEqual({ left: 40, top: 65 })
    expect(cardPlace(box('a', 350, 100), card, room)).toEqual({ left: 240, top: 65 })
  })

  it('is below a box as wide as the room', () => {
    expect(cardPlace(box('a', 0, 10, 400, 40), card, room)).toEqual({ left: 150, top: 60 })
  })

  it('stays in the room though the box fills it', () => {
    expect(cardPlace(box('a', 0, 0, 400, 300), card, room)).toEqual({ left: 300, top: 220 })
  })
})
