/**
 * Lines of the text screen as they are finished: `text vga`.
 *
 * A line is finished when a store goes to another row than the one before did. It is told unless it is blank, or is what
 * stood in the row below when that was left: then the lines are moving up. Stores are told of when the machine is
 * already further, so the screen is kept here as they leave it.
 */
import type { MemoryAccessed } from '../../../shared/events'
import { CODE_PAGE_437, COLUMNS, ROWS } from '../../../shared/code-page-437'
import { physicalAddress, type Instant } from '../../../shared/units'
import { ROW_BYTES, SCREEN_BYTES, TEXT_WINDOW } from '../../../shared/vga-text'
import type { CreateFactSource } from './fact-source'

interface Screen {
  readonly cells: Uint8Array
  readonly row: number | undefined
  /** What stood in each row when it was left. */
  readonly left: readonly string[]
}

export const createTextScreenFacts: CreateFactSource = ({ loaded: { machine }, tell }) => {
  let cells = new Uint8Array(SCREEN_BYTES)
  let row: number | undefined
  let left: string[] = new Array<string>(ROWS).fill('')

  function textOf(which: number): string {
    const start = which * ROW_BYTES
    return Array.from(
      { length: COLUMNS },
      (_, column) => CODE_PAGE_437[cells[start + 2 * column] ?? 0],
    )
      .join('')
      .trimEnd()
  }

  function leave(which: number, now: Instant): void {
    const line = textOf(which)
    const isMovingUp = which + 1 < ROWS && line === left[which + 1]
    left[which] = line
    if (line !== '' && !isMovingUp) {
      tell([{ kind: 'text', arguments: ['vga'], fields: { line } }], now)
    }
  }

  function take({ physicalAddress: at, size, value, instant }: MemoryAccessed): void {
    const offset = Number(at) - TEXT_WINDOW.start
    const next = Math.floor(Math.max(0, offset) / ROW_BYTES)
    if (row !== undefined && next !== row) leave(row, instant)
    row = next
    for (let byte = 0; byte < size; byte++) {
      const place = offset + byte
      if (place >= 0 && place < SCREEN_BYTES)
        cells[place] = Number((value >> BigInt(8 * byte)) & 0xffn)
    }
  }

  const stop = machine.watchAccesses(
    [{ physical: physicalAddress(BigInt(TEXT_WINDOW.start)), length: BigInt(SCREEN_BYTES) }],
    { writes: true },
    take,
  )
  cells = machine.memory.bytes.slice(TEXT_WINDOW.start, TEXT_WINDOW.start + SCREEN_BYTES)

  return {
    stop,
    save: (): Screen => ({ cells: cells.slice(), row, left: [...left] }),
    restore(saved) {
      const screen = saved as Screen
      cells = screen.cells.slice()
      row = screen.row
      left = [...screen.left]
    },
  }
}
