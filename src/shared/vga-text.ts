/** The text memory of a VGA adapter: where it lies, and what the two bytes of a cell mean. IBM VGA Technical Reference. */
import { COLUMNS, ROWS } from './code-page-437'

/** The window through which the adapter's text memory is seen: cells of the screen, and of pages that are not shown. */
export const TEXT_WINDOW = { start: 0xb_8000, size: 0x8000 } as const
export const CELL_BYTES = 2
export const ROW_BYTES = COLUMNS * CELL_BYTES
export const SCREEN_BYTES = ROWS * ROW_BYTES

/** The 16 colours that a VGA shows after reset, as 0xRRGGBB. */
// prettier-ignore
export const VGA_COLOURS = [
  0x000000, 0x0000aa, 0x00aa00, 0x00aaaa, 0xaa0000, 0xaa00aa, 0xaa5500, 0xaaaaaa,
  0x555555, 0x5555ff, 0x55ff55, 0x55ffff, 0xff5555, 0xff55ff, 0xffff55, 0xffffff,
] as const

export const VGA_COLOUR_NAMES = [
  'black',
  'blue',
  'green',
  'cyan',
  'red',
  'magenta',
  'brown',
  'light grey',
  'dark grey',
  'light blue',
  'light green',
  'light cyan',
  'light red',
  'pink',
  'yellow',
  'white',
] as const

/** An attribute byte, as the attribute controller takes it apart. */
export interface CellColours {
  /** 0 to 15. */
  readonly foreground: number
  /** 0 to 7; to 15 where bit 7 does not mean that the cell blinks. */
  readonly background: number
  readonly isBlinking: boolean
}

/** `isBlinkEnabled`: bit 3 of the attribute controller's mode register, which gives bit 7 its meaning. */
export const coloursOf = (attribute: number, isBlinkEnabled: boolean): CellColours => ({
  foreground: attribute & 0xf,
  background: (attribute >> 4) & (isBlinkEnabled ? 7 : 15),
  isBlinking: isBlinkEnabled && (attribute & 0x80) !== 0,
})
