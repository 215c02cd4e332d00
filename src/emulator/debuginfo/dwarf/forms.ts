/**
 * How an attribute's value is written: one reader and one length for each form.
 * DWARF version 5, "Classes and Forms". In the 32-bit format an offset takes four bytes; an address takes eight.
 */
import type { DwarfCursor } from '../dwarf-cursor'
import { MalformedDwarf } from './malformed'
import { Form } from './names'

/** A value as the entry holds it. An index stands for what the unit's tables say. */
export type AttributeValue =
  | { readonly kind: 'constant'; readonly value: bigint; readonly isSigned: boolean }
  | { readonly kind: 'address'; readonly value: bigint }
  | { readonly kind: 'address-index'; readonly index: number }
  | { readonly kind: 'flag'; readonly isSet: boolean }
  | { readonly kind: 'block'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'string-offset'
      readonly section: '.debug_str' | '.debug_line_str'
      readonly offset: number
    }
  | { readonly kind: 'string-index'; readonly index: number }
  /** From the beginning of the unit, or of `.debug_info`. */
  | { readonly kind: 'reference'; readonly offset: number; readonly isInUnit: boolean }
  | { readonly kind: 'section-offset'; readonly offset: number }
  | { readonly kind: 'list-index'; readonly index: number }
  /** In a file that we do not have. */
  | { readonly kind: 'elsewhere' }

const FIXED_SIZES: Readonly<Record<number, number>> = {
  [Form.address]: 8,
  [Form.data1]: 1,
  [Form.data2]: 2,
  [Form.data4]: 4,
  [Form.data8]: 8,
  [Form.data16]: 16,
  [Form.flag]: 1,
  [Form.flagPresent]: 0,
  [Form.implicitConstant]: 0,
  [Form.stringPointer]: 4,
  [Form.lineStringPointer]: 4,
  [Form.stringSupplement]: 4,
  [Form.sectionOffset]: 4,
  [Form.reference1]: 1,
  [Form.reference2]: 2,
  [Form.reference4]: 4,
  [Form.reference8]: 8,
  [Form.referenceAddress]: 4,
  [Form.referenceSignature]: 8,
  [Form.referenceSupplement4]: 4,
  [Form.referenceSupplement8]: 8,
  [Form.stringIndex1]: 1,
  [Form.stringIndex2]: 2,
  [Form.stringIndex3]: 3,
  [Form.stringIndex4]: 4,
  [Form.addressIndex1]: 1,
  [Form.addressIndex2]: 2,
  [Form.addressIndex3]: 3,
  [Form.addressIndex4]: 4,
}

export const fixedFormSize = (form: number): number | undefined => FIXED_SIZES[form]

const what = 'an attribute'

export function skipForm(cursor: DwarfCursor, form: number): void {
  const size = FIXED_SIZES[form]
  if (size !== undefined) return cursor.skip(size, what)
  switch (form) {
    case Form.string:
      return cursor.skipText(what)
    case Form.signedData:
    case Form.unsignedData:
    case Form.referenceUnsigned:
    case Form.stringIndex:
    case Form.addressIndex:
    case Form.locationListIndex:
    case Form.rangeListIndex:
      return cursor.skipLeb(what)
    default:
      cursor.skip(blockLength(cursor, form), what)
  }
}

function blockLength(cursor: DwarfCursor, form: number): number {
  switch (form) {
    case Form.block1:
      return cursor.u8(what)
    case Form.block2:
      return cursor.u16(what)
    case Form.block4:
      return cursor.u32(what)
    case Form.block:
    case Form.expression:
      return cursor.uleb(what)
    default: // DW_FORM_indirect is among these: no compiler writes it.
      throw new MalformedDwarf(`an attribute has the unknown form ${form}`)
  }
}

const u24 = (cursor: DwarfCursor) => cursor.u16(what) | (cursor.u8(what) << 16)

const unsigned = (value: bigint | number): AttributeValue => ({
  kind: 'constant',
  value: BigInt(value),
  isSigned: false,
})
const signed = (value: bigint): AttributeValue => ({ kind: 'constant', value, isSigned: true })
const inUnit = (offset: number): AttributeValue => ({ kind: 'reference', offset, isInUnit: true })
const text = (section: '.debug_str' | '.debug_line_str', offset: number): AttributeValue => ({
  kind: 'string-offset',
  section,
  offset,
})

type Reader = (cursor: DwarfCursor) => AttributeValue

const stringIndex =
  (read: (cursor: DwarfCursor) => number): Reader =>
  (cursor) => ({ kind: 'string-index', index: read(cursor) })
const addressIndex =
  (read: (cursor: DwarfCursor) => number): Reader =>
  (cursor) => ({ kind: 'address-index', index: read(cursor) })
const listIndex: Reader = (cursor) => ({ kind: 'list-index', index: cursor.uleb(what) })
const elsewhere =
  (size: number): Reader =>
  (cursor) => {
    cursor.skip(size, what)
    return { kind: 'elsewhere' }
  }

const READERS: Readonly<Record<number, Reader>> = {
  [Form.address]: (cursor) => ({ kind: 'address', value: cursor.u64(what) }),
  [Form.data1]: (cursor) => unsigned(cursor.u8(what)),
  [Form.data2]: (cursor) => unsigned(cursor.u16(what)),
  [Form.data4]: (cursor) => unsigned(cursor.u32(what)),
  [Form.data8]: (cursor) => unsigned(cursor.u64(what)),
  [Form.data16]: (cursor) => ({ kind: 'block', bytes: cursor.bytes(16, what) }),
  [Form.signedData]: (cursor) => signed(cursor.sleb64(what)),
  [Form.unsignedData]: (cursor) => unsigned(cursor.uleb64(what)),
  [Form.flag]: (cursor) => ({ kind: 'flag', isSet: cursor.u8(what) !== 0 }),
  [Form.flagPresent]: () => ({ kind: 'flag', isSet: true }),
  [Form.string]: (cursor) => ({ kind: 'text', text: cursor.text(what) }),
  [Form.stringPointer]: (cursor) => text('.debug_str', cursor.u32(what)),
  [Form.lineStringPointer]: (cursor) => text('.debug_line_str', cursor.u32(what)),
  [Form.stringSupplement]: elsewhere(4),
  [Form.sectionOffset]: (cursor) => ({ kind: 'section-offset', offset: cursor.u32(what) }),
  [Form.reference1]: (cursor) => inUnit(cursor.u8(what)),
  [Form.reference2]: (cursor) => inUnit(cursor.u16(what)),
  [Form.reference4]: (cursor) => inUnit(cursor.u32(what)),
  [Form.reference8]: (cursor) => inUnit(Number(cursor.u64(what))),
  [Form.referenceUnsigned]: (cursor) => inUnit(cursor.uleb(what)),
  [Form.referenceAddress]: (cursor) => ({
    kind: 'reference',
    offset: cursor.u32(what),
    isInUnit: false,
  }),
  [Form.referenceSignature]: elsewhere(8),
  [Form.referenceSupplement4]: elsewhere(4),
  [Form.referenceSupplement8]: elsewhere(8),
  [Form.stringIndex]: stringIndex((cursor) => cursor.uleb(what)),
  [Form.stringIndex1]: stringIndex((cursor) => cursor.u8(what)),
  [Form.stringIndex2]: stringIndex((cursor) => cursor.u16(what)),
  [Form.stringIndex3]: stringIndex(u24),
  [Form.stringIndex4]: stringIndex((cursor) => cursor.u32(what)),
  [Form.addressIndex]: addressIndex((cursor) => cursor.uleb(what)),
  [Form.addressIndex1]: addressIndex((cursor) => cursor.u8(what)),
  [Form.addressIndex2]: addressIndex((cursor) => cursor.u16(what)),
  [Form.addressIndex3]: addressIndex(u24),
  [Form.addressIndex4]: addressIndex((cursor) => cursor.u32(what)),
  [Form.locationListIndex]: listIndex,
  [Form.rangeListIndex]: listIndex,
}

/** `constant` is what the abbreviation itself holds, for the form that has no bytes. */
export function readForm(cursor: DwarfCursor, form: number, constant: bigint): AttributeValue {
  if (form === Form.implicitConstant) return signed(constant)
  const read = READERS[form]
  if (read) return read(cursor)
  return { kind: 'block', bytes: cursor.bytes(blockLength(cursor, form), what) }
}
