/**
 * Finds the compiler's unwind information for an address: `.debug_frame` and `.eh_frame`.
 * DWARF version 5, "Call Frame Information"; System V ABI, AMD64 supplement, "EH_FRAME sections".
 */
import { OutOfBounds } from '../../memory/byte-reader'
import { createDwarfCursor, type DwarfCursor } from '../dwarf-cursor'
import { MalformedDwarf, type Meter } from './malformed'
import { lastBefore } from './program'
import type { DebugSections } from './sections'

/** What functions compiled together have in common. */
export interface CommonInformation {
  readonly codeAlignment: number
  readonly dataAlignment: number
  readonly returnRegister: number
  readonly instructions: Uint8Array
  /** How `.eh_frame` writes addresses. */
  readonly pointerEncoding: number
  readonly hasAugmentationData: boolean
}

export interface FunctionInformation {
  readonly start: bigint
  readonly end: bigint
  readonly common: CommonInformation
  readonly instructions: Uint8Array
}

export interface CallFrames {
  at(address: bigint): FunctionInformation | undefined
}

const FUNCTION_LIMIT = 500_000

export function createCallFrames(
  sections: DebugSections,
  ehFrameAddress: bigint,
  meter: Meter,
): CallFrames {
  let known: readonly FunctionInformation[] | undefined

  function readAll(): readonly FunctionInformation[] {
    const found: FunctionInformation[] = []
    readSection({ bytes: sections('.debug_frame') }, meter, found)
    readSection({ bytes: sections('.eh_frame'), address: ehFrameAddress }, meter, found)
    return found.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  }

  return {
    at(address) {
      known ??= readAll()
      const found = lastBefore(known, (candidate) => candidate.start <= address)
      return found && address < found.end ? found : undefined
    },
  }
}

interface FrameSection {
  readonly bytes: Uint8Array
  /** Where it is loaded: for `.eh_frame` alone, whose addresses are relative to their own place. */
  readonly address?: bigint
}

/** What makes no sense ends the section; what was read before it stays. */
function readSection(section: FrameSection, meter: Meter, found: FunctionInformation[]): void {
  const cursor = createDwarfCursor(section.bytes)
  const commons = new Map<number, CommonInformation>()
  try {
    while (cursor.position() < cursor.size && found.length < FUNCTION_LIMIT) {
      meter.spend(1)
      const start = cursor.position()
      const length = cursor.u32('the length of frame information')
      if (length === 0) continue
      const end = start + 4 + length
      readRecord(section, cursor, start, end, commons, found)
      cursor.seek(end)
    }
  } catch (error) {
    if (!(error instanceof MalformedDwarf || error instanceof OutOfBounds)) throw error
  }
}

const COMMON_IN_DEBUG_FRAME = 0xffff_ffff
const COMMON_IN_EH_FRAME = 0

function readRecord(
  section: FrameSection,
  cursor: DwarfCursor,
  start: number,
  end: number,
  commons: Map<number, CommonInformation>,
  found: FunctionInformation[],
): void {
  const isEh = section.address !== undefined
  const idPlace = cursor.position()
  const id = cursor.u32('frame information')
  if (id === (isEh ? COMMON_IN_EH_FRAME : COMMON_IN_DEBUG_FRAME)) {
    commons.set(start, readCommon(cursor, end))
    return
  }
  const common = commons.get(isEh ? idPlace - id : id)
  if (!common) return
  const encoding = isEh ? common.pointerEncoding : ABSOLUTE
  const from = readPointer(cursor, encoding, section.address)
  const size = readPointer(cursor, encoding & FORMAT, undefined)
  if (common.hasAugmentationData) cursor.skip(cursor.uleb('augmentation'), 'augmentation')
  const to = from + size
  // 0 is where the linker puts the functions that it threw away.
  if (from > 1n && from < to && to < 1n << 64n) {
    const instructions = cursor.bytes(end - cursor.position(), 'frame instructions')
    found.push({ start: from, end: to, common, instructions })
  }
}

function readCommon(cursor: DwarfCursor, end: number): CommonInformation {
  const what = 'common frame information'
  const version = cursor.u8(what)
  const augmentation = cursor.text(what)
  if (version >= 4) cursor.skip(2, what) // sizes of addresses and of segment selectors
  const codeAlignment = cursor.uleb(what)
  const dataAlignment = cursor.sleb(what)
  const returnRegister = version === 1 ? cursor.u8(what) : cursor.uleb(what)
  const hasAugmentationData = augmentation.startsWith('z')
  let pointerEncoding = ABSOLUTE
  if (hasAugmentationData) {
    const length = cursor.uleb(what)
    const behind = cursor.position() + length
    for (const letter of augmentation.slice(1)) {
      if (letter === 'R') pointerEncoding = cursor.u8(what)
      else if (letter === 'L') cursor.skip(1, what)
      else if (letter === 'P') readPointer(cursor, cursor.u8(what), 0n)
    }
    cursor.seek(behind)
  }
  const instructions = cursor.bytes(end - cursor.position(), what)
  return {
    codeAlignment,
    dataAlignment,
    returnRegister,
    instructions,
    pointerEncoding,
    hasAugmentationData,
  }
}

/** DW_EH_PE_…: the low half says how many bytes, the high half what they are relative to. */
const ABSOLUTE = 0x00
const FORMAT = 0x0f
const RELATIVE_TO_PLACE = 0x10
const FORMATS: Readonly<Record<number, (cursor: DwarfCursor) => bigint>> = {
  0x00: (cursor) => cursor.u64('an address'),
  0x02: (cursor) => BigInt(cursor.u16('an address')),
  0x03: (cursor) => BigInt(cursor.u32('an address')),
  0x04: (cursor) => cursor.u64('an address'),
  0x0a: (cursor) => BigInt.asIntN(16, BigInt(cursor.u16('an address'))),
  0x0b: (cursor) => BigInt.asIntN(32, BigInt(cursor.u32('an address'))),
  0x0c: (cursor) => BigInt.asIntN(64, cursor.u64('an address')),
}

function readPointer(cursor: DwarfCursor, encoding: number, section: bigint | undefined): bigint {
  const place = (section ?? 0n) + BigInt(cursor.position())
  const read = FORMATS[encoding & FORMAT]
  const relation = encoding & 0x70
  if (!read || (relation !== 0 && relation !== RELATIVE_TO_PLACE)) {
    throw new MalformedDwarf(`an address has the unknown encoding ${encoding}`)
  }
  const value = read(cursor)
  return BigInt.asUintN(64, relation === RELATIVE_TO_PLACE ? place + value : value)
}
