/**
 * Where the rows of one stack stand: high addresses on top, then what is free, then the guard page.
 *
 * The places are those of the whole story, so that nothing moves from step to step but RSP.
 */
import type { Stack } from '../../../shared/models/stack-switch'
import type { LinearAddress } from '../../../shared/units'
import type { Box } from '../primitives/shapes'
import type { StackSwitchDrawing } from './drawing'
import { freeAt, isFullAt } from './facts'
import { condensed, rowsOf, type StackRow } from './rows'
import { wordsPassed } from './stations'

export interface PlacedRow {
  readonly row: StackRow
  readonly box: Box
  /** Popped already: it lies below RSP, and nobody will miss it. */
  readonly isGhost: boolean
}

export interface ColumnGeometry {
  readonly stack: Stack
  readonly box: Box
  /** Those at or above RSP, and those that were popped. */
  readonly rows: readonly PlacedRow[]
  /** The boundary at which RSP stands, or stood; absent for a stack that nobody is on. */
  readonly rspY?: number
  readonly pointer?: LinearAddress
  readonly free?: Box
  readonly guard?: Box
  /** Nothing marks the lower end. */
  readonly isOpen: boolean
}

const PAGE = 4096

/** Share of a full stack's column that its guard page takes: arrows end in it. */
const FULL_GUARD_SHARE = 0.54

/** Where the words need all the room. */
const COMPACT = { guard: 24, free: 19 }

/** `pointer` is where RSP stands at this step, or where it stood when the stack was left. */
export function columnGeometry(
  drawing: StackSwitchDrawing,
  stack: Stack,
  box: Box,
  pointer: LinearAddress | undefined,
  isCompact = false,
): ColumnGeometry {
  const { layout, model, progress } = drawing
  const final = stack.pointer
  const isFull = final !== undefined && isFullAt(stack, final) && stack.guard !== undefined
  const guardHeight = !stack.guard
    ? 0
    : isFull
      ? box.height * FULL_GUARD_SHARE
      : isCompact
        ? COMPACT.guard
        : layout.guardHeight
  const freeHeight = isFull ? 0 : isCompact ? COMPACT.free : layout.freeHeight
  const room = box.height - guardHeight - freeHeight
  const least = layout.type.min + 5
  const all = condensed(rowsOf(stack, model.story), Math.max(1, Math.floor(room / least)))
  const rowHeight = Math.min(isFull ? room : layout.rowHeight, room / Math.max(1, all.length))
  const place = (index: number): Box => ({
    ...box,
    y: box.y + index * rowHeight,
    height: rowHeight,
  })

  const popped = wordsPassed(progress)
  const rows = all.flatMap((row, index): readonly PlacedRow[] => {
    const { content } = row
    const isWord = content.kind === 'word'
    const isGone =
      isWord && content.isPopped && (progress.has('returned') || content.index < popped)
    const isThere = isGone || (pointer !== undefined && row.from >= pointer)
    return isThere ? [{ row, box: place(index), isGhost: isGone }] : []
  })
  const standing = all.filter((row) => pointer !== undefined && row.from >= pointer).length
  const guardTop = box.y + box.height - guardHeight
  const boundary = box.y + standing * rowHeight
  const free = pointer === undefined ? undefined : freeAt(stack, pointer)
  const rspY = free !== undefined && free < 0 ? guardTop + beyond(-free, guardHeight) : boundary
  const freeTop = Math.min(
    Math.max(boundary, ...rows.map((placed) => bottomOf(placed.box))),
    guardTop,
  )
  return {
    stack,
    box,
    rows,
    ...(pointer === undefined ? {} : { rspY, pointer }),
    ...(guardTop - freeTop > 1 ? { free: { ...box, y: freeTop, height: guardTop - freeTop } } : {}),
    ...(guardHeight > 0 ? { guard: { ...box, y: guardTop, height: guardHeight } } : {}),
    isOpen: stack.bottom === undefined,
  }
}

const bottomOf = ({ y, height }: Box): number => y + height

/** How far into the drawn guard page RSP has gone: to scale, but never hidden by the page's edge. */
const beyond = (bytes: number, height: number): number =>
  Math.min(height - 8, Math.max(8, (bytes / PAGE) * height))
