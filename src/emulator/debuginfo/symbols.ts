/**
 * The functions and variables that an image's symbol table names, found by address and by name.
 * ELF specification, "Symbol Table".
 */
import { createByteReader } from '../memory/byte-reader'
import type { ElfImage } from '../memory/image'
import { demangle } from './demangle'
import { createMeter, type Meter } from './dwarf/malformed'
import { readText } from './dwarf/strings'

export interface ImageSymbol {
  readonly name: string
  readonly address: bigint
  /** 0 when the table does not say: then the symbol reaches to the next one. */
  readonly size: bigint
  readonly isFunction: boolean
  /** Said to be a variable; what is neither is a label. */
  readonly isData: boolean
}

export interface SymbolTable {
  readonly count: number
  /** The symbol that an address lies in, and how far behind its start. */
  at(address: bigint): { readonly symbol: ImageSymbol; readonly offset: bigint } | undefined
  /** All that begin at an address: a label may end one thing where the next begins. */
  beginningAt(address: bigint): readonly ImageSymbol[]
  byName(name: string): ImageSymbol | undefined
  /** Those with a name like this, in the order of their addresses. */
  matching(name: RegExp): readonly ImageSymbol[]
  /** All code with this path, or with one that ends in it: `new_line` for `Screen::new_line`. */
  named(path: string): readonly ImageSymbol[]
  /** The paths of all functions. */
  functionNames(): readonly string[]
  /** The variable with this path, or the one that ends in it when there is only one. */
  variable(path: string): ImageSymbol | undefined
}

const SHT_SYMTAB = 2
const SYMBOL_SIZE = 24
const SYMBOL_LIMIT = 500_000

const STT_NOTYPE = 0
const STT_OBJECT = 1
const STT_FUNC = 2
const SHN_UNDEF = 0
const SHN_ABS = 0xfff1

export function readSymbols(image: ElfImage): SymbolTable {
  /** A symbol without a size reaches to the next, but not out of what was loaded with it. */
  function isInSegmentOf({ address }: ImageSymbol, other: bigint): boolean {
    const segment = image.segments.find(
      ({ virtualAddress: start, memorySize }) => address >= start && address < start + memorySize,
    )
    if (!segment) return address === other
    return other < segment.virtualAddress + segment.memorySize
  }

  const meter = createMeter()
  const tables = image.sections.filter(({ type }) => type === SHT_SYMTAB)
  const symbols = meter
    .answer<ImageSymbol[]>([], () =>
      tables.flatMap(({ bytes, link }) =>
        readTable(bytes, image.sections[link]?.bytes ?? new Uint8Array(0), meter),
      ),
    )
    .sort(byAddress)
  const names = new Map(symbols.map((symbol) => [symbol.name, symbol]))

  return {
    count: symbols.length,
    byName: (name) => names.get(name),
    matching: (name) => symbols.filter((symbol) => name.test(symbol.name)),
    named: (path) =>
      symbols.filter(
        ({ name, isData }) => !isData && (name === path || name.endsWith(`::${path}`)),
      ),
    functionNames: () => symbols.filter(({ isFunction }) => isFunction).map(({ name }) => name),
    variable(path) {
      const found = symbols.filter(
        ({ name, isData }) => isData && (name === path || name.endsWith(`::${path}`)),
      )
      return found.length === 1 ? found[0] : undefined
    },
    at(address) {
      // Of several at one address the last, which says most.
      const symbol = symbols[nearestTo(address)]
      if (!symbol) return undefined
      const offset = address - symbol.address
      const isInside = symbol.size === 0n ? isInSegmentOf(symbol, address) : offset < symbol.size
      return isInside ? { symbol, offset } : undefined
    },
    beginningAt(address) {
      const last = nearestTo(address)
      let first = last
      while (symbols[first]?.address === address) first -= 1
      return symbols.slice(first + 1, last + 1)
    },
  }

  /** The index of the last symbol at or below. */
  function nearestTo(address: bigint): number {
    let low = 0
    let high = symbols.length
    while (low < high) {
      const middle = (low + high) >> 1
      const here = symbols[middle]
      if (here && here.address <= address) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

function byAddress(a: ImageSymbol, b: ImageSymbol): number {
  if (a.address !== b.address) return a.address < b.address ? -1 : 1
  const saysMore = (s: ImageSymbol) => (s.isFunction ? 2 : 0) + (s.size > 0n ? 1 : 0)
  return saysMore(a) - saysMore(b)
}

function readTable(table: Uint8Array, strings: Uint8Array, meter: Meter): ImageSymbol[] {
  const reader = createByteReader(table)
  const count = Math.min(Math.floor(reader.size / SYMBOL_SIZE), SYMBOL_LIMIT)
  const symbols: ImageSymbol[] = []
  for (let index = 0; index < count; index++) {
    const at = index * SYMBOL_SIZE
    const nameAt = reader.u32(at, 'a symbol name')
    const type = reader.u8(at + 4, 'a symbol type') & 15
    const section = reader.u16(at + 6, 'a symbol section')
    const isNamed = nameAt > 0 && nameAt < strings.length
    const isCodeOrData = type === STT_NOTYPE || type === STT_OBJECT || type === STT_FUNC
    if (!isNamed || !isCodeOrData || section === SHN_UNDEF || section === SHN_ABS) continue
    const name = meter.answer(undefined, () => readText(strings, nameAt, meter))
    if (name === undefined) continue
    symbols.push({
      name: demangle(name),
      address: reader.u64(at + 8, 'a symbol value'),
      size: reader.u64(at + 16, 'a symbol size'),
      isFunction: type === STT_FUNC,
      isData: type === STT_OBJECT,
    })
  }
  return symbols
}
