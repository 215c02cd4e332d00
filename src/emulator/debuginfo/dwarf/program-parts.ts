/** What the questions about a program that stands still are answered from. */
import type { CallFrames } from './call-frames'
import { concreteType } from './containers'
import type { FunctionIndex } from './functions'
import type { Program } from './program'
import type { Sources } from './sources'
import type { TypeSearch } from './type-search'
import type { Types } from './type-reader'
import { createValueReader, type ReadMemory, type ValueReader } from './values'
import type { Statics } from './variables'

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

export function valueReaderOf(
  { types, statics, locate }: ProgramParts,
  readMemory: ReadMemory,
): ValueReader {
  return createValueReader({
    types,
    readMemory,
    nameOf: locate,
    concreteTypeAt(vtable) {
      const found = statics.at(vtable)
      return found && concreteType(found.entry)
    },
  })
}
