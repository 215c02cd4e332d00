/**
 * A value laid out flat: the parts that are not made of parts, in the order of their bytes.
 *
 * Of an enum only the variant that lies there has parts. What the library prints as one thing is one: a `String`, a `Vec`
 * and an `Arc` are the address that they keep. Depth, parts and texts are bounded: what is read may be no value at all.
 */
import { littleEndianNumber } from '../../../shared/little-endian'
import { activeVariant } from './active-variant'
import { recognise, type Container } from './containers'
import type { Entry } from './entry'
import { readExactly, Unreadable, type ReadMemory } from './read-exactly'
import { stringText } from './scalar-text'
import { DISCRIMINANT } from './state-machines'
import type { ChoiceType, Member, RecordType, Type } from './type-kinds'
import type { Types } from './type-reader'
import type { ValueReader } from './values'

export interface Leaf {
  /** From the whole: `task.id`; empty where the whole is one leaf. */
  readonly path: string
  readonly type: string
  readonly offset: number
  readonly size: number
  /** As `{:?}` prints it; of an address, what lies where it leads, where its type says that. */
  readonly text?: string
  /** What it holds, or keeps, if that is an address. */
  readonly address?: bigint
}

export interface Leaves {
  readonly leaves: readonly Leaf[]
  /** So many more there are; of very many, not all are counted. */
  readonly more: number
}

export interface LeafSurroundings {
  readonly types: Types
  readonly values: ValueReader
  readonly readMemory: ReadMemory
}

/** Found, and not yet read. */
interface Found extends Pick<Leaf, 'path' | 'offset' | 'size'> {
  readonly entry: Entry
  readonly type: string
  /** Where in it an address is kept. */
  readonly pointer?: number
  /** What is at that address, where the text of the whole does not say it. */
  readonly target?: Entry
  readonly text?: string
}

const DEPTH_LIMIT = 10
const MOST_COUNTED = 512
const LONGEST_TEXT = 60
const POINTER_SIZE = 8

export function leavesOf(
  root: Entry,
  start: bigint,
  count: number,
  most: number,
  { types, values, readMemory }: LeafSurroundings,
): Leaves {
  const found: Found[] = []
  const load = (offset: number, size: number) =>
    readExactly(readMemory, start + BigInt(offset), size)

  function visit(entry: Entry, offset: number, path: string, depth: number): void {
    const type = types.describe(entry)
    if (type.size === 0 || found.length >= MOST_COUNTED) return
    const leaf: Found = { entry, type: type.name, path, offset, size: type.size }
    if (depth > DEPTH_LIMIT) return void found.push(leaf)
    switch (type.kind) {
      case 'pointer':
        return void found.push({ ...leaf, pointer: 0, ...(type.target && { target: type.target }) })
      case 'function-pointer':
        return void found.push({ ...leaf, pointer: 0 })
      case 'array':
        return visitElements(leaf, type.element, type.count, depth)
      case 'record':
      case 'union':
        return visitRecord(leaf, type, depth)
      case 'choice':
        return visitChoice(leaf, type, depth)
      default:
        return void found.push(leaf)
    }
  }

  function visitElements(whole: Found, element: Entry, elements: number, depth: number): void {
    const { size } = types.describe(element)
    // Bytes are more than they are one by one.
    if (size <= 1) return void found.push(whole)
    for (let index = 0; index < elements && found.length < MOST_COUNTED; index++) {
      visit(element, whole.offset + index * size, `${whole.path}[${index}]`, depth + 1)
    }
  }

  function visitRecord(leaf: Found, type: RecordType, depth: number): void {
    const container = recognise(type, types)
    if (container?.kind === 'wrapper') {
      const { inner } = container
      if (isNumber(types.describe(inner.type))) return void found.push(leaf)
      return visit(inner.type, leaf.offset + inner.offset, leaf.path, depth + 1)
    }
    const pointer = pointerOf(type, container)
    if (pointer !== undefined) return void found.push({ ...leaf, pointer })
    if (type.kind === 'union' || MAP.test(type.name)) return void found.push(leaf)
    const before = found.length
    visitMembers(type.members, leaf, depth, { most: filledOf(type, leaf.offset) })
    if (found.length === before) found.push(leaf)
  }

  /** A node of a map has room for more than it holds, and says how much that is. */
  function filledOf({ name, members }: RecordType, offset: number): number {
    const length = MAP_NODE.test(name) ? members.find((one) => one.name === 'len') : undefined
    if (!length) return Infinity
    const { size } = types.describe(length.type)
    return Number(littleEndianNumber(load(offset + length.offset, size)))
  }

  function visitMembers(
    members: readonly Member[],
    { offset, path }: Pick<Found, 'offset' | 'path'>,
    depth: number,
    { most = Infinity, isMachine = false } = {},
  ): void {
    const filled = members.filter(({ type }) => types.describe(type).size > 0)
    for (const { name, type, offset: inner } of filled) {
      const isNameless = /^__\d+$/.test(name)
      // `Some(1)` is told by its variant, and a structure of one nameless field by itself.
      const isOnly = filled.length === 1 && isNameless && !isMachine
      const own = isMachine ? keptName(name) : name.replace(/^__(?=\d+$)/, '')
      const step = isOnly ? path : path === '' ? own : `${path}.${own}`
      const part = types.describe(type)
      if (part.kind === 'array' && most < part.count) {
        const whole = {
          entry: type,
          type: part.name,
          path: step,
          offset: offset + inner,
          size: part.size,
        }
        visitElements(whole, part.element, most, depth)
      } else visit(type, offset + inner, step, depth + 1)
    }
  }

  function visitChoice(leaf: Found, type: ChoiceType, depth: number): void {
    const { variant } = activeVariant(type, types, (at, size) => load(leaf.offset + at, size))
    const content = variant && types.describe(variant.member.type)
    if (!variant || content?.kind !== 'record') return void found.push(leaf)
    const before = found.length
    const isMachine = type.discriminant?.name === DISCRIMINANT
    const offset = leaf.offset + variant.member.offset
    visitMembers(content.members, { offset, path: leaf.path }, depth, { isMachine })
    if (found.length === before && !isMachine) return void found.push(leaf)
    const sign = type.discriminant
    if (!sign) return
    const bytes = { offset: leaf.offset + sign.offset, size: types.describe(sign.type).size }
    // A niche is told by the value around it.
    if (found.slice(before).some((one) => overlaps(one, bytes))) return
    const text = content.name.split('::').at(-1) ?? content.name
    const path = leaf.path === '' ? (isMachine ? 'state' : 'variant') : leaf.path
    found.push({ entry: sign.type, type: type.name, path, ...bytes, text })
  }

  function read({ entry, pointer, target, ...leaf }: Found): Leaf {
    const { path, type, offset, size } = leaf
    const told = { path, type, offset, size }
    const line = (of: Entry, at: bigint) => {
      const text = values.line(of, { kind: 'memory', address: at })
      return VARIANT_NUMBER.test(text) ? undefined : cut(text)
    }
    if (leaf.text !== undefined) return { ...told, text: leaf.text }
    const own = () => line(entry, start + BigInt(offset))
    if (pointer === undefined) return withText(told, own())
    const address = littleEndianNumber(load(offset + pointer, POINTER_SIZE))
    if (address === 0n || FUNCTION.test(type)) return { ...told, address }
    if (target === undefined) return withText({ ...told, address }, own())
    const hasTarget = types.describe(target).size > 0
    return withText({ ...told, address }, hasTarget ? line(target, address) : undefined)
  }

  const { name, size } = types.describe(root)
  if (size === 1 && count > 1) {
    const leaf = tolerate(() => bytesLeaf(name, start, count, readMemory))
    return { leaves: leaf ? [leaf] : [], more: 0 }
  }
  for (let index = 0; index < Math.min(count, MOST_COUNTED); index++) {
    tolerate(() => visit(root, index * size, count === 1 ? '' : `[${index}]`, 0))
  }
  const inOrder = withoutOverlaps(found.sort((a, b) => a.offset - b.offset))
  const leaves = inOrder.slice(0, most).flatMap((one) => tolerate(() => read(one)) ?? [])
  return { leaves, more: Math.max(0, inOrder.length - most) }
}

/** Bytes are more than they are one by one: text, or numbers. */
function bytesLeaf(element: string, start: bigint, count: number, readMemory: ReadMemory): Leaf {
  const bytes = readExactly(readMemory, start, Math.min(count, LONGEST_TEXT))
  const isPrintable = bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
  const text = isPrintable
    ? stringText(bytes)
    : `[${bytes.slice(0, LONGEST_TEXT / 4).join(', ')}, …]`
  return { path: '', type: `[${element}; ${count}]`, offset: 0, size: count, text: cut(text) }
}

const MAP = /^alloc::collections::btree::(?:map::BTreeMap|set::BTreeSet)</

const MAP_NODE = /^alloc::collections::btree::node::(?:Leaf|Internal)Node</

const NUMBERS = new Set<Type['kind']>(['unsigned', 'signed', 'bool', 'char', 'float'])
const isNumber = ({ kind }: Type) => NUMBERS.has(kind)

/** Where it leads says all of it. */
const FUNCTION = /^(?:unsafe )?(?:extern ".*" )?fn\(/
/** The points at which an async function can stand have numbers in the place of names: `3 { … }` says nothing. */
const VARIANT_NUMBER = /^\d+ \{/

const withText = (leaf: Leaf, text: string | undefined): Leaf =>
  text === undefined ? leaf : { ...leaf, text }

/** What an async function keeps while it waits: the future that it awaits, its variables, and what has no name. */
const keptName = (name: string) =>
  name === '__awaitee' ? 'awaited' : /^__\d+$/.test(name) ? 'temporary' : name

/** Where something that keeps an address keeps it. */
function pointerOf(type: RecordType, container: Container | undefined): number | undefined {
  if (container && 'pointer' in container) return container.pointer
  const data = type.members.find(({ name }) => name === 'pointer')
  const isDynamic = type.members.length === 2 && type.members.some(({ name }) => name === 'vtable')
  return isDynamic ? data?.offset : undefined
}

type Bytes = Pick<Leaf, 'offset' | 'size'>

const overlaps = (one: Bytes, other: Bytes) =>
  one.offset < other.offset + other.size && other.offset < one.offset + one.size

/** Descriptions of types may be wrong, and a byte belongs to one part. */
const withoutOverlaps = (inOrder: readonly Found[]): readonly Found[] => {
  let end = 0
  return inOrder.filter(({ offset, size }) => {
    if (offset < end) return false
    end = offset + size
    return true
  })
}

const cut = (text: string) =>
  text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text

function tolerate<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}
