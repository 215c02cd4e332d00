import { expect, it } from 'vitest'
import { copyDifferences, restoreDifferences } from './sparse-copy'

const PIECE = 64
const blank = Uint8Array.from({ length: 20 * PIECE }, (_, index) => index & 0xff)

it('keeps the pieces that differ alone, and puts the area back', () => {
  const area = blank.slice()
  area[3 * PIECE + 63] = 1
  area[19 * PIECE] = 2
  const copy = copyDifferences(area, blank, PIECE)
  expect([...copy.places]).toEqual([3, 19])
  expect(copy.bytes).toHaveLength(2 * PIECE)

  const other = new Uint8Array(blank.length).fill(7)
  restoreDifferences(other, blank, copy, PIECE)
  expect(other).toEqual(area)
})

it('keeps nothing of an area that is as it was', () => {
  const copy = copyDifferences(blank.slice(), blank, PIECE)
  expect(copy.places).toHaveLength(0)
  const area = new Uint8Array(blank.length)
  restoreDifferences(area, blank, copy, PIECE)
  expect(area).toEqual(blank)
})
