/**
 * Which types can hold, somewhere inside, what somebody is looking for: so that a search through a value leaves alone
 * what cannot matter.
 */
import { recognise } from './containers'
import type { Entry } from './entry'
import { mapLayout, type MapLayout } from './map-nodes'
import type { RecordType, Type } from './type-kinds'
import type { Types } from './type-reader'

export type IsWanted = (type: Type) => boolean

export interface PartHolders {
  /** Whether a value of the type can hold what is wanted. */
  mayHold(type: Entry): boolean
  /** How the entries of a map are found, for a type that is a map. */
  mapOf(entry: Entry, type: RecordType): MapLayout | undefined
}

export const isBox = (name: string) => name.startsWith('alloc::boxed::Box<')

export function createPartHolders(types: Types, isWanted: IsWanted): PartHolders {
  const known = new Map<number, boolean>()
  const layouts = new Map<number, MapLayout | undefined>()

  function mapOf(entry: Entry, type: RecordType): MapLayout | undefined {
    if (!layouts.has(entry.offset)) layouts.set(entry.offset, mapLayout(type, types))
    return layouts.get(entry.offset)
  }

  /** The types of what a value of the type holds. */
  function contentsOf(entry: Entry): readonly Entry[] {
    const type = types.describe(entry)
    switch (type.kind) {
      case 'record': {
        const map = mapOf(entry, type)
        if (map) return [map.key, map.value]
        const container = recognise(type, types)
        if (!container) return type.members.map((member) => member.type)
        if (container.kind === 'list' || container.kind === 'ring') return [container.element]
        if (container.kind === 'wrapper') return [container.inner.type]
        return container.kind === 'shared' ? [container.value.type] : []
      }
      case 'union': {
        const container = recognise(type, types)
        return container?.kind === 'wrapper' ? [container.inner.type] : []
      }
      case 'choice':
        return type.variants.map(({ member }) => member.type)
      case 'array':
        return [type.element]
      case 'pointer':
        return isBox(type.name) && type.target ? [type.target] : []
      default:
        return []
    }
  }

  /** A type that leads back to one that is being looked at says nothing final about itself. */
  function search(entry: Entry, open: Set<number>): { holds: boolean; isFinal: boolean } {
    const before = known.get(entry.offset)
    if (before !== undefined) return { holds: before, isFinal: true }
    if (open.has(entry.offset)) return { holds: false, isFinal: false }
    let isFinal = true
    if (isWanted(types.describe(entry))) {
      known.set(entry.offset, true)
      return { holds: true, isFinal }
    }
    open.add(entry.offset)
    for (const content of contentsOf(entry)) {
      const inner = search(content, open)
      if (inner.holds) {
        open.delete(entry.offset)
        known.set(entry.offset, true)
        return inner
      }
      isFinal &&= inner.isFinal
    }
    open.delete(entry.offset)
    if (isFinal || open.size === 0) known.set(entry.offset, false)
    return { holds: false, isFinal }
  }

  return { mayHold: (entry) => search(entry, new Set()).holds, mapOf }
}
