/**
 * Where a variable is while the program stands at an address: one expression, or one of a list.
 * DWARF version 5, "Location Lists" (`.debug_loclists`); version 4, "Location Lists" (`.debug_loc`).
 */
import { createByteReader } from '../../memory/byte-reader'
import type { Absence } from '../../../shared/models/debug'
import { linearAddress } from '../../../shared/units'
import { createDwarfCursor } from '../dwarf-cursor'
import type { Entry, Unit } from './entry'
import { evaluate, type ExpressionContext, type Location, type Piece } from './expression'
import { MalformedDwarf } from './malformed'
import { BASE_SELECTION, baseAddress, indexedAddress, listOffset } from './ranges'
import type { Place } from './values'

/** The expression that holds at `address`; nothing where the variable is in no place. */
export function expressionAt(
  entry: Entry,
  attribute: number,
  address: bigint,
): Uint8Array | undefined {
  const value = entry.value(attribute)
  switch (value?.kind) {
    case 'block':
      return value.bytes
    case 'section-offset':
      return entry.unit.header.version >= 5
        ? findIn5(entry.unit, value.offset, address)
        : findIn4(entry.unit, value.offset, address)
    case 'list-index':
      return findIn5(entry.unit, listOffset(entry.unit, '.debug_loclists', value.index), address)
    default:
      return undefined
  }
}

function findIn4(unit: Unit, offset: number, address: bigint): Uint8Array | undefined {
  const section = unit.sections('.debug_loc')
  const reader = createByteReader(section)
  const what = 'a location'
  let base = baseAddress(unit)
  for (let at = offset; ;) {
    unit.meter.spend(1)
    const start = reader.u64(at, what)
    const end = reader.u64(at + 8, what)
    at += 16
    if (start === 0n && end === 0n) return undefined
    if (start === BASE_SELECTION) {
      base = end
      continue
    }
    const length = reader.u16(at, what)
    const isHere = base + start <= address && address < base + end
    if (isHere) return reader.slice(at + 2, length, what)
    at += 2 + length
  }
}

/** DW_LLE_…: the kinds of entries. */
const LocationEntry = {
  endOfList: 0,
  baseAddressIndex: 1,
  startIndexEndIndex: 2,
  startIndexLength: 3,
  offsetPair: 4,
  defaultLocation: 5,
  baseAddress: 6,
  startEnd: 7,
  startLength: 8,
} as const

function findIn5(unit: Unit, offset: number, address: bigint): Uint8Array | undefined {
  const cursor = createDwarfCursor(unit.sections('.debug_loclists'))
  cursor.seek(offset)
  const what = 'a location'
  const indexed = () => indexedAddress(unit, cursor.uleb(what))
  let base = baseAddress(unit)
  let fallback: Uint8Array | undefined

  /** The operands of an entry that covers something: its bounds. */
  function bounds(kind: number): readonly [bigint, bigint] {
    switch (kind) {
      case LocationEntry.startIndexEndIndex:
        return [indexed(), indexed()]
      case LocationEntry.startIndexLength: {
        const start = indexed()
        return [start, start + cursor.uleb64(what)]
      }
      case LocationEntry.offsetPair:
        return [base + cursor.uleb64(what), base + cursor.uleb64(what)]
      case LocationEntry.startEnd:
        return [cursor.u64(what), cursor.u64(what)]
      case LocationEntry.startLength: {
        const start = cursor.u64(what)
        return [start, start + cursor.uleb64(what)]
      }
      default:
        throw new MalformedDwarf('a location list has an entry of an unknown kind')
    }
  }

  for (;;) {
    unit.meter.spend(1)
    const kind = cursor.u8(what)
    if (kind === LocationEntry.endOfList) return fallback
    if (kind === LocationEntry.baseAddressIndex) base = indexed()
    else if (kind === LocationEntry.baseAddress) base = cursor.u64(what)
    else if (kind === LocationEntry.defaultLocation)
      fallback = cursor.bytes(cursor.uleb(what), what)
    else {
      const [start, end] = bounds(kind)
      const expression = cursor.bytes(cursor.uleb(what), what)
      if (start <= address && address < end) return expression
    }
  }
}

/** What is put together of registers and constants is small. */
const ASSEMBLED_LIMIT = 4_096

/** Where the bytes of a value of `size` are, or why that is nowhere. Throws `NoPlace` and `MalformedDwarf`. */
export function placeOf(
  expression: Uint8Array,
  size: number,
  context: ExpressionContext,
): Place | Absence {
  if (expression.length === 0) return 'not-here'
  const pieces = evaluate(expression, context)
  const [only] = pieces
  if (pieces.length === 1 && only?.location.kind === 'memory') {
    return { kind: 'memory', address: only.location.address }
  }
  if (pieces.every(({ location }) => location.kind === 'nowhere')) return 'not-here'
  if (size > ASSEMBLED_LIMIT) return 'not-understood'
  const bytes = assemble(pieces, size, context)
  if (bytes.length === 0 && size > 0) {
    return only?.location.kind === 'register' ? 'register-lost' : 'not-here'
  }
  const isInRegister = pieces.length === 1 && only?.location.kind === 'register'
  return {
    kind: 'bytes',
    bytes,
    ...(isInRegister && { register: { number: only.location.number, offset: 0 } }),
  }
}

function assemble(pieces: readonly Piece[], size: number, context: ExpressionContext): Uint8Array {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    const length = Math.min(piece.size ?? size, size - at)
    const part = contents(piece.location, length, context)
    // A value of which a part is lost is not a value: cut there, its reader says so.
    if (!part || part.length < length) return bytes.subarray(0, at)
    bytes.set(part, at)
    at += length
  }
  return bytes.subarray(0, at)
}

function contents(
  location: Location,
  length: number,
  context: ExpressionContext,
): Uint8Array | undefined {
  switch (location.kind) {
    case 'memory':
      return context.readMemory(linearAddress(location.address), length)
    case 'register':
      return wordBytes(context.register(location.number), length)
    case 'value':
      return wordBytes(location.value, length)
    case 'bytes':
      return location.bytes.subarray(0, length)
    case 'nowhere':
      return undefined
  }
}

function wordBytes(value: bigint | undefined, length: number): Uint8Array | undefined {
  if (value === undefined) return undefined
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value, true)
  return bytes.subarray(0, length)
}
