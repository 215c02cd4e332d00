/**
 * Which source line each instruction came from: the line number programs of `.debug_line`.
 * DWARF Debugging Information Format, version 5, "Line Number Information"; versions 2 to 5.
 *
 * A program that makes no sense ends there; what was read before it stays.
 */
import { createByteReader, OutOfBounds } from '../memory/byte-reader'
import type { ElfImage } from '../memory/image'
import { createDwarfCursor, type DwarfCursor } from './dwarf-cursor'
import { readLineHeader, type LineHeader } from './line-header'

export interface SourceLine {
  readonly file: string
  readonly line: number
}

export interface LineTable {
  readonly rowCount: number
  at(address: bigint): SourceLine | undefined
}

interface Row {
  readonly address: bigint
  readonly file: string
  readonly line: number
  /** The first address behind a sequence of instructions: it belongs to no line. */
  readonly isEnd: boolean
}

/** A program costs at least a byte a row, so this is far above any honest file of the size that we open. */
const ROW_LIMIT = 2_000_000

export function readLineTable(image: ElfImage): LineTable {
  const contents = (name: string) =>
    image.sections.find((section) => section.name === name)?.bytes ?? new Uint8Array(0)
  const strings = {
    line: createByteReader(contents('.debug_line_str')),
    info: createByteReader(contents('.debug_str')),
  }
  const rows: Row[] = []
  const cursor = createDwarfCursor(contents('.debug_line'))
  try {
    while (cursor.position() < cursor.size && rows.length < ROW_LIMIT) {
      const header = readLineHeader(cursor, strings)
      runProgram(cursor, header, rows)
      cursor.seek(header.unitEnd)
    }
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
  }
  // An end and a beginning may share an address: the beginning is the one that counts.
  rows.sort((a, b) =>
    a.address === b.address ? Number(b.isEnd) - Number(a.isEnd) : a.address < b.address ? -1 : 1,
  )
  return { rowCount: rows.length, at: (address) => findRow(rows, address) }
}

function findRow(rows: readonly Row[], address: bigint): SourceLine | undefined {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    const here = rows[middle]
    if (here && here.address <= address) low = middle + 1
    else high = middle
  }
  const row = rows[low - 1]
  return row && !row.isEnd && row.line > 0 ? { file: row.file, line: row.line } : undefined
}

const STANDARD = {
  copy: 1,
  advancePc: 2,
  advanceLine: 3,
  setFile: 4,
  setColumn: 5,
  negateStatement: 6,
  setBasicBlock: 7,
  constAddPc: 8,
  fixedAdvancePc: 9,
} as const

const EXTENDED = { endSequence: 1, setAddress: 2 } as const

interface Registers {
  address: bigint
  file: number
  line: number
}

/** Address 0 is where the linker puts what it threw away. */
const isDiscarded = (start: bigint) => start === 0n

function runProgram(cursor: DwarfCursor, header: LineHeader, rows: Row[]): void {
  const fresh = (): Registers => ({ address: 0n, file: 1, line: 1 })
  let state = fresh()
  let sequenceStart: number | undefined

  const emit = (isEnd: boolean) => {
    sequenceStart ??= rows.length
    const file = header.files[state.file] ?? '?'
    rows.push({ address: state.address, file, line: state.line, isEnd })
  }

  const advance = (operation: number) => {
    const steps = BigInt(operation) * BigInt(header.minimumInstructionLength)
    state.address = BigInt.asUintN(64, state.address + steps)
  }

  function endSequence(): void {
    emit(true)
    const first = rows[sequenceStart ?? 0]
    if (first && isDiscarded(first.address)) rows.length = sequenceStart ?? 0
    state = fresh()
    sequenceStart = undefined
  }

  function extended(): void {
    const length = cursor.uleb('the length of an extended opcode')
    const next = cursor.position() + length
    const opcode = length > 0 ? cursor.u8('an extended opcode') : 0
    if (opcode === EXTENDED.endSequence) endSequence()
    if (opcode === EXTENDED.setAddress && length === 9) state.address = cursor.u64('an address')
    cursor.seek(next)
  }

  function standard(opcode: number): void {
    switch (opcode) {
      case STANDARD.copy:
        return emit(false)
      case STANDARD.advancePc:
        return advance(cursor.uleb('an address advance'))
      case STANDARD.advanceLine:
        state.line += cursor.sleb('a line advance')
        return
      case STANDARD.setFile:
        state.file = cursor.uleb('a file number')
        return
      case STANDARD.constAddPc:
        return advance(Math.floor((255 - header.opcodeBase) / header.lineRange))
      case STANDARD.fixedAdvancePc:
        state.address = BigInt.asUintN(64, state.address + BigInt(cursor.u16('an address advance')))
        return
      default: // Columns, statements and blocks do not matter here; unknown opcodes say how much to skip.
        for (let i = header.operandCounts[opcode] ?? 0; i > 0; i--) cursor.uleb('an operand')
    }
  }

  while (cursor.position() < header.unitEnd && rows.length < ROW_LIMIT) {
    const opcode = cursor.u8('an opcode')
    if (opcode >= header.opcodeBase) {
      const adjusted = opcode - header.opcodeBase
      advance(Math.floor(adjusted / header.lineRange))
      state.line += header.lineBase + (adjusted % header.lineRange)
      emit(false)
    } else if (opcode === 0) extended()
    else standard(opcode)
  }
}
