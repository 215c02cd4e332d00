/** All that an image says about its own code: names, lines and a disassembler that knows them. */
import type { ElfImage } from '../memory/image'
import { createDisassembler, symbolWithOffset, type Disassembler } from './disassembler'
import { createDebugSections } from './dwarf/sections'
import { createLineTable, type LineTable, type SourceLine } from './line-table'
import { readSymbols, type SymbolTable } from './symbols'

export interface DebugInfo {
  readonly symbols: SymbolTable
  readonly disassembler: Disassembler
  /** `symbol+0x12`. */
  locate(address: bigint): string | undefined
  sourceOf(address: bigint): SourceLine | undefined
  readonly lines: LineTable
}

export function createDebugInfo(image: ElfImage): DebugInfo {
  const symbols = readSymbols(image)
  const sections = createDebugSections(image)
  const lines = createLineTable(sections)

  function locate(address: bigint): string | undefined {
    const found = symbols.at(address)
    return found && symbolWithOffset(found.symbol.name, found.offset)
  }

  return {
    symbols,
    locate,
    lines,
    sourceOf: (address) => lines.at(address),
    disassembler: createDisassembler(locate),
  }
}
