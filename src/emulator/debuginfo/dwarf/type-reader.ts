/**
 * Describes the types of the program.
 * DWARF version 5, "Type Entries" and "Variant Entries": how Rust describes its enums.
 *
 * Types refer to each other by entry and are described when first asked for: they may go round in circles.
 */
import { littleEndianNumber } from '../../../shared/little-endian'
import type { Entry } from './entry'
import { qualifiedName } from './functions'
import { Attribute, Encoding, Tag } from './names'
import type { ChoiceType, Member, RecordType, ScalarType, Type } from './type-kinds'

export interface Types {
  describe(entry: Entry): Type
}

export function createTypes(): Types {
  const known = new Map<number, Type>()
  return {
    describe(entry) {
      const type = known.get(entry.offset) ?? describe(entry)
      known.set(entry.offset, type)
      return type
    },
  }
}

const WRAPPERS: readonly number[] = [Tag.typedef, Tag.constType, Tag.volatileType]
const WRAPPER_LIMIT = 32

/** Typedefs and qualifiers do not change what a value looks like. */
function unwrap(entry: Entry): Entry {
  let here = entry
  for (let depth = 0; WRAPPERS.includes(here.tag) && depth < WRAPPER_LIMIT; depth++) {
    const inner = here.reference(Attribute.type)
    if (!inner) break
    here = inner
  }
  return here
}

function describe(given: Entry): Type {
  const entry = unwrap(given)
  const name = qualifiedName(entry) ?? '_'
  const size = entry.number(Attribute.byteSize) ?? 0
  switch (entry.tag) {
    case Tag.baseType:
      return scalar(entry, name, size)
    case Tag.pointerType:
    case Tag.referenceType:
      return pointer(entry, name)
    case Tag.arrayType:
      return array(entry)
    case Tag.structureType:
      return choice(entry, name, size) ?? record(entry, name, size, 'record')
    case Tag.unionType:
      return record(entry, name, size, 'union')
    case Tag.enumerationType:
      return { kind: 'enumeration', name, size, names: enumerators(entry) }
    default:
      return { kind: 'opaque', name, size }
  }
}

const SCALARS: Readonly<Record<number, ScalarType['kind']>> = {
  [Encoding.boolean]: 'bool',
  [Encoding.float]: 'float',
  [Encoding.signed]: 'signed',
  [Encoding.signedCharacter]: 'signed',
  [Encoding.unsigned]: 'unsigned',
  [Encoding.unsignedCharacter]: 'unsigned',
  [Encoding.character]: 'char',
}

const WIDEST_SCALAR = 16

function scalar(entry: Entry, name: string, size: number): Type {
  const kind = SCALARS[entry.number(Attribute.encoding) ?? 0]
  // `()` and `!` are base types of no size.
  return kind && size > 0 && size <= WIDEST_SCALAR
    ? { kind, name, size }
    : { kind: 'opaque', name, size }
}

function pointer(entry: Entry, name: string): Type {
  const target = entry.reference(Attribute.type)
  if (target && unwrap(target).tag === Tag.subroutineType) {
    return { kind: 'function-pointer', name, size: 8 }
  }
  return { kind: 'pointer', name, size: 8, target }
}

function array(entry: Entry): Type {
  const element = entry.reference(Attribute.type)
  if (!element) return { kind: 'opaque', name: '[_]', size: 0 }
  const count = elementCount(entry)
  const name = `[${typeName(element)}; ${count}]`
  return { kind: 'array', name, size: sizeOf(element) * count, element, count }
}

/** An array does not say its own size. */
function sizeOf(entry: Entry, depth = 0): number {
  const inner = unwrap(entry)
  const size = inner.number(Attribute.byteSize)
  if (size !== undefined) return size
  if (inner.tag === Tag.pointerType || inner.tag === Tag.referenceType) return 8
  const element = inner.reference(Attribute.type)
  if (inner.tag !== Tag.arrayType || !element || depth > NAME_DEPTH) return 0
  return sizeOf(element, depth + 1) * elementCount(inner)
}

function elementCount(entry: Entry): number {
  const range = entry.children().find(({ tag }) => tag === Tag.subrangeType)
  const upper = range?.number(Attribute.upperBound)
  return range?.number(Attribute.count) ?? (upper === undefined ? 0 : upper + 1)
}

const NAME_DEPTH = 16

/** The name of a type without describing it; arrays have none of their own. */
export function typeName(entry: Entry, depth = 0): string {
  const inner = unwrap(entry)
  const name = qualifiedName(inner)
  if (name !== undefined) return name
  const element = inner.reference(Attribute.type)
  return inner.tag === Tag.arrayType && element && depth < NAME_DEPTH
    ? `[${typeName(element, depth + 1)}; ${elementCount(inner)}]`
    : '_'
}

function member(entry: Entry): Member | undefined {
  const type = entry.reference(Attribute.type)
  if (!type) return undefined
  return {
    name: entry.text(Attribute.name) ?? '_',
    offset: entry.number(Attribute.dataMemberLocation) ?? 0,
    type,
  }
}

const isMember = (found: Member | undefined): found is Member => found !== undefined

function record(entry: Entry, name: string, size: number, kind: 'record' | 'union'): RecordType {
  const children = entry.children()
  const members = children.filter(({ tag }) => tag === Tag.member).map(member)
  const parameters = new Map<string, Entry>()
  for (const child of children) {
    if (child.tag !== Tag.templateTypeParameter) continue
    const parameter = child.text(Attribute.name)
    const type = child.reference(Attribute.type)
    if (parameter !== undefined && type) parameters.set(parameter, type)
  }
  return { kind, name, size, members: members.filter(isMember), parameters }
}

/** A structure whose only content is a variant part. */
function choice(entry: Entry, name: string, size: number): ChoiceType | undefined {
  const part = entry.children().find(({ tag }) => tag === Tag.variantPart)
  if (!part) return undefined
  const discriminant = part.reference(Attribute.discriminant)
  const variants = part
    .children()
    .filter(({ tag }) => tag === Tag.variant)
    .flatMap((variant) => {
      const content = variant.children().find(({ tag }) => tag === Tag.member)
      const found = content && member(content)
      if (!found) return []
      const value = discriminantValue(variant)
      return [{ member: found, ...(value !== undefined && { value }) }]
    })
  return {
    kind: 'choice',
    name,
    size,
    discriminant: discriminant && member(discriminant),
    variants,
  }
}

/** A discriminant of 128 bits is written as a block. */
function discriminantValue(variant: Entry): bigint | undefined {
  const value = variant.value(Attribute.discriminantValue)
  if (value?.kind === 'constant') return value.value
  if (value?.kind !== 'block') return undefined
  return littleEndianNumber(value.bytes)
}

function enumerators(entry: Entry): Map<bigint, string> {
  const names = new Map<bigint, string>()
  for (const child of entry.children()) {
    const value = child.integer(Attribute.constantValue)
    if (child.tag === Tag.enumerator && value !== undefined) {
      names.set(value, child.text(Attribute.name) ?? '_')
    }
  }
  return names
}
