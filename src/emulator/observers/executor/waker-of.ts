/**
 * Finds the waker that a poll was given: `Context` holds its address, and it holds two words, of which one is the
 * address of a known table and the other says whom to wake.
 *
 * The order of fields is the compiler's affair, so a word is known by what it points at.
 */
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import type { WakerTable } from './recognition'
import { readWords } from './words-of-memory'

export interface FoundWaker {
  /** What its functions are given. */
  readonly data: bigint
  readonly table: WakerTable
}

type Tables = ReadonlyMap<bigint, WakerTable>

const CONTEXT_WORDS = 4

export function wakerOfContext(
  context: bigint,
  tables: Tables,
  readMemory: ReadMemory,
): FoundWaker | undefined {
  for (const address of readWords(readMemory, context, CONTEXT_WORDS)) {
    const found = wakerAt(address, tables, readMemory)
    if (found) return found
  }
  return undefined
}

export function wakerAt(
  address: bigint,
  tables: Tables,
  readMemory: ReadMemory,
): FoundWaker | undefined {
  const [first, second] = readWords(readMemory, address, 2)
  if (first === undefined || second === undefined) return undefined
  const [before, behind] = [tables.get(first), tables.get(second)]
  if (before) return { data: second, table: before }
  return behind && { data: first, table: behind }
}
