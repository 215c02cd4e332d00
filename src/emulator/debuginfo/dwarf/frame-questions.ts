/** Which functions a program that stands still is in, and what is in their variables. */
import type { Frame, SourceLocation, Variable } from '../../../shared/models/debug'
import { linearAddress } from '../../../shared/units'
import { RSP, type StoppedRegisters } from './frame-registers'
import type { Scope } from './functions'
import { valueReaderOf, type ProgramParts } from './program-parts'
import type { CodeFrame, OpenScope, OpenVariable, StoppedProgram } from './stopped-program'
import { typeName } from './type-reader'
import { frameAddressOf, lookupAddress, unwind, type Activation } from './unwind'
import { createValueNodes } from './value-nodes'
import type { ReadMemory } from './values'
import { findLocals, readLocal } from './variables'

type FrameQuestions = Pick<
  StoppedProgram,
  'framesAt' | 'backtrace' | 'frameAddress' | 'locals' | 'openLocals'
>

export function frameQuestions(parts: ProgramParts): FrameQuestions {
  const { program, functions, sources, types, callFrames } = parts
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
        const values = valueReaderOf(parts, readMemory)
        return scope ? scope.find().map((local) => readLocal(local, values)) : []
      })
    },

    openLocals(registers, index, readMemory, reach) {
      const open = createValueNodes(valueReaderOf(parts, readMemory), meter)
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
  }
}

const FRAME_LIMIT = 1_000

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
