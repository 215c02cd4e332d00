/**
 * The rows of all line tables, in columns: a debug build of a kernel has half a million.
 *
 * Knows nothing of how they are encoded.
 */

/** Instructions one after the other, with their rows. */
export interface LineSequence {
  readonly start: bigint
  /** Bytes of code. */
  readonly size: number
  /** The rows, by ascending offset from `start`. */
  readonly first: number
  readonly count: number
}

export interface SourceFile {
  readonly path: string
  /** Where the compiler ran; empty when unknown. */
  readonly directory: string
}

export interface Row {
  /** From the sequence's start. */
  readonly offset: number
  readonly file: number
  readonly line: number
  readonly column: number
  readonly isStatement: boolean
  /** Behind the instructions that set up a function's frame. */
  readonly isPrologueEnd: boolean
}

export interface RowStore {
  count(): number
  add(row: Row): void
  truncate(count: number): void
  /** Puts rows in the order of their offsets; those that have one place stay in their order. */
  sort(first: number, count: number): void
  row(index: number): Row
  offset(index: number): number
  /** Gives the number of the first of these files. */
  addFiles(paths: readonly string[], directory: string): number
  file(index: number): SourceFile | undefined
  files(): readonly SourceFile[]
}

/** The last column's highest bits say whether a statement begins, or a body; columns beyond that are not shown. */
const STATEMENT = 0x8000
const PROLOGUE_END = 0x4000
const LARGEST_COLUMN = PROLOGUE_END - 1

export function createRowStore(): RowStore {
  let count = 0
  let offsets = new Uint32Array(1024)
  let fileNumbers = new Uint32Array(1024)
  let lines = new Uint32Array(1024)
  let columns = new Uint16Array(1024)
  const files: SourceFile[] = []

  function grow(): void {
    const larger = <T extends Uint32Array | Uint16Array>(target: T, source: T): T => {
      target.set(source)
      return target
    }
    const size = 2 * offsets.length
    offsets = larger(new Uint32Array(size), offsets)
    fileNumbers = larger(new Uint32Array(size), fileNumbers)
    lines = larger(new Uint32Array(size), lines)
    columns = larger(new Uint16Array(size), columns)
  }

  const row = (index: number): Row => ({
    offset: offsets[index] ?? 0,
    file: fileNumbers[index] ?? 0,
    line: lines[index] ?? 0,
    column: (columns[index] ?? 0) & LARGEST_COLUMN,
    isStatement: ((columns[index] ?? 0) & STATEMENT) !== 0,
    isPrologueEnd: ((columns[index] ?? 0) & PROLOGUE_END) !== 0,
  })

  function set(index: number, row: Row): void {
    offsets[index] = row.offset
    fileNumbers[index] = row.file
    lines[index] = row.line
    columns[index] =
      Math.min(row.column, LARGEST_COLUMN) |
      (row.isStatement ? STATEMENT : 0) |
      (row.isPrologueEnd ? PROLOGUE_END : 0)
  }

  function isSorted(first: number, size: number): boolean {
    for (let i = first + 1; i < first + size; i++) {
      if ((offsets[i] ?? 0) < (offsets[i - 1] ?? 0)) return false
    }
    return true
  }

  return {
    count: () => count,
    add(added) {
      if (count === offsets.length) grow()
      set(count, added)
      count += 1
    },
    truncate(to) {
      count = Math.min(count, to)
    },
    sort(first, size) {
      if (isSorted(first, size)) return
      const rows = Array.from({ length: size }, (_, i) => row(first + i))
      rows.sort((a, b) => a.offset - b.offset).forEach((one, i) => set(first + i, one))
    },
    row,
    offset: (index) => offsets[index] ?? 0,
    addFiles(paths, directory) {
      const first = files.length
      for (const path of paths) files.push({ path, directory })
      return first
    },
    file: (index) => files[index],
    files: () => files,
  }
}
