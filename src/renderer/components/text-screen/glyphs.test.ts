/** Every size has every character, and the size chosen is the largest that fits. */
import { describe, expect, it } from 'vitest'
import { chooseGlyphs } from './glyphs'

const SIZES = [
  [6, 12],
  [8, 14],
  [8, 16],
  [10, 20],
  [12, 24],
  [14, 28],
  [16, 32],
] as const

describe('chooseGlyphs', () => {
  it.each(SIZES)('takes %d × %d when exactly that fits', (width, height) => {
    const glyphs = chooseGlyphs(width * 80, height * 25)
    expect([glyphs.width, glyphs.height]).toEqual([width, height])
  })

  it('takes the smallest when none fits', () => {
    expect(chooseGlyphs(10, 10).width).toBe(6)
  })

  it.each(SIZES)(
    'draws blanks as nothing and a block as everything in %d × %d',
    (width, height) => {
      const { rows } = chooseGlyphs(width * 80, height * 25)
      const glyph = (code: number) => [...rows.slice(code * height, (code + 1) * height)]
      for (const blank of [0x00, 0x20, 0xff]) expect(new Set(glyph(blank))).toEqual(new Set([0]))
      expect(new Set(glyph(0xdb))).toEqual(new Set([(1 << width) - 1]))
    },
  )

  it.each(SIZES)('draws all 253 other characters, no two alike, in %d × %d', (width, height) => {
    const { rows } = chooseGlyphs(width * 80, height * 25)
    const shapes = Array.from({ length: 256 }, (_, code) =>
      rows.slice(code * height, (code + 1) * height).join(),
    )
    expect(new Set(shapes).size).toBeGreaterThanOrEqual(250)
  })
})
