/**
 * Paints the cells of the text screen into pixels as a VGA in text mode does: 16 colours, eight of
 * them for backgrounds, attribute bit 7 for blinking, and an underline for a cursor.
 * Paints only what differs from what it painted before. Knows no DOM, only an array of pixels.
 */
import type { TextScreen } from '../../../shared/models/machine'
import { COLUMNS, ROWS } from '../../../shared/code-page-437'
import { VGA_COLOURS } from '../../../shared/vga-text'
import type { GlyphSet } from './glyphs'

/** As a little-endian RGBA pixel, the byte order of every machine that Chromium runs on. */
const pixelOf = (rgb: number): number =>
  (0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0

const PIXELS = Uint32Array.from(VGA_COLOURS, pixelOf)

const BLINK = 0x80

/** Rows of cells that were painted: `first` to `last`, both included. */
export interface PaintedRows {
  readonly first: number
  readonly last: number
}

export interface ScreenPainter {
  /** In the dark phase blinking characters and the cursor are not shown. */
  paint(screen: TextScreen, isDarkPhase: boolean): PaintedRows | undefined
  /** Whether the dark phase of what was painted last looks different. */
  blinks(): boolean
}

export function createScreenPainter(glyphs: GlyphSet, pixels: Uint32Array): ScreenPainter {
  const { width, height, rows } = glyphs
  const stride = COLUMNS * width
  // Character, attribute and three bits of our own for each cell; −1 has never been painted.
  const painted = new Int32Array(COLUMNS * ROWS).fill(-1)
  const HIDDEN = 1 << 16
  const CURSOR = 1 << 17
  let hasBlinking = false

  function paintCell(cell: number, look: number): void {
    const character = look & 0xff
    const attribute = (look >> 8) & 0xff
    const foreground = PIXELS[attribute & 0x0f] as number
    const background = PIXELS[(attribute >> 4) & 0x07] as number
    const left = (cell % COLUMNS) * width + Math.floor(cell / COLUMNS) * height * stride
    const cursorTop = height - Math.max(2, height >> 3)
    for (let y = 0; y < height; y++) {
      const isCursor = (look & CURSOR) !== 0 && y >= cursorTop
      const bits = look & HIDDEN ? 0 : (rows[character * height + y] as number)
      let at = left + y * stride
      for (let mask = 1 << (width - 1); mask !== 0; mask >>= 1) {
        pixels[at++] = isCursor || bits & mask ? foreground : background
      }
    }
  }

  return {
    blinks: () => hasBlinking,
    paint({ cells, cursor }, isDarkPhase) {
      const cursorCell = cursor.isVisible ? cursor.row * COLUMNS + cursor.column : -1
      let first = ROWS
      let last = -1
      hasBlinking = cursorCell >= 0
      for (let cell = 0; cell < COLUMNS * ROWS; cell++) {
        const attribute = cells[2 * cell + 1] as number
        const isBlinking = (attribute & BLINK) !== 0
        hasBlinking ||= isBlinking
        const look =
          (cells[2 * cell] as number) |
          (attribute << 8) |
          (isBlinking && isDarkPhase ? HIDDEN : 0) |
          (cell === cursorCell && !isDarkPhase ? CURSOR : 0)
        if (painted[cell] === look) continue
        painted[cell] = look
        paintCell(cell, look)
        const row = Math.floor(cell / COLUMNS)
        first = Math.min(first, row)
        last = row
      }
      return last < 0 ? undefined : { first, last }
    },
  }
}
