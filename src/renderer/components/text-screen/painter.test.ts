/** The painter draws as a VGA does, and no more than has changed. */
import { describe, expect, it } from 'vitest'
import type { TextScreen } from '../../../shared/models/machine'
import { chooseGlyphs } from './glyphs'
import { createScreenPainter } from './painter'

const glyphs = chooseGlyphs(0, 0)
const STRIDE = 80 * glyphs.width
const BLACK = 0xff000000
const LIGHT_GREY = 0xffaaaaaa
const BLUE = 0xffaa0000 // red lowest: the pixels are little-endian RGBA

function blankScreen(): { screen: TextScreen; cells: Uint8Array } {
  const cells = new Uint8Array(4000)
  for (let i = 0; i < 2000; i++) cells.set([0x20, 0x07], 2 * i)
  return { cells, screen: { cells, cursor: { row: 0, column: 0, isVisible: false } } }
}

function setUp() {
  const pixels = new Uint32Array(STRIDE * 25 * glyphs.height)
  const painter = createScreenPainter(glyphs, pixels)
  const cell = (row: number, column: number) => {
    const rows = Array.from({ length: glyphs.height }, (_, y) => {
      const at = (row * glyphs.height + y) * STRIDE + column * glyphs.width
      return [...pixels.slice(at, at + glyphs.width)]
    })
    return rows.flat()
  }
  return { painter, cell }
}

describe('the painter', () => {
  it('paints everything first and nothing when nothing has changed', () => {
    const { painter } = setUp()
    const { screen } = blankScreen()
    expect(painter.paint(screen, false)).toEqual({ first: 0, last: 24 })
    expect(painter.paint(screen, false)).toBeUndefined()
  })

  it('tells the rows that changed', () => {
    const { painter } = setUp()
    const { screen, cells } = blankScreen()
    painter.paint(screen, false)
    cells[2 * (3 * 80 + 5)] = 0x41
    cells[2 * (7 * 80)] = 0x42
    expect(painter.paint(screen, false)).toEqual({ first: 3, last: 7 })
  })

  it('paints the shape of the character in its colours', () => {
    const { painter, cell } = setUp()
    const { screen, cells } = blankScreen()
    cells.set([0x41, 0x17], 0)
    painter.paint(screen, false)
    const painted = cell(0, 0)
    const shape = Array.from({ length: glyphs.height }, (_, y) =>
      Array.from({ length: glyphs.width }, (_, x) => {
        const bits = glyphs.rows[0x41 * glyphs.height + y] ?? 0
        return bits & (1 << (glyphs.width - 1 - x)) ? LIGHT_GREY : BLUE
      }),
    )
    expect(painted).toEqual(shape.flat())
    expect(painted).toContain(LIGHT_GREY)
  })

  it('shows the cursor at the bottom of its cell, and not in the dark phase', () => {
    const { painter, cell } = setUp()
    const { screen } = blankScreen()
    const shown = { ...screen, cursor: { row: 2, column: 4, isVisible: true } }
    painter.paint(shown, false)
    const lit = cell(2, 4)
    expect(lit.slice(-glyphs.width)).toEqual(Array(glyphs.width).fill(LIGHT_GREY))
    expect(lit.slice(0, glyphs.width)).toEqual(Array(glyphs.width).fill(BLACK))
    painter.paint(shown, true)
    expect(new Set(cell(2, 4))).toEqual(new Set([BLACK]))
  })

  it('hides a blinking character in the dark phase, and says that something blinks', () => {
    const { painter, cell } = setUp()
    const { screen, cells } = blankScreen()
    painter.paint(screen, false)
    expect(painter.blinks()).toBe(false)
    cells.set([0xdb, 0x87], 0)
    painter.paint(screen, false)
    expect(painter.blinks()).toBe(true)
    expect(new Set(cell(0, 0))).toEqual(new Set([LIGHT_GREY]))
    painter.paint(screen, true)
    expect(new Set(cell(0, 0))).toEqual(new Set([BLACK]))
  })
})
