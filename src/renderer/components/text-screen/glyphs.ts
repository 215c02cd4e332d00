/**
 * The shapes of the characters, in the sizes in which they were drawn by hand.
 * The screen takes the largest size that fits, so that no pixel is ever stretched.
 */
import glyphs6x12 from './glyphs/6x12.hex?raw'
import glyphs8x14 from './glyphs/8x14.hex?raw'
import glyphs8x16 from './glyphs/8x16.hex?raw'
import glyphs10x20 from './glyphs/10x20.hex?raw'
import glyphs12x24 from './glyphs/12x24.hex?raw'
import glyphs14x28 from './glyphs/14x28.hex?raw'
import glyphs16x32 from './glyphs/16x32.hex?raw'
import { COLUMNS, ROWS } from '../../../shared/code-page-437'

export interface GlyphSet {
  readonly width: number
  readonly height: number
  /** For each character `height` rows; bit `width` − 1 is the leftmost pixel. */
  readonly rows: Uint16Array
}

/** Reads lines of `code:rows`, each row padded on the right to whole bytes. */
export function parseGlyphs(text: string, width: number, height: number): GlyphSet {
  const digits = 2 * Math.ceil(width / 8)
  const padding = digits * 4 - width
  const rows = new Uint16Array(256 * height)
  for (const line of text.trim().split('\n')) {
    const [code = '', bits = ''] = line.split(':')
    const base = parseInt(code, 16) * height
    for (let row = 0; row < height; row++) {
      rows[base + row] = parseInt(bits.slice(row * digits, (row + 1) * digits), 16) >> padding
    }
  }
  return { width, height, rows }
}

const SIZES: readonly (readonly [width: number, height: number, text: string])[] = [
  [6, 12, glyphs6x12],
  [8, 14, glyphs8x14],
  [8, 16, glyphs8x16],
  [10, 20, glyphs10x20],
  [12, 24, glyphs12x24],
  [14, 28, glyphs14x28],
  [16, 32, glyphs16x32],
]

const parsed = new Map<string, GlyphSet>()

/** The largest glyphs with which 80 × 25 cells fit into so many device pixels; the smallest if none do. */
export function chooseGlyphs(width: number, height: number): GlyphSet {
  const [first, ...larger] = SIZES
  if (first === undefined) throw new Error('There are no glyphs.')
  const fitting = larger.filter(([w, h]) => w * COLUMNS <= width && h * ROWS <= height)
  const [w, h, text] = fitting[fitting.length - 1] ?? first
  const name = `${w}x${h}`
  const known = parsed.get(name) ?? parseGlyphs(text, w, h)
  parsed.set(name, known)
  return known
}
