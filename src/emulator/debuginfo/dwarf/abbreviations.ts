/**
 * The shapes that a unit's entries have: their tag, and which attributes follow in which form.
 * DWARF version 5, "Abbreviations Tables".
 */
import { createDwarfCursor } from '../dwarf-cursor'
import { fixedFormSize } from './forms'
import { MalformedDwarf, type Meter } from './malformed'
import { Form } from './names'

export interface AttributeShape {
  readonly attribute: number
  readonly form: number
  /** The value itself, for the one form that keeps it here. */
  readonly constant: bigint
}

export interface Abbreviation {
  readonly tag: number
  readonly hasChildren: boolean
  readonly attributes: readonly AttributeShape[]
  /** Bytes that all attributes take, where that does not depend on the entry. */
  readonly fixedSize: number | undefined
}

export type Abbreviations = ReadonlyMap<number, Abbreviation>

/** Compilers write about twenty. */
const ATTRIBUTE_LIMIT = 256

export function readAbbreviations(bytes: Uint8Array, offset: number, meter: Meter): Abbreviations {
  const cursor = createDwarfCursor(bytes)
  cursor.seek(offset)
  const table = new Map<number, Abbreviation>()
  for (;;) {
    const code = cursor.uleb('an abbreviation code')
    if (code === 0) return table
    meter.spend(1)
    const tag = cursor.uleb('a tag')
    const hasChildren = cursor.u8('whether an entry has children') !== 0
    const attributes: AttributeShape[] = []
    for (;;) {
      const attribute = cursor.uleb('an attribute')
      const form = cursor.uleb('a form')
      const constant = form === Form.implicitConstant ? cursor.sleb64('a constant') : 0n
      if (attribute === 0 && form === 0) break
      attributes.push({ attribute, form, constant })
      if (attributes.length > ATTRIBUTE_LIMIT) throw new MalformedDwarf('too many attributes')
    }
    meter.spend(attributes.length)
    table.set(code, { tag, hasChildren, attributes, fixedSize: sizeOf(attributes) })
  }
}

function sizeOf(attributes: readonly AttributeShape[]): number | undefined {
  let total = 0
  for (const { form } of attributes) {
    const size = fixedFormSize(form)
    if (size === undefined) return undefined
    total += size
  }
  return total
}
