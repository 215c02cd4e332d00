/**
 * Source files by the numbers that entries use for them, and lines with the folder that they are relative to.
 * DWARF version 5, "Line Table Information" of a unit, and "Declaration Coordinates".
 */
import type { SourceLocation } from '../../../shared/models/debug'
import { createDwarfCursor } from '../dwarf-cursor'
import { readLineHeader } from '../line-header'
import type { LineTable } from '../line-table'
import type { Unit } from './entry'
import { Attribute } from './names'
import type { Program } from './program'

export interface Sources {
  at(address: bigint): SourceLocation | undefined
  /** What an entry of `unit` means by a file's number. */
  location(unit: Unit, file: number, line: number, column: number): SourceLocation | undefined
}

export function createSources(program: Program, lines: LineTable): Sources {
  const files = new Map<Unit, readonly string[]>()

  function filesOf(unit: Unit): readonly string[] {
    const known = files.get(unit) ?? program.meter.answer<readonly string[]>([], () => read(unit))
    files.set(unit, known)
    return known
  }

  const directoryOf = (unit: Unit | undefined): string =>
    (unit && program.meter.answer(undefined, () => directory(unit))) ?? ''

  return {
    at(address) {
      const line = lines.at(address)
      if (!line || line.directory !== undefined) return line
      const folder = directoryOf(program.unitAt(address))
      return folder ? { ...line, directory: folder } : line
    },
    location(unit, file, line, column) {
      const path = filesOf(unit)[file]
      if (path === undefined || line === 0) return undefined
      const folder = directoryOf(unit)
      return {
        file: path,
        line,
        ...(column > 0 && { column }),
        ...(folder && { directory: folder }),
      }
    },
  }
}

const directory = (unit: Unit) => unit.root().text(Attribute.compilationDirectory)

function read(unit: Unit): readonly string[] {
  const program = unit.root().value(Attribute.statementList)
  if (program?.kind !== 'section-offset') return []
  const cursor = createDwarfCursor(unit.sections('.debug_line'))
  cursor.seek(program.offset)
  return readLineHeader(cursor, unit.sections, unit.meter).files
}
