/** The characters that an IBM PC shows for the bytes 0 to 255, for those who read or copy the screen. */

const CONTROL = ' ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼'
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i)).join('') + '⌂'
const UPPER =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ' +
  'áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ '

export const CODE_PAGE_437: readonly string[] = [...CONTROL, ...ASCII, ...UPPER]

export const COLUMNS = 80
export const ROWS = 25

/** The rows of the screen as text, blanks at their ends left out. */
export function screenText(cells: Uint8Array): string[] {
  return Array.from({ length: ROWS }, (_row, row) =>
    Array.from(
      { length: COLUMNS },
      (_column, column) => CODE_PAGE_437[cells[2 * (row * COLUMNS + column)] ?? 0],
    )
      .join('')
      .trimEnd(),
  )
}
