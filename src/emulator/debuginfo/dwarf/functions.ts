/**
 * Which function an address lies in, and which functions the compiler inlined there.
 * DWARF version 5, "Subroutine and Entry Point Entries" and "Inlinable and Inlined Subroutines".
 */
import { demangle } from '../demangle'
import { createEntry, type Entry, type Unit } from './entry'
import { Attribute, Tag } from './names'
import { lastBefore, type Program } from './program'
import { addressRanges, covers } from './ranges'

/** A function around an address: the outermost has code of its own, the others were inlined into it. */
export interface Scope {
  readonly function: Entry
  readonly name: string | undefined
  /** The entries around the address that belong to this function, from its own to the innermost block. */
  readonly blocks: readonly Entry[]
  /** Where in the function around it this one was called; absent for the outermost. */
  readonly call?: { readonly file: number; readonly line: number; readonly column: number }
}

export interface FunctionIndex {
  /** From the innermost inlined function out. Empty where the debug information knows no function. */
  scopesAt(address: bigint): readonly Scope[]
}

interface CodeRange {
  readonly start: bigint
  readonly end: bigint
  readonly index: number
}

export function createFunctionIndex(program: Program): FunctionIndex {
  const indexes = new Map<Unit, readonly CodeRange[]>()

  function rangesOf(unit: Unit): readonly CodeRange[] {
    const known = indexes.get(unit) ?? functionRanges(unit)
    indexes.set(unit, known)
    return known
  }

  return {
    scopesAt(address) {
      const unit = program.unitAt(address)
      if (!unit) return []
      const range = lastBefore(rangesOf(unit), (candidate) => candidate.start <= address)
      if (!range || address >= range.end) return []
      return scopesOf(createEntry(unit, range.index), address)
    },
  }
}

function functionRanges(unit: Unit): CodeRange[] {
  const table = unit.entries()
  const ranges: CodeRange[] = []
  for (let index = 0; index < table.count; index++) {
    if (table.abbreviations[index]?.tag !== Tag.subprogram) continue
    const entry = createEntry(unit, index)
    for (const { start, end } of addressRanges(entry)) ranges.push({ start, end, index })
  }
  return ranges.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
}

/** Inlining in depth of a release build stays below thirty. */
const DEPTH_LIMIT = 256

function scopesOf(outermost: Entry, address: bigint): Scope[] {
  const scopes: Scope[] = []
  let owner = outermost
  let blocks = [outermost]
  const finish = () => scopes.unshift(describe(owner, blocks))

  let here: Entry | undefined = outermost
  for (let depth = 0; here && depth < DEPTH_LIMIT; depth++) {
    here = here
      .children()
      .find(
        (entry) =>
          (entry.tag === Tag.inlinedSubroutine || entry.tag === Tag.lexicalBlock) &&
          covers(addressRanges(entry), address),
      )
    if (here?.tag === Tag.inlinedSubroutine) {
      finish()
      owner = here
      blocks = []
    }
    if (here) blocks.push(here)
  }
  finish()
  return scopes
}

function describe(entry: Entry, blocks: readonly Entry[]): Scope {
  const isInlined = entry.tag === Tag.inlinedSubroutine
  return {
    function: entry,
    name: functionName(entry),
    blocks,
    ...(isInlined && {
      call: {
        file: entry.number(Attribute.callFile) ?? 0,
        line: entry.number(Attribute.callLine) ?? 0,
        column: entry.number(Attribute.callColumn) ?? 0,
      },
    }),
  }
}

const ORIGIN_LIMIT = 8

/** The entry itself, then those that say more about the same thing: its declaration, its abstract instance. */
export function withOrigins(entry: Entry): Entry[] {
  const chain = [entry]
  for (let here = entry; chain.length < ORIGIN_LIMIT;) {
    const origin =
      here.reference(Attribute.abstractOrigin) ?? here.reference(Attribute.specification)
    if (!origin) break
    chain.push(origin)
    here = origin
  }
  return chain
}

/** What the first of the chain says that says it at all. */
export function fromOrigins<T>(entry: Entry, read: (entry: Entry) => T | undefined): T | undefined {
  for (const one of withOrigins(entry)) {
    const found = read(one)
    if (found !== undefined) return found
  }
  return undefined
}

function functionName(entry: Entry): string | undefined {
  const symbol = linkageName(entry)
  return symbol !== undefined ? demangle(symbol) : fromOrigins(entry, qualifiedName)
}

export const linkageName = (entry: Entry): string | undefined =>
  fromOrigins(
    entry,
    (one) => one.text(Attribute.linkageName) ?? one.text(Attribute.mipsLinkageName),
  )

const PATH_LIMIT = 64

/** `alloc::vec::Vec<u8>`: the name with the namespaces and types around it. */
export function qualifiedName(entry: Entry): string | undefined {
  const name = entry.text(Attribute.name)
  if (name === undefined) return undefined
  const path = [name]
  for (let here = entry.parent(); here && path.length < PATH_LIMIT; here = here.parent()) {
    const isPart = here.tag === Tag.namespace || here.tag === Tag.structureType
    if (isPart) path.unshift(here.text(Attribute.name) ?? '_')
  }
  return path.join('::')
}
