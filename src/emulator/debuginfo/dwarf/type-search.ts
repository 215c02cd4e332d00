/** Finds a type by the name that its author gave it, in whichever unit describes it. */
import { createEntry, type Entry, type Unit } from './entry'
import { qualifiedName } from './functions'
import { Attribute, Tag } from './names'
import type { Program } from './program'

export interface TypeSearch {
  /** `bootloader::bootinfo::BootInfo`, `u32`, `core::option::Option<u32>`. */
  named(name: string): Entry | undefined
}

const TYPE_TAGS = new Set<number>([
  Tag.baseType,
  Tag.enumerationType,
  Tag.pointerType,
  Tag.structureType,
  Tag.typedef,
  Tag.unionType,
])

export function createTypeSearch(program: Program): TypeSearch {
  const known = new Map<string, Entry | undefined>()

  function search(name: string): Entry | undefined {
    for (const unit of program.units()) {
      const found = program.meter.answer(undefined, () => searchUnit(unit, name))
      if (found) return found
    }
    return undefined
  }

  return {
    named(name) {
      if (!known.has(name)) known.set(name, search(name))
      return known.get(name)
    },
  }
}

/** The whole path costs more to find than the name itself, so that is compared first. */
function searchUnit(unit: Unit, name: string): Entry | undefined {
  const table = unit.entries()
  for (let index = 0; index < table.count; index++) {
    if (!TYPE_TAGS.has(table.abbreviations[index]?.tag ?? 0)) continue
    const entry = createEntry(unit, index)
    const own = entry.text(Attribute.name)
    if (own === undefined || !name.endsWith(own) || entry.flag(Attribute.declaration)) continue
    if (qualifiedName(entry) === name) return entry
  }
  return undefined
}
