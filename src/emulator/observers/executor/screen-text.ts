/** What was written to the text screen between two looks at it. */
import { CODE_PAGE_437, COLUMNS, ROWS } from '../../../shared/code-page-437'

export interface ScreenText {
  readonly text: string
  /** Where it begins; absent when lines moved, so that nothing stands where it was written. */
  readonly cell?: { readonly row: number; readonly column: number }
}

const TEXT_LIMIT = 16

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
  const line = (cells: Uint8Array, row: number): string =>
    String.fromCharCode(
      ...Array.from({ length: COLUMNS }, (_, column) => cells[2 * (row * COLUMNS + column)] ?? 0),
    )
  const isBlank = (text: string) => /^[\0 ]*$/.test(text)
  for (let up = 1; up < ROWS; up++) {
    const moved = Array.from({ length: ROWS - up }, (_, row) => line(before, row + up))
    const old = moved.slice(0, -up)
    const isSame = old.every((text, row) => text === line(after, row))
    if (isSame && old.filter((text) => !isBlank(text)).length > 1) return true
  }
  return false
}
