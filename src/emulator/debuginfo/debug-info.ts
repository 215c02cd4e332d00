/**
 * All that an image says about its own code and data: names, lines, calls, types, and a disassembler that knows them.
 *
 * Only the symbol table is read at once; everything else when it is first asked for.
 */
import type { ElfImage } from '../memory/image'
import { createCodeScopes, type CodeScopes } from './code-scopes'
import { createDisassembler, symbolWithOffset, type Disassembler } from './disassembler'
import { createCallFrames } from './dwarf/call-frames'
import { createFunctionIndex } from './dwarf/functions'
import { createProgram } from './dwarf/program'
import { createDebugSections } from './dwarf/sections'
import { createSources } from './dwarf/sources'
import { createStoppedProgram } from './dwarf/program-questions'
import type { StoppedProgram } from './dwarf/stopped-program'
import { createTypeSearch } from './dwarf/type-search'
import { createTypes } from './dwarf/type-reader'
import { createStatics } from './dwarf/variables'
import { createLineTable, type LineTable, type SourceLine } from './line-table'
import { createPointerTables, type PointerTables } from './pointer-tables'
import { createSourceLines, type SourceLines } from './source-lines'
import { readSymbols, type SymbolTable } from './symbols'

export interface DebugInfo extends StoppedProgram {
  readonly symbols: SymbolTable
  readonly disassembler: Disassembler
  readonly lines: LineTable
  readonly sourceLines: SourceLines
  readonly scopes: CodeScopes
  /** Tables of methods and of functions in the image's constant data. */
  readonly tables: PointerTables
  /** `symbol+0x12`. */
  locate(address: bigint): string | undefined
  sourceOf(address: bigint): SourceLine | undefined
}

export function createDebugInfo(image: ElfImage): DebugInfo {
  const symbols = readSymbols(image)
  const sections = createDebugSections(image)
  const lines = createLineTable(sections)
  const program = createProgram(sections)
  const sources = createSources(program, lines)
  const functions = createFunctionIndex(program)
  const scopes = createCodeScopes(program, functions, sources, symbols)
  const ehFrame = image.sections.find(({ name }) => name === '.eh_frame')

  function locate(address: bigint): string | undefined {
    const found = symbols.at(address)
    return found && symbolWithOffset(found.symbol.name, found.offset)
  }

  const stopped = createStoppedProgram({
    program,
    functions,
    sources,
    statics: createStatics(program),
    types: createTypes(),
    typeSearch: createTypeSearch(program),
    callFrames: createCallFrames(sections, ehFrame?.address ?? 0n, program.meter),
    symbolAt: (address) => symbols.at(address)?.symbol.name,
    locate,
    isCode: codeOf(image),
  })

  return {
    ...stopped,
    symbols,
    lines,
    scopes,
    sourceLines: createSourceLines({ lines, sources, scopes }),
    tables: createPointerTables(image, symbols),
    locate,
    sourceOf: (address) => sources.at(address),
    disassembler: createDisassembler(locate),
  }
}

const PT_LOAD = 1

/** Whether an address lies in what the image wants to be executed. */
function codeOf({ segments }: ElfImage): (address: bigint) => boolean {
  const code = segments
    .filter(({ type, isExecutable }) => type === PT_LOAD && isExecutable)
    .map(({ virtualAddress, memorySize }) => ({
      start: virtualAddress,
      end: virtualAddress + memorySize,
    }))
  return (address) => code.some(({ start, end }) => start <= address && address < end)
}
