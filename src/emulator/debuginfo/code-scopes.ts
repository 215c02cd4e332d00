/**
 * The functions around an address as places of code: which copy of which function, which addresses it has, and where in
 * each of them the address is. What stepping by source lines needs to know, without a stack.
 */
import type { SourceLocation } from '../../shared/models/debug'
import type { FunctionIndex } from './dwarf/functions'
import type { Program } from './dwarf/program'
import { addressRanges, covers, type AddressRange } from './dwarf/ranges'
import type { Sources } from './dwarf/sources'
import type { SymbolTable } from './symbols'

/** One function around an address: the first has code of its own, each next one was inlined into the one before. */
export interface CodeScope {
  /** The same for all addresses of one copy of a function. */
  readonly id: string
  readonly ranges: readonly AddressRange[]
  /** The line that is executed there: that of the address, or that of the call to the next one. */
  readonly source?: SourceLocation
}

export interface CodeScopes {
  /** From the outermost function in. Empty where the debug information knows no function. */
  at(address: bigint): readonly CodeScope[]
  /** The stretch of the function around an address, by the debug information or else by its symbol. */
  functionAt(address: bigint): AddressRange | undefined
  /** All stretches of that function: its cold parts may lie elsewhere. */
  rangesAt(address: bigint): readonly AddressRange[]
}

export function createCodeScopes(
  program: Program,
  functions: FunctionIndex,
  sources: Sources,
  symbols: SymbolTable,
): CodeScopes {
  const { meter } = program

  function scopesAt(address: bigint): CodeScope[] {
    const inward = [...functions.scopesAt(address)].reverse()
    return inward.map((scope, depth) => {
      const inner = inward[depth + 1]
      const { unit, offset } = scope.function
      const source = inner?.call
        ? sources.location(unit, inner.call.file, inner.call.line, inner.call.column)
        : sources.at(address)
      return {
        id: `${offset}`,
        ranges: addressRanges(scope.function),
        ...(source && { source }),
      }
    })
  }

  const at = (address: bigint): readonly CodeScope[] =>
    meter.answer<readonly CodeScope[]>([], () => scopesAt(address))

  function rangesAt(address: bigint): readonly AddressRange[] {
    const [outermost] = at(address)
    if (outermost && covers(outermost.ranges, address)) return outermost.ranges
    const found = symbols.at(address)
    if (!found || found.symbol.size === 0n) return []
    const { address: start, size } = found.symbol
    return [{ start, end: start + size }]
  }

  return {
    at,
    rangesAt,
    functionAt: (address) => rangesAt(address).find((range) => covers([range], address)),
  }
}
