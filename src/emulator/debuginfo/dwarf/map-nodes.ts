/**
 * The entries of a `BTreeMap`, in the order of their keys.
 *
 * Knows the nodes of `alloc::collections::btree` as they are today: a leaf has keys, values and a count, an inner node
 * is a leaf with edges behind it. A tree in memory may be damaged: its height and its entries are bounded.
 */
import { littleEndianNumber } from '../../../shared/little-endian'
import type { Entry } from './entry'
import type { Member, RecordType } from './type-kinds'
import type { Types } from './type-reader'

export interface MapLayout {
  /** Where in the map the address of the root and the height above the leaves are kept. */
  readonly root: number
  readonly height: number
  readonly key: Entry
  readonly value: Entry
  readonly node: NodeLayout
}

interface NodeLayout {
  readonly length: number
  readonly keys: number
  readonly values: number
  readonly edges: number | undefined
}

/** A key and a value by their addresses. */
export interface MapEntry {
  readonly key: bigint
  readonly value: bigint
}

export function mapLayout(type: RecordType, types: Types): MapLayout | undefined {
  if (!/^alloc::collections::btree::map::BTreeMap</.test(type.name)) return undefined
  const key = type.parameters.get('K')
  const value = type.parameters.get('V')
  const root = memberOf(type, 'root')
  const owned = root && presentContent(root, types)
  const height = owned && memberOf(owned.type, 'height')
  const node = owned && memberOf(owned.type, 'node')
  const leaf = node && pointeeOf(node.type, types)
  if (!key || !value || !root || !owned || !height || !node || !leaf) return undefined
  const layout = nodeLayout(leaf, types)
  return (
    layout && {
      root: root.offset + owned.offset + node.offset,
      height: root.offset + owned.offset + height.offset,
      key,
      value,
      node: layout,
    }
  )
}

const memberOf = (type: RecordType, name: string): Member | undefined =>
  type.members.find((member) => member.name === name)

/** What an `Option` holds when it holds something. */
function presentContent(
  { type }: Member,
  types: Types,
): { readonly type: RecordType; readonly offset: number } | undefined {
  const choice = types.describe(type)
  if (choice.kind !== 'choice') return undefined
  for (const { member } of choice.variants) {
    const variant = types.describe(member.type)
    const content = variant.kind === 'record' ? variant.members[0] : undefined
    const inner = content && types.describe(content.type)
    if (content && inner?.kind === 'record') {
      return { type: inner, offset: member.offset + content.offset }
    }
  }
  return undefined
}

const POINTER_DEPTH = 4

/** The structure that a `NonNull` or an `Option<NonNull>` points at. */
function pointeeOf(entry: Entry, types: Types, depth = 0): RecordType | undefined {
  const type = types.describe(entry)
  if (depth > POINTER_DEPTH) return undefined
  if (type.kind === 'pointer') {
    const target = type.target && types.describe(type.target)
    return target?.kind === 'record' ? target : undefined
  }
  const inner =
    type.kind === 'record'
      ? type.members
      : type.kind === 'choice'
        ? type.variants.map(({ member }) => member)
        : []
  for (const member of inner) {
    const found = pointeeOf(member.type, types, depth + 1)
    if (found) return found
  }
  return undefined
}

function nodeLayout(leaf: RecordType, types: Types): NodeLayout | undefined {
  const [length, keys, values] = ['len', 'keys', 'vals'].map((name) => memberOf(leaf, name))
  const parent = memberOf(leaf, 'parent')
  const inner = parent && pointeeOf(parent.type, types)
  const edges = inner && memberOf(inner, 'edges')
  if (!length || !keys || !values) return undefined
  return {
    length: length.offset,
    keys: keys.offset,
    values: values.offset,
    edges: edges?.offset,
  }
}

const NODE_CAPACITY = 11
const HEIGHT_LIMIT = 12
const WORD = 8n

/** At most `limit` entries of the map at `address`. `load` reads bytes; fewer where nothing is mapped. */
export function readMapEntries(
  layout: MapLayout,
  sizes: { readonly key: number; readonly value: number },
  address: bigint,
  load: (address: bigint, size: number) => Uint8Array,
  limit: number,
): MapEntry[] {
  const { node } = layout
  const entries: MapEntry[] = []
  const word = (at: bigint) => littleEndianNumber(load(at, 8))

  function visit(at: bigint, height: number): void {
    if (at === 0n) return
    const count = Math.min(
      Number(littleEndianNumber(load(at + BigInt(node.length), 2))),
      NODE_CAPACITY,
    )
    for (let index = 0; index <= count && entries.length < limit; index++) {
      if (height > 0 && node.edges !== undefined) {
        visit(word(at + BigInt(node.edges) + WORD * BigInt(index)), height - 1)
      }
      if (index === count || entries.length >= limit) continue
      entries.push({
        key: at + BigInt(node.keys + index * sizes.key),
        value: at + BigInt(node.values + index * sizes.value),
      })
    }
  }

  const height = word(address + BigInt(layout.height))
  if (height <= BigInt(HEIGHT_LIMIT)) visit(word(address + BigInt(layout.root)), Number(height))
  return entries
}
