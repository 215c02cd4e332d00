/**
 * The types that generic functions around an address were compiled for: `T` of `Box<T>::new`, whether it has code of its
 * own or was inlined.
 * DWARF version 5, "Template Parameters": the Rust compiler gives a method those of its type as well.
 */
import type { Entry } from './entry'
import { withOrigins, type FunctionIndex } from './functions'
import { Attribute, Tag } from './names'

export interface GenericFunction {
  readonly function?: string
  /** By the parameter's name. */
  readonly parameters: ReadonlyMap<string, Entry>
}

/** From the innermost inlined function out. */
export const genericFunctionsAt = (
  address: bigint,
  functions: FunctionIndex,
): readonly GenericFunction[] =>
  functions.scopesAt(address).map(({ name, function: entry }) => ({
    ...(name !== undefined && { function: name }),
    parameters: typeParameters(entry),
  }))

function typeParameters(entry: Entry): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>()
  for (const child of withOrigins(entry).flatMap((one) => one.children())) {
    if (child.tag !== Tag.templateTypeParameter) continue
    const name = child.text(Attribute.name)
    const type = child.reference(Attribute.type)
    if (name !== undefined && type && !found.has(name)) found.set(name, type)
  }
  return found
}
