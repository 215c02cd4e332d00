/**
 * The library's types that Rust prints by what they hold, recognised by how they are built.
 *
 * Knows the fields of `alloc` and `core` as they are today; what is built otherwise is shown as the structure it is.
 */
import type { Entry } from './entry'
import { Attribute } from './names'
import type { Member, RecordType, Type } from './type-kinds'
import type { Types } from './type-reader'

/** Where the parts of a container lie within its own bytes. */
export type Container =
  /** `&str`, `Box<str>`: an address and a length in bytes. */
  | { readonly kind: 'text'; readonly pointer: number; readonly length: number }
  /** `&[T]`, `Vec<T>`: an address and a count of elements. */
  | {
      readonly kind: 'list'
      readonly pointer: number
      readonly length: number
      readonly element: Entry
    }
  /** `VecDeque<T>`: a ring of `capacity` elements. */
  | {
      readonly kind: 'ring'
      readonly pointer: number
      readonly length: number
      readonly head: number
      readonly capacity: number
      readonly element: Entry
    }
  /** `AtomicU32`, `NonZero<T>`: printed as the one thing inside. */
  | { readonly kind: 'wrapper'; readonly inner: Member }
  /** `Rc<T>`, `Arc<T>`: a pointer to counters and the value. */
  | { readonly kind: 'shared'; readonly pointer: number; readonly value: Member }

/** `core::option::Option<u32>` → `Option`. */
export const bareName = (name: string): string =>
  name.replace(/<.*$/s, '').split('::').at(-1) ?? name

const WRAPPERS = new Set([
  'NonNull',
  'Unique',
  'Pin',
  'Wrapping',
  'Saturating',
  'UnsafeCell',
  'MaybeDangling',
])
/** These keep a plain number inside several structures. */
const isNumber = (name: string) => name === 'NonZero' || /^Atomic([A-Z]\w*)?$/.test(name)

export function recognise(type: RecordType, types: Types): Container | undefined {
  const field = (name: string) => type.members.find((member) => member.name === name)
  const isFromLibrary = /^(core|alloc|std)::/.test(type.name)
  return (
    fatPointer(type, field('data_ptr'), field('length'), types) ??
    (isFromLibrary ? libraryType(type, field, types) : undefined)
  )
}

function fatPointer(
  type: RecordType,
  data: Member | undefined,
  length: Member | undefined,
  types: Types,
): Container | undefined {
  if (!data || !length || type.members.length !== 2) return undefined
  const pointer = types.describe(data.type)
  if (pointer.kind !== 'pointer' || !pointer.target) return undefined
  const parts = { pointer: data.offset, length: length.offset }
  const isText = /(^|[ <:&])str\b(, |>|$)/.test(type.name)
  return isText ? { kind: 'text', ...parts } : { kind: 'list', ...parts, element: pointer.target }
}

function libraryType(
  type: RecordType,
  field: (name: string) => Member | undefined,
  types: Types,
): Container | undefined {
  const name = bareName(type.name)
  const [buffer, length, head] = [field('buf'), field('len'), field('head')]
  const element = type.parameters.get('T')
  const pointer = buffer && findWithin(buffer, types, (inner) => inner.kind === 'pointer')
  if (buffer && length && element && pointer !== undefined) {
    if (!head) return { kind: 'list', pointer, length: length.offset, element }
    const capacity = findWithin(buffer, types, (_, member) => member.name === 'cap')
    return capacity === undefined
      ? undefined
      : { kind: 'ring', pointer, length: length.offset, head: head.offset, capacity, element }
  }
  if (name === 'String') return textOf(field('vec'), types)
  if (name === 'Rc' || name === 'Arc') return sharedOf(field('ptr'), types)
  if (name === 'MaybeUninit') return maybeInitialized(field('value'), types)
  if (!WRAPPERS.has(name) && !isNumber(name)) return undefined
  const inner = innerMember(type, types, isNumber(name) ? DEPTH_LIMIT : 0)
  return inner && { kind: 'wrapper', inner }
}

/** Whether there is a value nobody can know; what would be there is shown. */
function maybeInitialized(value: Member | undefined, types: Types): Container | undefined {
  if (!value) return undefined
  const type = types.describe(value.type)
  const inner = type.kind === 'record' ? type.members[0] : undefined
  const isGuard = bareName(type.name) === 'ManuallyDrop' && inner
  return {
    kind: 'wrapper',
    inner: isGuard ? { ...inner, offset: value.offset + inner.offset } : value,
  }
}

/** The one member that takes room, or what that consists of, `depth` structures further in. */
function innerMember(type: RecordType, types: Types, depth: number): Member | undefined {
  const member = type.members.find(({ type: of }) => types.describe(of).size > 0)
  const inside = member && types.describe(member.type)
  if (!member || depth === 0 || inside?.kind !== 'record') return member
  const deeper = innerMember(inside, types, depth - 1)
  return deeper && { ...deeper, offset: member.offset + deeper.offset }
}

/** A `String` is a vector of bytes. */
function textOf(vector: Member | undefined, types: Types): Container | undefined {
  const type = vector && types.describe(vector.type)
  if (!vector || type?.kind !== 'record') return undefined
  const inside = recognise(type, types)
  if (inside?.kind !== 'list') return undefined
  return {
    kind: 'text',
    pointer: vector.offset + inside.pointer,
    length: vector.offset + inside.length,
  }
}

function sharedOf(pointer: Member | undefined, types: Types): Container | undefined {
  if (!pointer) return undefined
  let target: Entry | undefined
  const offset = findWithin(pointer, types, (inner) => {
    if (inner.kind !== 'pointer') return false
    target = inner.target
    return true
  })
  const counted = target && types.describe(target)
  if (offset === undefined || counted?.kind !== 'record') return undefined
  const value = counted.members.find(({ name }) => name === 'value' || name === 'data')
  return value && { kind: 'shared', pointer: offset, value }
}

const DEPTH_LIMIT = 8

/** The offset of the first part, however deep, that is wanted. */
function findWithin(
  member: Member,
  types: Types,
  isWanted: (type: Type, member: Member) => boolean,
  depth = 0,
): number | undefined {
  const type = types.describe(member.type)
  if (isWanted(type, member)) return member.offset
  if (type.kind !== 'record' || depth > DEPTH_LIMIT) return undefined
  for (const inner of type.members) {
    const found = findWithin(inner, types, isWanted, depth + 1)
    if (found !== undefined) return member.offset + found
  }
  return undefined
}

/** Whether a name is that of a pointer which Rust prints as what it points at. */
export const isTransparentPointer = (name: string): boolean =>
  name.startsWith('&') || /^alloc::boxed::Box</.test(name)

/** The type behind `&dyn Trait` is known from the table of its methods alone: that variable's type names it. */
export const concreteType = (vtable: Entry): Entry | undefined =>
  vtable.reference(Attribute.type)?.reference(Attribute.containingType)
