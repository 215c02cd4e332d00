/** The types of a program, and what its functions were compiled with. */
import { parametersAt } from './parameters'
import { createPartFinder, type Part } from './parts'
import type { ProgramParts } from './program-parts'
import { stateMachineLayout } from './state-machines'
import type { StoppedProgram } from './stopped-program'
import { genericFunctionsAt, type GenericFunction } from './type-arguments'
import type { Type } from './type-kinds'
import { typeName } from './type-reader'

type TypeQuestions = Pick<
  StoppedProgram,
  | 'genericFunctionsAt'
  | 'stateMachine'
  | 'partFinder'
  | 'typeNamed'
  | 'typeOf'
  | 'parametersAt'
  | 'layoutOf'
>

export function typeQuestions(parts: ProgramParts): TypeQuestions {
  const { program, functions, sources, types, typeSearch } = parts
  const { meter } = program

  return {
    genericFunctionsAt: (address) =>
      meter.answer<readonly GenericFunction[]>([], () => genericFunctionsAt(address, functions)),

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
