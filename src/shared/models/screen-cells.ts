/**
 * The text screen as memory: 80 × 25 cells of two bytes each, the stores that lately changed them, and the cell that is
 * looked at.
 */
import { COLUMNS, ROWS } from '../code-page-437'
import type { Instant, LinearAddress, PhysicalAddress } from '../units'
import { CELL_BYTES, SCREEN_BYTES, TEXT_WINDOW } from '../vga-text'
import type { TextScreen } from './machine'
import type { InstructionReference } from './page-walk'

/** A store into the adapter's window. */
export interface ScreenStoreSummary {
  /** Counts from 1. */
  readonly sequence: number
  readonly instant: Instant
  /** In bytes, from the beginning of the window. */
  readonly offset: number
  /** Bytes, 1 to 8. */
  readonly size: number
  readonly old: bigint
  readonly value: bigint
  /** An instruction, the processor by itself (a pushed frame, say), or a person. */
  readonly by: 'code' | 'processor' | 'edit'
  /** What it stores is what the row below holds. */
  readonly isFromBelow: boolean
}

export interface ScreenStore extends ScreenStoreSummary {
  /** Absent for what is stored by physical address. */
  readonly linearAddress?: LinearAddress
  readonly instruction: InstructionReference
  readonly run: StoreRun
}

/** Stores of code, the told one the last, of which each went right behind the one before. */
export interface StoreRun {
  readonly length: number
  /** The store before the first of them is known, or there was none: it is no longer than this. */
  readonly isWhole: boolean
  /** All of them brought the same: what fills and what moves blank rows up cannot be told apart. */
  readonly isOfOneValue: boolean
}

/** A cell, and the memory around it. */
export interface CellFocus {
  /** Of its character byte, from the beginning of the window. */
  readonly offset: number
  readonly address: PhysicalAddress
  /** Absent for a cell that the screen does not show. */
  readonly place?: { readonly row: number; readonly column: number }
  /** Bytes of the cells beside it, and where they begin. */
  readonly nearOffset: number
  readonly near: Uint8Array
}

export interface ScreenCells {
  readonly instant: Instant
  /** Where the screen begins in the window, in bytes: the CRT controller's start address. */
  readonly start: number
  readonly cells: TextScreen['cells']
  readonly cursor: TextScreen['cursor']
  readonly isBlinkEnabled: boolean
  /** Oldest first. */
  readonly recent: readonly ScreenStoreSummary[]
  /** Stores that were seen: they are watched from the first look at them on. */
  readonly total: number
  /** The store that is told: the last or a chosen one, or the last that is known of a chosen cell. */
  readonly selected?: ScreenStore
  readonly focus: CellFocus
  /** Somebody chose the cell, and not a store. */
  readonly isCellChosen: boolean
}

/** Selections from here on are cells of the screen; below are stores, by their numbers. */
const FIRST_CELL = 2 ** 40

export const cellSelection = (row: number, column: number): number =>
  FIRST_CELL + row * COLUMNS + column

/** The cell of a selection, counted from the top left; nothing for the number of a store. */
export function selectedCell(selection: number): number | undefined {
  const cell = selection - FIRST_CELL
  return cell >= 0 && cell < COLUMNS * ROWS ? cell : undefined
}

/** Where on the screen a byte of the window is shown. The window is a ring: its end is followed by its beginning. */
export function placeOfByte(offset: number, start: number): CellFocus['place'] {
  const distance = (offset - start + TEXT_WINDOW.size) % TEXT_WINDOW.size
  if (distance >= SCREEN_BYTES) return undefined
  const cell = Math.floor(distance / CELL_BYTES)
  return { row: Math.floor(cell / COLUMNS), column: cell % COLUMNS }
}
