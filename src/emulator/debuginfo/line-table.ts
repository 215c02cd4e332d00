/**
 * Source lines and the instructions that came from them, in both directions.
 * The programs are run when something is first asked.
 */
import type { SourceLocation } from '../../shared/models/debug'
import type { DebugSections } from './dwarf/sections'
import { readLinePrograms, type LinePrograms } from './line-program'
import type { LineSequence, Row, SourceFile } from './line-rows'

export type SourceLine = SourceLocation

export interface LineTable {
  /** How many rows the image has. */
  rowCount(): number
  at(address: bigint): SourceLine | undefined
  /**
   * Addresses where a statement of the line begins, ascending.
   * `file` may leave out folders at its front: `main.rs`, `src/main.rs`.
   */
  addressesOf(file: string, line: number): readonly bigint[]
  /** Where statements of a file begin, by its path as the compiler was given it; ascending by line, then by address. */
  statementsOf(path: string): readonly Statement[]
  /** Where statements begin in a stretch of code, ascending. */
  statementsIn(code: { readonly start: bigint; readonly end: bigint }): readonly bigint[]
  /** The addresses that have the line of `address`, without a gap: where stepping over the line ends. */
  extentAt(address: bigint): { readonly start: bigint; readonly end: bigint } | undefined
  /** Where the body of the function begins that has these addresses, behind what sets up its frame. */
  bodyOf(code: { readonly start: bigint; readonly end: bigint }): bigint | undefined
  /** All files that have code. */
  files(): readonly SourceFile[]
}

/** The beginning of what a line was compiled to, or of a piece of it. */
export interface Statement {
  readonly line: number
  readonly address: bigint
}

interface FoundRow {
  readonly sequence: LineSequence
  readonly index: number
  readonly row: Row
}

export function createLineTable(sections: DebugSections): LineTable {
  let known: LinePrograms | undefined
  const programs = () => (known ??= readLinePrograms(sections))

  function find(address: bigint): FoundRow | undefined {
    const sequence = sequenceAt(programs().sequences, address)
    if (!sequence) return undefined
    const { rows } = programs()
    const offset = Number(address - sequence.start)
    let low = sequence.first
    let high = sequence.first + sequence.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (rows.offset(middle) <= offset) low = middle + 1
      else high = middle
    }
    const index = low - 1
    return index < sequence.first ? undefined : { sequence, index, row: rows.row(index) }
  }

  function describe({ file, line, column }: Row): SourceLine | undefined {
    const source = programs().rows.file(file)
    if (!source || line === 0) return undefined
    return {
      file: source.path,
      line,
      ...(column > 0 && { column }),
      ...(source.directory && { directory: source.directory }),
    }
  }

  /** Rows at which a statement begins: not those that go on with the line before them. */
  function* beginnings(isWanted: (row: Row) => boolean): Generator<Statement> {
    const { rows, sequences } = programs()
    for (const { start, first, count } of sequences) {
      for (let index = first; index < first + count; index++) {
        const row = rows.row(index)
        if (!row.isStatement || !isWanted(row)) continue
        const before = index > first ? rows.row(index - 1) : undefined
        const goesOn = before?.line === row.line && before.file === row.file
        if (!goesOn) yield { line: row.line, address: start + BigInt(row.offset) }
      }
    }
  }

  /** By the numbers of files. */
  const filesThat = (isWanted: (path: string) => boolean): readonly boolean[] =>
    programs()
      .rows.files()
      .map(({ path }) => isWanted(path))

  return {
    rowCount: () => programs().rows.count(),

    at(address) {
      const found = find(address)
      return found && describe(found.row)
    },

    addressesOf(file, line) {
      const isWanted = filesThat((path) => path === file || path.endsWith(`/${file}`))
      const found = beginnings((row) => row.line === line && isWanted[row.file] === true)
      const addresses = new Set([...found].map(({ address }) => address))
      return [...addresses].sort((a, b) => (a < b ? -1 : 1))
    },

    statementsOf(path) {
      const isWanted = filesThat((one) => one === path)
      const found = beginnings((row) => row.line > 0 && isWanted[row.file] === true)
      const once = new Map([...found].map((one) => [`${one.line} ${one.address}`, one]))
      return [...once.values()].sort((a, b) => a.line - b.line || (a.address < b.address ? -1 : 1))
    },

    statementsIn({ start, end }) {
      const found = find(start)
      if (!found) return []
      const { rows } = programs()
      const { sequence, index } = found
      const addresses = new Set<bigint>()
      for (let next = index; next < sequence.first + sequence.count; next++) {
        const row = rows.row(next)
        const address = sequence.start + BigInt(row.offset)
        if (address >= end) break
        if (row.isStatement && row.line > 0 && address >= start) addresses.add(address)
      }
      return [...addresses]
    },

    extentAt(address) {
      const found = find(address)
      if (!found) return undefined
      const { rows } = programs()
      const { sequence, index, row } = found
      const isSame = (other: number) =>
        rows.row(other).line === row.line && rows.row(other).file === row.file
      let first = index
      while (first > sequence.first && isSame(first - 1)) first -= 1
      let behind = index + 1
      const end = sequence.first + sequence.count
      while (behind < end && isSame(behind)) behind += 1
      return {
        start: sequence.start + BigInt(rows.offset(first)),
        end: sequence.start + BigInt(behind < end ? rows.offset(behind) : sequence.size),
      }
    },

    bodyOf({ start, end }) {
      const found = find(start)
      if (!found) return undefined
      const { rows } = programs()
      const { sequence, index } = found
      for (let next = index; next < sequence.first + sequence.count; next++) {
        const row = rows.row(next)
        const address = sequence.start + BigInt(row.offset)
        if (address >= end) break
        if (row.isPrologueEnd && address >= start) return address
      }
      return undefined
    },

    files() {
      const { rows, sequences } = programs()
      const numbers = new Set<number>()
      for (const { first, count } of sequences) {
        for (let index = first; index < first + count; index++) numbers.add(rows.row(index).file)
      }
      // Each unit counts its files anew.
      const found = new Map<string, SourceFile>()
      for (const number of numbers) {
        const file = rows.file(number)
        if (file) found.set(`${file.directory}\n${file.path}`, file)
      }
      return [...found.values()]
    },
  }
}

/** Sequences of a sound file do not overlap; in another one, the nearest start wins. */
function sequenceAt(sequences: readonly LineSequence[], address: bigint): LineSequence | undefined {
  let low = 0
  let high = sequences.length
  while (low < high) {
    const middle = (low + high) >> 1
    const sequence = sequences[middle]
    if (sequence && sequence.start <= address) low = middle + 1
    else high = middle
  }
  const sequence = sequences[low - 1]
  return sequence && address < sequence.start + BigInt(sequence.size) ? sequence : undefined
}
