/** What was written to the text screen between two looks at it. */
import { CODE_PAGE_437, COLUMNS, ROWS } from '../../../shared/code-page-437'

export interface ScreenText {
  readonly text: string
  /** Where it begins; absent when lines moved, so that nothing stands where it was written. */
  readonly cell?: { readonly row: number; readonly column: number }
}

const TEXT_LIMIT = 16
const BLANK = 0x20

/** Characters that differ, in reading order and up to the first gap; nothing when all are the same. */
export function writtenText(before: Uint8Array, after: Uint8Array): ScreenText | undefined {
  const changed: number[] = []
  for (let cell = 0; cell < COLUMNS * ROWS; cell++) {
    if (before[2 * cell] !== after[2 * cell]) changed.push(cell)
  }
  const [first] = changed
  if (first === undefined) return undefined
  if (isScrolled(before, after)) return { text: '' }
  let text = ''
  for (const [index, cell] of changed.entries()) {
    if (cell !== first + index || text.length >= TEXT_LIMIT) break
    text += CODE_PAGE_437[after[2 * cell] ?? 0] ?? ' '
  }
  return { text, cell: { row: Math.floor(first / COLUMNS), column: first % COLUMNS } }
}

/** Whether the lines stand higher now. The lowest ones may have been written since. */
function isScrolled(before: Uint8Array, after: Uint8Array): boolean {
  const written = Array.from({ length: ROWS }, (_, row) => !isBlank(before, row))
  for (let up = 1; up < ROWS; up++) {
    let told = 0
    let row = up
    while (row < ROWS - up && isSameLine(before, row, after, row - up)) {
      if (written[row]) told += 1
      row += 1
    }
    if (row === ROWS - up && told > 1) return true
  }
  return false
}

const characterAt = (cells: Uint8Array, row: number, column: number): number =>
  cells[2 * (row * COLUMNS + column)] ?? 0

function isBlank(cells: Uint8Array, row: number): boolean {
  for (let column = 0; column < COLUMNS; column++) {
    const character = characterAt(cells, row, column)
    if (character !== 0 && character !== BLANK) return false
  }
  return true
}

function isSameLine(a: Uint8Array, rowOfA: number, b: Uint8Array, rowOfB: number): boolean {
  for (let column = 0; column < COLUMNS; column++) {
    if (characterAt(a, rowOfA, column) !== characterAt(b, rowOfB, column)) return false
  }
  return true
}
