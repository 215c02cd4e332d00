/** What the bytes of a cell mean, and the words for it. */
import { formatHex, formatShortHex } from '../../../shared/format'
import type {
  CellFocus,
  ScreenCells,
  ScreenStoreSummary,
} from '../../../shared/models/screen-cells'
import { CELL_BYTES, TEXT_WINDOW, VGA_COLOUR_NAMES, coloursOf } from '../../../shared/vga-text'

/** A character that the exported fonts carry; the others are told by their code points. */
export const printable = (code: number): string | undefined =>
  code > 0x20 && code < 0x7f ? String.fromCharCode(code) : undefined

/** `'H'`, `a blank`, `code point 0xfe`. */
export function characterWords(code: number): string {
  if (code === 0x20 || code === 0) return 'a blank'
  const character = printable(code)
  return character ? `\`'${character}'\`` : `code point ${formatShortHex(code)}`
}

export const colourName = (colour: number): string => VGA_COLOUR_NAMES[colour & 15] ?? ''

/** `yellow on blue, blinking`. */
export function colourWords(attribute: number, isBlinkEnabled: boolean): string {
  const { foreground, background, isBlinking } = coloursOf(attribute, isBlinkEnabled)
  const blinks = isBlinking ? ', blinking' : ''
  return `${colourName(foreground)} on ${colourName(background)}${blinks}`
}

export const placeWords = ({ place }: Pick<CellFocus, 'place'>): string =>
  place ? `row ${place.row}, column ${place.column}` : 'a cell that is not shown'

export const addressWords = (offset: number): string =>
  formatHex(BigInt(TEXT_WINDOW.start + offset), 8)

/** Which bytes of cells a store reaches. */
export function partsOf({ offset, size }: ScreenStoreSummary): {
  readonly hasCharacter: boolean
  readonly hasAttribute: boolean
  readonly cells: number
} {
  const offsets = Array.from({ length: size }, (_, index) => offset + index)
  return {
    hasCharacter: offsets.some((at) => at % CELL_BYTES === 0),
    hasAttribute: offsets.some((at) => at % CELL_BYTES === 1),
    cells: new Set(offsets.map((at) => Math.floor(at / CELL_BYTES))).size,
  }
}

/** The two bytes of the cell that is looked at, as they are now. */
export function focusedBytes({ focus }: ScreenCells): {
  readonly character: number
  readonly attribute: number
} {
  const at = focus.offset - focus.nearOffset
  return { character: focus.near[at] ?? 0, attribute: focus.near[at + 1] ?? 0 }
}
