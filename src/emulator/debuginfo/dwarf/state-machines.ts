/**
 * What an `async fn` or an async block was compiled to: an enum whose variants are the points at which it can stand.
 * DWARF version 5, "Variant Entries"; the Rust compiler names the discriminant `__state`.
 *
 * Each variant that waits keeps what is needed after the await, and what is awaited as `__awaitee`; the line of the
 * variant is the line of the await.
 */
import type { SourceLocation } from '../../../shared/models/debug'
import type { Entry } from './entry'
import { Attribute, Tag } from './names'
import type { Sources } from './sources'
import { typeName, type Types } from './type-reader'
import { declarationOf } from './variables'

export interface StateMachineLayout {
  readonly name: string
  readonly size: number
  /** Where the number of the present state lies. */
  readonly discriminant: { readonly offset: number; readonly size: number }
  readonly states: readonly StateLayout[]
}

export interface StateLayout {
  readonly value: bigint
  /** `Unresumed`, `Returned`, `Panicked`, `Suspend0` and so on. */
  readonly name: string
  readonly source?: SourceLocation
  readonly members: readonly StateMember[]
}

/** Something that is kept while the function waits. */
export interface StateMember {
  readonly name: string
  readonly type: string
  readonly offset: number
  readonly size: number
}

export const DISCRIMINANT = '__state'

export function stateMachineLayout(
  entry: Entry,
  types: Types,
  sources: Sources,
): StateMachineLayout | undefined {
  const type = types.describe(entry)
  if (type.kind !== 'choice' || type.discriminant?.name !== DISCRIMINANT) return undefined
  const { name, size, discriminant, variants } = type
  const lines = variantLines(entry, sources)
  return {
    name,
    size,
    discriminant: { offset: discriminant.offset, size: types.describe(discriminant.type).size },
    states: variants.flatMap(({ value, member }) => {
      if (value === undefined) return []
      const content = types.describe(member.type)
      const source = lines.get(value)
      return [
        {
          value,
          name: content.name.split('::').at(-1) ?? content.name,
          ...(source && { source }),
          members: (content.kind === 'record' ? content.members : []).map((kept) => ({
            name: kept.name,
            type: typeName(kept.type),
            offset: member.offset + kept.offset,
            size: types.describe(kept.type).size,
          })),
        },
      ]
    }),
  }
}

/** The description of a variant has no place for where the source has it. */
function variantLines(entry: Entry, sources: Sources): ReadonlyMap<bigint, SourceLocation> {
  const part = entry.children().find(({ tag }) => tag === Tag.variantPart)
  const lines = new Map<bigint, SourceLocation>()
  for (const variant of part?.children() ?? []) {
    const value = variant.integer(Attribute.discriminantValue)
    const member = variant.children().find(({ tag }) => tag === Tag.member)
    const source = member && declarationOf(member, sources)
    if (value !== undefined && source) lines.set(value, source)
  }
  return lines
}
