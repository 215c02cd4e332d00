/**
 * The header of a line number program: how its opcodes count, and the files that it speaks of.
 * DWARF version 5, "The Line Number Program Header"; version 4 has the file table as plain strings.
 */
import { OutOfBounds } from '../memory/byte-reader'
import type { DwarfCursor } from './dwarf-cursor'
import { MalformedDwarf, type Meter } from './dwarf/malformed'
import type { DebugSections } from './dwarf/sections'
import { LONGEST_TEXT, readText } from './dwarf/strings'

export interface LineHeader {
  /** Where the next unit begins. */
  readonly unitEnd: number
  readonly minimumInstructionLength: number
  readonly lineBase: number
  readonly lineRange: number
  readonly opcodeBase: number
  /** How many operands each standard opcode has, by opcode. */
  readonly operandCounts: readonly number[]
  readonly isStatementByDefault: boolean
  /** Paths by file number. */
  readonly files: readonly string[]
  /** Where the compiler ran, for paths that are not absolute; empty before version 5, which is the first to say it here. */
  readonly directory: string
}

/** Where the paths are that a table of files refers to. */
interface PathSource {
  readonly sections: DebugSections
  readonly meter: Meter
}

const DWARF_64 = 0xffff_ffff
const TABLE_LIMIT = 100_000

export function readLineHeader(
  cursor: DwarfCursor,
  sections: DebugSections,
  meter: Meter,
): LineHeader {
  let length = cursor.u32('the length of a line program')
  const is64 = length === DWARF_64
  if (is64) length = Number(cursor.u64('the length of a line program'))
  const unitEnd = cursor.position() + length
  if (unitEnd > cursor.size)
    throw new OutOfBounds('the end of a line program', unitEnd, cursor.size)

  const version = cursor.u16('the version of a line program')
  if (version < 2 || version > 5) throw new OutOfBounds(`DWARF ${version}`, 0, cursor.size)
  if (version >= 5) cursor.skip(2, 'address sizes')
  const headerLength = is64 ? Number(cursor.u64('a header length')) : cursor.u32('a header length')
  const programStart = cursor.position() + headerLength

  const minimumInstructionLength = cursor.u8('an instruction length')
  if (version >= 4) cursor.skip(1, 'operations per instruction')
  const isStatementByDefault = cursor.u8('the default of is_stmt') !== 0
  const lineBase = cursor.i8('a line base')
  const lineRange = Math.max(1, cursor.u8('a line range'))
  const opcodeBase = cursor.u8('an opcode base')
  const operandCounts = [0]
  for (let opcode = 1; opcode < opcodeBase; opcode++)
    operandCounts.push(cursor.u8('operand counts'))

  const { files, directory } =
    version >= 5
      ? readTables5(cursor, is64, { sections, meter })
      : { files: readTables4(cursor, meter), directory: '' }
  cursor.seek(programStart)
  return {
    unitEnd,
    minimumInstructionLength,
    lineBase,
    lineRange,
    opcodeBase,
    operandCounts,
    isStatementByDefault,
    files,
    directory,
  }
}

/** Many files may share one long directory: the length counts each time. */
function joinPath(directory: string | undefined, name: string, meter: Meter): string {
  const path = !directory || name.startsWith('/') ? name : `${directory}/${name}`
  if (path.length > LONGEST_TEXT) throw new MalformedDwarf('a path is too long')
  meter.spend(path.length / BYTES_PER_STEP)
  return path
}

const BYTES_PER_STEP = 16

/** Directories and files are numbered from 1; directory 0 is where the compiler ran. */
function readTables4(cursor: DwarfCursor, meter: Meter): string[] {
  const directories = ['']
  for (let name = cursor.text('a directory'); name; name = cursor.text('a directory')) {
    directories.push(name)
  }
  const files = ['?']
  for (let name = cursor.text('a file'); name; name = cursor.text('a file')) {
    const directory = cursor.uleb('a directory number')
    cursor.uleb('a modification time')
    cursor.uleb('a file length')
    files.push(joinPath(directories[directory], name, meter))
  }
  return files
}

const CONTENT = { path: 1, directory: 2 } as const

/** Both tables say first which fields, in which forms, their entries have. */
function readTables5(
  cursor: DwarfCursor,
  is64: boolean,
  source: PathSource,
): { files: string[]; directory: string } {
  const directories = readTable5(cursor, is64, source)
  const entries = readTable5(cursor, is64, source)
  const root = directories[0]?.path ?? ''
  const files = entries.map(({ path, directory }) => {
    const parent = directories[directory]?.path
    return joinPath(parent === root ? '' : parent, path, source.meter)
  })
  return { files, directory: root }
}

interface Entry5 {
  readonly path: string
  readonly directory: number
}

function readTable5(cursor: DwarfCursor, is64: boolean, source: PathSource): Entry5[] {
  const formatCount = cursor.u8('a format count')
  const formats = Array.from({ length: formatCount }, () => ({
    content: cursor.uleb('a content type'),
    form: cursor.uleb('a form'),
  }))
  const count = cursor.uleb('an entry count')
  // Without fields an entry takes no bytes, and there could be any number of them.
  if (count > 0 && formatCount === 0) throw new MalformedDwarf('a table of files has no fields')
  if (count > TABLE_LIMIT) throw new OutOfBounds('a table of files', count, cursor.size)
  return Array.from({ length: count }, () => {
    let path = ''
    let directory = 0
    for (const { content, form } of formats) {
      const value = readForm(cursor, form, is64, source)
      if (content === CONTENT.path && typeof value === 'string') path = value
      if (content === CONTENT.directory && typeof value === 'number') directory = value
    }
    return { path, directory }
  })
}

/** The forms that the standard allows here. */
function readForm(
  cursor: DwarfCursor,
  form: number,
  is64: boolean,
  source: PathSource,
): string | number {
  const offset = () => (is64 ? Number(cursor.u64('an offset')) : cursor.u32('an offset'))
  switch (form) {
    case 0x08: // DW_FORM_string
      return cursor.text('a path')
    case 0x1f: // DW_FORM_line_strp
      return readText(source.sections('.debug_line_str'), offset(), source.meter)
    case 0x0e: // DW_FORM_strp
      return readText(source.sections('.debug_str'), offset(), source.meter)
    case 0x0b: // DW_FORM_data1
      return cursor.u8('a number')
    case 0x05: // DW_FORM_data2
      return cursor.u16('a number')
    case 0x06: // DW_FORM_data4
      return cursor.u32('a number')
    case 0x0f: // DW_FORM_udata
      return cursor.uleb('a number')
    case 0x1e: // DW_FORM_data16: an MD5 digest
      cursor.skip(16, 'a digest')
      return 0
    case 0x09: // DW_FORM_block
      cursor.skip(cursor.uleb('a block length'), 'a block')
      return 0
    default:
      throw new OutOfBounds(`form ${form}`, cursor.position(), cursor.size)
  }
}
