/**
 * Which types are links, and which are nodes of a list: a pointer to a structure that holds a pointer to its like.
 * `*mut Node`, `Option<&'static mut Node>`, `Option<NonNull<Hole>>` and what wraps them all are one word, 0 at the end.
 */
import type { DebugInfo } from '../../debuginfo/debug-info'
import type { Entry } from '../../debuginfo/dwarf/entry'
import type { RecordType, Type } from '../../debuginfo/dwarf/type-kinds'

export interface NodeLayout {
  readonly type: string
  /** Where the word lies that leads to the next node. */
  readonly link: number
  /** Where the size of the region lies that begins with the node; absent for nodes that do not say. */
  readonly size?: { readonly offset: number; readonly width: number }
}

export interface Links {
  /** The node that a value of a type leads to, and where in the value its address lies. */
  linkIn(entry: Entry): { readonly offset: number; readonly node: NodeLayout } | undefined
  /** How a type is a node itself. */
  nodeOf(type: Type): NodeLayout | undefined
  /** A whole number in a type that is nothing else: `usize`, `AtomicUsize`, `*mut u8`. */
  numberIn(entry: Entry): { readonly offset: number; readonly width: number } | undefined
}

const DEPTH_LIMIT = 8
const WORD = 8
const MEMBERS_OF_A_NODE = 6

export function createLinks({ typeOf }: Pick<DebugInfo, 'typeOf'>): Links {
  const nodes = new Map<string, NodeLayout | undefined>()

  /** What a pointer points at, and where in the value its address lies. */
  function pointerIn(
    entry: Entry,
    depth = 0,
  ): { readonly offset: number; readonly target: Entry } | undefined {
    if (depth > DEPTH_LIMIT) return undefined
    const type = typeOf(entry)
    if (type.kind === 'pointer') return type.target && { offset: 0, target: type.target }
    if (type.size !== WORD) return undefined
    const inner =
      type.kind === 'record' || type.kind === 'union'
        ? type.members.filter((member) => typeOf(member.type).size === WORD)
        : type.kind === 'choice'
          ? type.variants.map(({ member }) => member)
          : []
    for (const member of inner) {
      const found = pointerIn(member.type, depth + 1)
      if (found) return { offset: member.offset + found.offset, target: found.target }
    }
    return undefined
  }

  function numberIn(entry: Entry, depth = 0): ReturnType<Links['numberIn']> {
    if (depth > DEPTH_LIMIT) return undefined
    const type = typeOf(entry)
    if (type.kind === 'unsigned' && type.size >= 4 && type.size <= WORD) {
      return { offset: 0, width: type.size }
    }
    if (type.kind === 'pointer' && type.target && isByte(typeOf(type.target))) {
      return { offset: 0, width: WORD }
    }
    if (type.kind !== 'record') return undefined
    const filled = type.members.filter((member) => typeOf(member.type).size > 0)
    const [only] = filled
    if (!only || filled.length > 1) return undefined
    const found = numberIn(only.type, depth + 1)
    return found && { offset: only.offset + found.offset, width: found.width }
  }

  function describeNode(type: RecordType): NodeLayout | undefined {
    if (type.members.length > MEMBERS_OF_A_NODE) return undefined
    const links = type.members.filter((member) => {
      const found = pointerIn(member.type)
      return found !== undefined && typeOf(found.target).name === type.name
    })
    // Of a list that is linked both ways, the way forward.
    const link = links.find(({ name }) => !/prev|back|before/i.test(name)) ?? links[0]
    if (!link) return undefined
    const numbers = type.members.filter((member) => numberIn(member.type) !== undefined)
    const size = numbers.find(({ name }) => /size|len|byte/i.test(name)) ?? numbers[0]
    const place = size && numberIn(size.type)
    return {
      type: type.name,
      link: link.offset + (pointerIn(link.type)?.offset ?? 0),
      ...(size && place && { size: { offset: size.offset + place.offset, width: place.width } }),
    }
  }

  function nodeOf(type: Type): NodeLayout | undefined {
    if (type.kind !== 'record' || /^(core|alloc|std)::/.test(type.name)) return undefined
    if (!nodes.has(type.name)) nodes.set(type.name, describeNode(type))
    return nodes.get(type.name)
  }

  return {
    linkIn(entry) {
      const pointer = pointerIn(entry)
      const node = pointer && nodeOf(typeOf(pointer.target))
      return node && { offset: pointer.offset, node }
    },
    nodeOf,
    numberIn: (entry) => numberIn(entry),
  }
}

const isByte = ({ kind, size, name }: Type) =>
  size === 1 && (kind === 'unsigned' || /^(u8|i8|c_void)$/.test(name))
