/**
 * Runs line number programs: the little machines that unfold into rows of address, file, line and column.
 * DWARF Debugging Information Format, version 5, "Line Number Information"; versions 2 to 5.
 *
 * A program that makes no sense ends there; what was read before it stays.
 */
import { createDwarfCursor, type DwarfCursor } from './dwarf-cursor'
import { createMeter } from './dwarf/malformed'
import type { DebugSections } from './dwarf/sections'
import { readLineHeader, type LineHeader } from './line-header'
import { createRowStore, type LineSequence, type RowStore } from './line-rows'

export interface LinePrograms {
  readonly rows: RowStore
  /** By ascending first address. */
  readonly sequences: readonly LineSequence[]
}

/** A program costs at least a byte a row, so this is far above any honest file of the size that we open. */
const ROW_LIMIT = 4_000_000

export function readLinePrograms(sections: DebugSections): LinePrograms {
  const rows = createRowStore()
  const sequences: LineSequence[] = []
  const cursor = createDwarfCursor(sections('.debug_line'))
  const meter = createMeter()
  const isDone = () => cursor.position() >= cursor.size || rows.count() >= ROW_LIMIT
  meter.answer(undefined, () => {
    while (!isDone()) {
      const header = readLineHeader(cursor, sections, meter)
      runProgram(cursor, header, rows, sequences)
      cursor.seek(header.unitEnd)
    }
  })
  sequences.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  return { rows, sequences }
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
  setPrologueEnd: 10,
} as const

const EXTENDED = { endSequence: 1, setAddress: 2 } as const

/** Where the linker puts what it threw away. */
const isDiscarded = (start: bigint) => start <= 1n || start >= 0xffff_ffff_ffff_fffen

function runProgram(
  cursor: DwarfCursor,
  header: LineHeader,
  rows: RowStore,
  sequences: LineSequence[],
): void {
  const files = rows.addFiles(header.files, header.directory)
  // Addresses count from the sequence's start, so that they are small numbers.
  let start = 0n
  let offset = 0
  let file = 1
  let line = 1
  let column = 0
  let isStatement = header.isStatementByDefault
  let isPrologueEnd = false
  let first = rows.count()

  function emit(): void {
    rows.add({ offset, file: files + file, line, column, isStatement, isPrologueEnd })
    isPrologueEnd = false
  }

  const advance = (operation: number) => {
    offset += operation * header.minimumInstructionLength
  }

  function endSequence(): void {
    const count = rows.count() - first
    if (count === 0 || isDiscarded(start)) rows.truncate(first)
    else {
      rows.sort(first, count)
      sequences.push({ start, size: offset, first, count })
    }
    start = 0n
    offset = 0
    file = 1
    line = 1
    column = 0
    isStatement = header.isStatementByDefault
    isPrologueEnd = false
    first = rows.count()
  }

  /** In the middle of a sequence it only moves on; what moves back is out of order, and sorted in at the end. */
  function setAddress(address: bigint): void {
    if (rows.count() === first) {
      start = address
      offset = 0
    } else offset = Number(BigInt.asIntN(53, address - start))
  }

  function extended(): void {
    const length = cursor.uleb('the length of an extended opcode')
    const next = cursor.position() + length
    const opcode = length > 0 ? cursor.u8('an extended opcode') : 0
    if (opcode === EXTENDED.endSequence) endSequence()
    if (opcode === EXTENDED.setAddress && length === 9) setAddress(cursor.u64('an address'))
    cursor.seek(next)
  }

  function standard(opcode: number): void {
    switch (opcode) {
      case STANDARD.copy:
        return emit()
      case STANDARD.advancePc:
        return advance(cursor.uleb('an address advance'))
      case STANDARD.advanceLine:
        line += cursor.sleb('a line advance')
        return
      case STANDARD.setFile:
        file = cursor.uleb('a file number')
        return
      case STANDARD.setColumn:
        column = cursor.uleb('a column')
        return
      case STANDARD.negateStatement:
        isStatement = !isStatement
        return
      case STANDARD.setBasicBlock:
        return
      case STANDARD.constAddPc:
        return advance(Math.floor((255 - header.opcodeBase) / header.lineRange))
      case STANDARD.fixedAdvancePc:
        offset += cursor.u16('an address advance')
        return
      case STANDARD.setPrologueEnd:
        isPrologueEnd = true
        return
      default: // What else there is does not matter here, and says how much to skip.
        for (let i = header.operandCounts[opcode] ?? 0; i > 0; i--) cursor.uleb('an operand')
    }
  }

  while (cursor.position() < header.unitEnd && rows.count() < ROW_LIMIT) {
    const opcode = cursor.u8('an opcode')
    if (opcode >= header.opcodeBase) {
      const adjusted = opcode - header.opcodeBase
      advance(Math.floor(adjusted / header.lineRange))
      line += header.lineBase + (adjusted % header.lineRange)
      emit()
    } else if (opcode === 0) extended()
    else standard(opcode)
  }
  rows.truncate(first)
}
