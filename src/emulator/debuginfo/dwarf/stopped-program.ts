/**
 * What debug information says about a program that stands still: its calls, its variables, its values.
 *
 * Knows the program only by its registers and a way to read its memory, both given with each question.
 */
import type {
  Absence,
  Frame,
  SourceLocation,
  TypedValue,
  Variable,
} from '../../../shared/models/debug'
import { linearAddress, type LinearAddress } from '../../../shared/units'
import type { CallFrames } from './call-frames'
import { concreteType } from './containers'
import type { Entry, Unit } from './entry'
import type { StoppedRegisters } from './frame-registers'
import type { FunctionIndex, Scope } from './functions'
import { leavesOf, type Leaves } from './leaves'
import { Attribute } from './names'
import type { IsWanted } from './part-holders'
import { createPartFinder, type Part } from './parts'
import { parametersAt, type ParameterPlace } from './parameters'
import type { Program } from './program'
import { RSP } from './frame-registers'
import type { Sources } from './sources'
import { stateMachineLayout, type StateMachineLayout } from './state-machines'
import { genericFunctionsAt, type GenericFunction } from './type-arguments'
import type { Type } from './type-kinds'
import type { TypeSearch } from './type-search'
import { typeName, type Types } from './type-reader'
import { frameAddressOf, lookupAddress, unwind, type Activation } from './unwind'
import { createValueReader, type ReadMemory, type ValueReader } from './values'
import { createValueNodes, type ValueNode } from './value-nodes'
import { declarationOf, findLocals, readLocal, type Statics } from './variables'

/** A function at an address, without a stack. */
export type CodeFrame = Pick<Frame, 'function' | 'source' | 'isInlined'>

/** What a type looks like: enough to read a structure whose layout is the compiler's. */
export interface TypeLayout {
  readonly name: string
  readonly size: number
  readonly members: readonly MemberLayout[]
}

export interface MemberLayout {
  readonly name: string
  readonly type: string
  readonly offset: number
  readonly size: number
}

export interface StoppedProgram {
  /** The functions at an address, the innermost inlined one first. */
  framesAt(address: bigint): readonly CodeFrame[]
  /** All frames, the innermost first, through interrupts and across stacks. */
  backtrace(registers: StoppedRegisters, readMemory: ReadMemory): readonly Frame[]
  /** What tells the innermost frame from all others of its function: its canonical frame address, where it is known. */
  frameAddress(registers: StoppedRegisters, readMemory: ReadMemory): bigint | undefined
  /** Locals and parameters of frame `index` of the backtrace. */
  locals(registers: StoppedRegisters, index: number, readMemory: ReadMemory): readonly Variable[]
  /**
   * The variables of frame `index`, then those of the functions that it is inlined into, each to be opened part by part.
   * No more than `reach` activations are unwound for it.
   */
  openLocals(
    registers: StoppedRegisters,
    index: number,
    readMemory: ReadMemory,
    reach?: number,
  ): readonly OpenScope[]
  openStatic(name: string, readMemory: ReadMemory): ValueNode | undefined
  /** Reads a stretch more of what `statics` gives; whether that is all now. */
  readMoreStatics(): boolean
  /** Names, types and addresses of all statics. */
  statics(): readonly StaticSummary[]
  /** The same with the structure of their types, for `typeOf`. */
  staticRoots(): readonly StaticRoot[]
  readStatic(name: string, readMemory: ReadMemory): Variable | undefined
  /** The value of a type, by its name, at an address; nothing when no such type is known. */
  readValue(type: string, address: LinearAddress, readMemory: ReadMemory): TypedValue | undefined
  /** `count` values of a type, one behind the other, laid out flat: no more than the first `most` parts. */
  leavesOf(
    type: Entry,
    values: { readonly address: LinearAddress; readonly count: number; readonly most: number },
    readMemory: ReadMemory,
  ): Leaves
  layoutOf(type: string): TypeLayout | undefined
  /** The structure of a type, by its name, for those who read values by themselves. */
  typeNamed(name: string): Type | undefined
  /** The structure of a type that another one refers to; opaque when it cannot be read. */
  typeOf(entry: Entry): Type
  /** Where the function that begins at an address finds its parameters; nothing when none is known to. */
  parametersAt(address: bigint): readonly ParameterPlace[] | undefined
  /** What the functions at an address were compiled for, the innermost inlined one first. */
  genericFunctionsAt(address: bigint): readonly GenericFunction[]
  /** The tables of methods that the compiler made for implementations of a trait, by its path. */
  vtables(trait: string): readonly VtableSummary[]
  /** The states of a type that an `async fn` was compiled to; nothing for any other type. */
  stateMachine(type: string): StateMachineLayout | undefined
  /** Finds parts of values of a type, by its name; none when no such type is known. */
  partFinder(isWanted: IsWanted): NamedPartFinder
}

/** One function of an activation. */
export interface OpenScope {
  readonly function?: string
  readonly isInlined: boolean
  variables(): readonly OpenVariable[]
}

export interface OpenVariable {
  readonly name: string
  readonly type: string
  readonly isParameter: boolean
  readonly source?: SourceLocation
  readonly value: ValueNode | Absence
}

export interface NamedPartFinder {
  mayHold(type: string): boolean
  find(type: string, address: LinearAddress, readMemory: ReadMemory): readonly Part[]
}

export interface VtableSummary {
  /** What implements the trait. */
  readonly type: string
  readonly address: LinearAddress
}

export interface StaticSummary {
  readonly name: string
  readonly type: string
  /** What the compiler was told to compile: `src/main.rs` of one's own, the path of a library's. */
  readonly unit: string
  readonly address: LinearAddress
}

export interface StaticRoot {
  readonly name: string
  readonly address: LinearAddress
  readonly type: Entry
}

export interface ProgramParts {
  readonly program: Program
  readonly functions: FunctionIndex
  readonly sources: Sources
  readonly statics: Statics
  readonly types: Types
  readonly typeSearch: TypeSearch
  readonly callFrames: CallFrames
  /** The name of the symbol at an address. */
  readonly symbolAt: (address: bigint) => string | undefined
  /** `symbol+0x12`. */
  readonly locate: (address: bigint) => string | undefined
  readonly isCode: (address: bigint) => boolean
}

export function createStoppedProgram(parts: ProgramParts): StoppedProgram {
  const { program, functions, sources, statics, types, typeSearch, callFrames } = parts
  const { meter } = program

  const scopesAt = (address: bigint): readonly Scope[] =>
    meter.answer<readonly Scope[]>([], () => functions.scopesAt(address))

  /** Where a scope is at: the line of the address, or of the call to the scope inside it. */
  function sourceOf(scopes: readonly Scope[], index: number, address: bigint) {
    const inner = scopes[index - 1]
    if (!inner?.call) return sources.at(address)
    const { file, line, column } = inner.call
    return sources.location(inner.function.unit, file, line, column)
  }

  function framesAt(address: bigint): readonly CodeFrame[] {
    const scopes = scopesAt(address)
    if (scopes.length === 0) return [frame(parts.symbolAt(address), sources.at(address), false)]
    return scopes.map((scope, index) =>
      frame(
        scope.call ? scope.name : withPath(scope.name, parts.symbolAt(address)),
        sourceOf(scopes, index, address),
        scope.call !== undefined,
      ),
    )
  }

  const activationsOf = (registers: StoppedRegisters, readMemory: ReadMemory, reach?: number) =>
    unwind(registers, { callFrames, readMemory, isCode: parts.isCode, meter }, reach)

  const framesOf = (activation: Activation, number: number): Frame[] =>
    framesAt(lookupAddress(activation)).map((one) => ({
      ...one,
      address: linearAddress(activation.rip),
      origin: activation.origin,
      stackPointer: linearAddress(activation.registers[RSP] ?? 0n),
      activation: number,
      ...(activation.frameAddress !== undefined && { frameAddress: activation.frameAddress }),
    }))

  /** The scopes of one activation, from that of frame `index` out, each with a way to find its variables. */
  function localScopes(
    registers: StoppedRegisters,
    index: number,
    readMemory: ReadMemory,
    reach?: number,
  ) {
    let first = 0
    for (const activation of activationsOf(registers, readMemory, reach)) {
      const address = lookupAddress(activation)
      const scopes = scopesAt(address)
      const inner = index - first
      first += Math.max(1, scopes.length)
      if (index >= first) continue
      const surroundings = { ...activation, scopes, address, readMemory, types, sources }
      return scopes.slice(inner).map((scope) => ({
        name: scope.name,
        isInlined: scope.call !== undefined,
        find: () => findLocals(scope, surroundings),
      }))
    }
    return []
  }

  function valueReader(readMemory: ReadMemory): ValueReader {
    return createValueReader({
      types,
      readMemory,
      nameOf: parts.locate,
      concreteTypeAt(vtable) {
        const found = statics.at(vtable)
        return found && concreteType(found.entry)
      },
    })
  }

  return {
    framesAt: (address) => meter.answer<readonly CodeFrame[]>([], () => framesAt(address)),

    backtrace: (registers, readMemory) =>
      meter.answer<readonly Frame[]>([], () =>
        activationsOf(registers, readMemory).flatMap(framesOf).slice(0, FRAME_LIMIT),
      ),

    frameAddress: (registers, readMemory) =>
      frameAddressOf(registers, { callFrames, readMemory, meter }),

    locals(registers, index, readMemory) {
      return meter.answer<readonly Variable[]>([], () => {
        const [scope] = localScopes(registers, index, readMemory)
        const values = valueReader(readMemory)
        return scope ? scope.find().map((local) => readLocal(local, values)) : []
      })
    },

    openLocals(registers, index, readMemory, reach) {
      const open = createValueNodes(valueReader(readMemory), meter)
      return meter.answer<readonly OpenScope[]>([], () =>
        localScopes(registers, index, readMemory, reach).map(({ name, isInlined, find }) => ({
          ...(name !== undefined && { function: name }),
          isInlined,
          variables: () =>
            meter.answer<readonly OpenVariable[]>([], () =>
              find().map(({ name, type, place, isParameter, source }) => ({
                name,
                type: typeName(type),
                isParameter,
                ...(source && { source }),
                value: typeof place === 'string' ? place : open(name, type, place),
              })),
            ),
        })),
      )
    },

    openStatic(name, readMemory) {
      const open = createValueNodes(valueReader(readMemory), meter)
      return meter.answer(undefined, () => {
        const found = statics.named(name)
        return found && open(name, found.type, { kind: 'memory', address: found.address })
      })
    },

    readMoreStatics: () => meter.answer(true, statics.readMore),

    statics: () =>
      meter.answer<readonly StaticSummary[]>([], () =>
        statics.all().map(({ name, address, type, entry }) => ({
          name,
          type: typeName(type),
          unit: unitName(entry.unit),
          address: linearAddress(address),
        })),
      ),

    staticRoots: () =>
      meter.answer<readonly StaticRoot[]>([], () =>
        statics.all().map(({ name, address, type }) => ({
          name,
          address: linearAddress(address),
          type,
        })),
      ),

    readStatic(name, readMemory) {
      return meter.answer(undefined, () => {
        const found = statics.named(name)
        if (!found) return undefined
        const place = { kind: 'memory', address: found.address } as const
        const value = valueReader(readMemory).read(found.type, place)
        const source = declarationOf(found.entry, sources)
        return { name, type: value.type, isParameter: false, ...(source && { source }), value }
      })
    },

    readValue(type, address, readMemory) {
      return meter.answer(undefined, () => {
        const entry = typeSearch.named(type)
        return entry && valueReader(readMemory).read(entry, { kind: 'memory', address })
      })
    },

    leavesOf: (type, { address, count, most }, readMemory) =>
      meter.answer<Leaves>({ leaves: [], more: 0 }, () =>
        leavesOf(type, address, count, most, {
          types,
          values: valueReader(readMemory),
          readMemory,
        }),
      ),

    genericFunctionsAt: (address) =>
      meter.answer<readonly GenericFunction[]>([], () => genericFunctionsAt(address, functions)),

    vtables(trait) {
      const ending = ` as ${trait}>::{vtable}`
      return meter.answer<readonly VtableSummary[]>([], () =>
        statics
          .vtables()
          .filter(({ name }) => name.startsWith('<') && name.endsWith(ending))
          .map(({ name, address }) => ({
            type: name.slice(1, -ending.length),
            address: linearAddress(address),
          })),
      )
    },

    stateMachine(type) {
      return meter.answer(undefined, () => {
        const entry = typeSearch.named(type)
        return entry && stateMachineLayout(entry, types, sources)
      })
    },

    partFinder(isWanted) {
      const finder = createPartFinder(types, isWanted)
      return {
        mayHold: (type) =>
          meter.answer(false, () => {
            const entry = typeSearch.named(type)
            return entry !== undefined && finder.mayHold(entry)
          }),
        find: (type, address, readMemory) =>
          meter.answer<readonly Part[]>([], () => {
            const entry = typeSearch.named(type)
            return entry ? finder.find(entry, address, readMemory) : []
          }),
      }
    },

    typeNamed(name) {
      return meter.answer(undefined, () => {
        const entry = typeSearch.named(name)
        return entry && types.describe(entry)
      })
    },

    typeOf: (entry) => meter.answer<Type>(OPAQUE, () => types.describe(entry)),

    parametersAt: (address) =>
      meter.answer(undefined, () => parametersAt(address, functions, types)),

    layoutOf(name) {
      return meter.answer(undefined, () => {
        const entry = typeSearch.named(name)
        const type = entry && types.describe(entry)
        if (!type) return undefined
        const members = type.kind === 'record' || type.kind === 'union' ? type.members : []
        return {
          name: type.name,
          size: type.size,
          members: members.map((member) => ({
            name: member.name,
            type: typeName(member.type),
            offset: member.offset,
            size: types.describe(member.type).size,
          })),
        }
      })
    },
  }
}

const OPAQUE: Type = { kind: 'opaque', name: '_', size: 0 }

const FRAME_LIMIT = 1_000

/** Rust's units are named `path/@/number of the part`. */
const unitName = (unit: Unit): string =>
  unit.meter.answer('', () => unit.root().text(Attribute.name) ?? '').replace(/\/@\/.*$/, '')

/** Debug information of lines alone names functions without their path; the symbol then says more. */
const withPath = (name: string | undefined, symbol: string | undefined) =>
  name?.includes('::') ? name : (symbol ?? name)

const frame = (
  name: string | undefined,
  source: SourceLocation | undefined,
  isInlined: boolean,
): CodeFrame => ({
  ...(name !== undefined && { function: name }),
  ...(source && { source }),
  isInlined,
})
