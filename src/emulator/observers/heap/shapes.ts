/**
 * Finds in the types of a program's statics what an allocator can be made of: heads of lists of free regions, rows of
 * such heads, and numbers that may be a mark or a bound. Which of them it is, only a run can show: `evidence.ts`.
 */
import type { DebugInfo } from '../../debuginfo/debug-info'
import type { Entry } from '../../debuginfo/dwarf/entry'
import type { Member, Type } from '../../debuginfo/dwarf/type-kinds'
import { createLinks, type Links, type NodeLayout } from './links'

/** A structure around a part, by where it begins. */
interface Holder {
  readonly address: bigint
  readonly type: string
  readonly place: string
}

interface Part {
  /** `HEAP.fixed.heads`. */
  readonly place: string
  /** The structures around it, the outermost first. */
  readonly holders: readonly Holder[]
}

export interface ListShape extends Part {
  /** Where the address of the first node lies. */
  readonly head: bigint
  readonly node: NodeLayout
}

export interface ClassesShape extends Part {
  readonly heads: readonly bigint[]
  readonly node: NodeLayout
}

export interface NumberShape extends Part {
  readonly address: bigint
  readonly width: number
}

/** An array of bytes that lies in a static: perhaps the heap itself. */
export interface BytesShape extends Part {
  readonly address: bigint
  readonly size: number
}

export interface Shapes {
  readonly lists: readonly ListShape[]
  readonly classes: readonly ClassesShape[]
  readonly numbers: readonly NumberShape[]
  readonly bytes: readonly BytesShape[]
}

/** A static, as far as it matters here. */
export interface Root {
  readonly name: string
  readonly address: bigint
  readonly type: Entry
}

const DEPTH_LIMIT = 16
const PART_LIMIT = 20_000
const MOST_CLASSES = 128
const LEAST_BYTES = 1_024
const MOST_NUMBERS = 4_096

export function shapesIn(roots: readonly Root[], debugInfo: Pick<DebugInfo, 'typeOf'>): Shapes {
  const links = createLinks(debugInfo)
  const lists: ListShape[] = []
  const classes: ClassesShape[] = []
  const numbers: NumberShape[] = []
  const bytes: BytesShape[] = []
  let visited = 0

  function visit(entry: Entry, address: bigint, part: Part, depth: number): void {
    if (depth > DEPTH_LIMIT || ++visited > PART_LIMIT) return
    const type = debugInfo.typeOf(entry)
    const link = links.linkIn(entry)
    if (link) {
      lists.push({ ...part, head: address + BigInt(link.offset), node: link.node })
      return
    }
    const node = links.nodeOf(type)
    if (node) {
      // The first node stands in the allocator itself: an anchor that describes no free bytes.
      lists.push({ ...part, head: address + BigInt(node.link), node })
      return
    }
    const number = links.numberIn(entry)
    if (number) {
      if (numbers.length < MOST_NUMBERS) {
        numbers.push({ ...part, address: address + BigInt(number.offset), width: number.width })
      }
      return
    }
    visitParts(type, address, part, depth)
  }

  function visitParts(type: Type, address: bigint, part: Part, depth: number): void {
    switch (type.kind) {
      case 'record':
      case 'union': {
        // A lock or a cell is not a place of its own.
        const isWrapper = type.parameters.size > 0
        const holder = { address, type: type.name, place: part.place }
        const holders = isWrapper ? part.holders : [...part.holders, holder]
        for (const member of type.members) {
          const place = isWrapper ? part.place : `${part.place}${step(member)}`
          visit(member.type, address + BigInt(member.offset), { place, holders }, depth + 1)
        }
        return
      }
      case 'choice':
        for (const { member } of type.variants) {
          visit(member.type, address + BigInt(member.offset), part, depth + 1)
        }
        return
      case 'array': {
        const element = debugInfo.typeOf(type.element)
        if (element.size === 1 && type.size >= LEAST_BYTES) {
          bytes.push({ ...part, address, size: type.size })
          return
        }
        const head = headIn(type.element, links, debugInfo, 0)
        if (!head || type.count < 2 || type.count > MOST_CLASSES) return
        const heads = Array.from(
          { length: type.count },
          (_, index) => address + BigInt(index * element.size + head.offset),
        )
        classes.push({ ...part, heads, node: head.node })
        return
      }
      default:
    }
  }

  for (const { name, address, type } of roots) {
    visit(type, address, { place: shortName(name), holders: [] }, 0)
  }
  return { lists, classes, numbers, bytes }
}

/** The head in each element of a row: the element itself, or the one link in it. */
function headIn(
  entry: Entry,
  links: Links,
  debugInfo: Pick<DebugInfo, 'typeOf'>,
  depth: number,
): { readonly offset: number; readonly node: NodeLayout } | undefined {
  const link = links.linkIn(entry)
  if (link) return link
  const type = debugInfo.typeOf(entry)
  const node = links.nodeOf(type)
  if (node) return { offset: node.link, node }
  if (type.kind !== 'record' || depth > DEPTH_LIMIT) return undefined
  for (const member of type.members) {
    const found = headIn(member.type, links, debugInfo, depth + 1)
    if (found) return { offset: member.offset + found.offset, node: found.node }
  }
  return undefined
}

const step = ({ name }: Member) => `.${name.replace(/^__(?=\d+$)/, '')}`
const shortName = (name: string) => name.split('::').at(-1) ?? name
