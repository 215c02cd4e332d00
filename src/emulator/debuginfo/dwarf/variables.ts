/**
 * The program's variables: statics of the whole image, locals and parameters of one activation.
 * DWARF version 5, "Data Object Entries".
 */
import type { Absence, SourceLocation, Variable } from '../../../shared/models/debug'
import { demangle } from '../demangle'
import { createEntry, type Entry, type Unit } from './entry'
import { evaluate, type ExpressionContext } from './expression'
import { fromOrigins, linkageName, qualifiedName, type Scope } from './functions'
import { expressionAt, placeOf } from './locations'
import { MalformedDwarf, NoPlace } from './malformed'
import { Attribute, Tag } from './names'
import { Op } from './operations'
import type { Program } from './program'
import { indexedAddress } from './ranges'
import type { Sources } from './sources'
import { typeName, type Types } from './type-reader'
import type { Place, ReadMemory, ValueReader } from './values'
import type { FrameRegisters } from './frame-registers'

/** A variable that is at one address as long as the program runs. */
export interface StaticVariable {
  readonly name: string
  readonly address: bigint
  readonly type: Entry
  readonly entry: Entry
}

export interface Statics {
  /** Reads some units more; whether all have been read now. Every other question reads all that are left. */
  readMore(): boolean
  /** Those that the source declares. */
  all(): readonly StaticVariable[]
  named(name: string): StaticVariable | undefined
  /** Tables of methods as well, which the compiler adds. */
  at(address: bigint): StaticVariable | undefined
  /** The tables of methods alone. */
  vtables(): readonly StaticVariable[]
}

const isVtable = ({ name }: StaticVariable) => name.endsWith('{vtable}')

export function createStatics(program: Program): Statics {
  const known: StaticVariable[] = []
  let unitsRead = 0
  let byAddress: ReadonlyMap<bigint, StaticVariable> | undefined
  let byName: ReadonlyMap<string, StaticVariable> | undefined

  function readMore(): boolean {
    const units = program.units()
    for (let entries = 0; entries < STRETCH && unitsRead < units.length; unitsRead++) {
      const unit = units[unitsRead]
      if (!unit) break
      for (const one of staticsOf(program, unit)) known.push(one)
      entries += program.meter.answer(1, () => unit.entries().count)
    }
    return unitsRead === units.length
  }

  function everything(): readonly StaticVariable[] {
    while (!readMore());
    return known
  }

  const all = () => everything().filter((one) => !isVtable(one))
  return {
    readMore,
    all,
    named(name) {
      byName ??= new Map([...all()].reverse().map((one) => [one.name, one]))
      return byName.get(name)
    },
    vtables: () => everything().filter(isVtable),
    at(address) {
      byAddress ??= new Map(everything().map((one) => [one.address, one]))
      return byAddress.get(address)
    },
  }
}

/** So many entries are looked at in one go, and what is left of the last unit: some milliseconds. */
const STRETCH = 5_000

const STATIC_LIMIT = 200_000

function staticsOf({ meter }: Program, unit: Unit): StaticVariable[] {
  const found: StaticVariable[] = []
  const table = meter.answer(undefined, () => unit.entries())
  for (let index = 0; table && index < table.count && found.length < STATIC_LIMIT; index++) {
    const shape = table.abbreviations[index]
    if (shape?.tag !== Tag.variable) continue
    if (!shape.attributes.some(({ attribute }) => attribute === Attribute.location)) continue
    const one = meter.answer(undefined, () => readStatic(createEntry(unit, index)))
    if (one) found.push(one)
  }
  return found
}

function readStatic(entry: Entry): StaticVariable | undefined {
  const location = entry.value(Attribute.location)
  if (location?.kind !== 'block') return undefined
  const address = constantAddress(location.bytes, entry.unit)
  const type = fromOrigins(entry, (one) => one.reference(Attribute.type))
  // 0 is where the linker puts what it threw away.
  if (address === undefined || address === 0n || !type) return undefined
  const symbol = linkageName(entry)
  const name = symbol === undefined ? fromOrigins(entry, qualifiedName) : demangle(symbol)
  return { name: name ?? '_', address, type, entry }
}

/** Only an expression that needs neither registers nor memory is a static's. */
function constantAddress(expression: Uint8Array, unit: Unit): bigint | undefined {
  // Most variables are locals, and theirs begin otherwise.
  if (expression[0] !== Op.addr && expression[0] !== Op.addrx) return undefined
  try {
    const pieces = evaluate(expression, {
      register: () => undefined,
      readMemory: () => new Uint8Array(0),
      frameBase: () => undefined,
      callFrameAddress: () => undefined,
      indexedAddress: (index) => indexedAddress(unit, index),
    })
    const [only] = pieces
    return pieces.length === 1 && only?.location.kind === 'memory'
      ? only.location.address
      : undefined
  } catch (error) {
    if (error instanceof MalformedDwarf) return undefined
    throw error
  }
}

/** What finding locals needs to know of the activation that they belong to. */
export interface LocalSurroundings {
  /** Of the innermost function at `address`, and of those it is inlined into. */
  readonly scopes: readonly Scope[]
  /** By which functions and lists are found. */
  readonly address: bigint
  readonly registers: FrameRegisters
  readonly frameAddress: bigint | undefined
  readonly readMemory: ReadMemory
  readonly types: Types
  readonly sources: Sources
}

/** A local or a parameter, found and not read. */
export interface LocalVariable {
  readonly name: string
  readonly type: Entry
  readonly isParameter: boolean
  readonly source?: SourceLocation
  readonly place: Place | Absence
}

const LOCAL_LIMIT = 500

/** Parameters and locals of `scope`, one of the activation's; of a name that is used twice, the innermost is last. */
export function findLocals(scope: Scope, surroundings: LocalSurroundings): LocalVariable[] {
  const variables: LocalVariable[] = []
  for (const block of scope.blocks) {
    for (const entry of block.children()) {
      const isVariable = entry.tag === Tag.variable || entry.tag === Tag.formalParameter
      if (!isVariable || variables.length >= LOCAL_LIMIT) continue
      const variable = findLocal(entry, surroundings)
      if (variable) variables.push(variable)
    }
  }
  return variables
}

function findLocal(entry: Entry, surroundings: LocalSurroundings): LocalVariable | undefined {
  const name = fromOrigins(entry, (one) => one.text(Attribute.name))
  const type = fromOrigins(entry, (one) => one.reference(Attribute.type))
  if (name === undefined || !type) return undefined
  const source = declarationOf(entry, surroundings.sources)
  const isParameter = entry.tag === Tag.formalParameter
  const place = locate(entry, type, surroundings)
  return { name, type, isParameter, ...(source && { source }), place }
}

/** The same, read whole. */
export function readLocal(
  { name, type, isParameter, source, place }: LocalVariable,
  values: ValueReader,
): Variable {
  return {
    name,
    type: typeName(type),
    isParameter,
    ...(source && { source }),
    ...(typeof place === 'string' ? { absence: place } : { value: values.read(type, place) }),
  }
}

/** Where the source declares it. */
export const declarationOf = (entry: Entry, sources: Sources): SourceLocation | undefined =>
  fromOrigins(entry, (one) => {
    const line = one.number(Attribute.declarationLine)
    const file = one.number(Attribute.declarationFile)
    const column = one.number(Attribute.declarationColumn) ?? 0
    return line === undefined || file === undefined
      ? undefined
      : sources.location(one.unit, file, line, column)
  })

function locate(entry: Entry, type: Entry, surroundings: LocalSurroundings): Place | Absence {
  return entry.unit.meter.answer<Place | Absence>('not-understood', () => {
    const { size } = surroundings.types.describe(type)
    const constant = constantBytes(entry, size)
    if (constant) return { kind: 'bytes', bytes: constant }
    if (!entry.value(Attribute.location)) return 'optimized-out'
    const expression = expressionAt(entry, Attribute.location, surroundings.address)
    if (!expression) return 'not-here'
    try {
      return placeOf(expression, size, contextOf(entry.unit, surroundings))
    } catch (error) {
      if (error instanceof NoPlace) return error.absence
      throw error
    }
  })
}

/** A variable that the compiler found to have one value always. */
function constantBytes(entry: Entry, size: number): Uint8Array | undefined {
  const value = fromOrigins(entry, (one) => one.value(Attribute.constantValue))
  if (value?.kind === 'block') return value.bytes
  if (value?.kind !== 'constant' || size > 8) return undefined
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value.value), true)
  return bytes.subarray(0, size)
}

function contextOf(unit: Unit, surroundings: LocalSurroundings): ExpressionContext {
  const { registers, readMemory, frameAddress, scopes, address } = surroundings
  const context: ExpressionContext = {
    register: (number) => registers[number],
    readMemory,
    callFrameAddress: () => frameAddress,
    indexedAddress: (index) => indexedAddress(unit, index),
    frameBase() {
      const owner = scopes.at(-1)?.function
      const expression = owner && expressionAt(owner, Attribute.frameBase, address)
      if (!expression) return undefined
      const [piece] = evaluate(expression, { ...context, frameBase: () => undefined })
      if (piece?.location.kind === 'register') return registers[piece.location.number]
      return piece?.location.kind === 'memory' ? piece.location.address : undefined
    },
  }
  return context
}
