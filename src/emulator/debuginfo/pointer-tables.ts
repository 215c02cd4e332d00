/**
 * Tables of code addresses in an image's constant data, found by their shape: the tables of methods behind `dyn Trait`,
 * and structures of function pointers.
 *
 * Needs the symbol table alone, so that it serves release builds without debug information. Knows no type: whether a
 * function is one of those that somebody is looking for is told by its name.
 */
import type { ElfImage } from '../memory/image'
import { SegmentType } from '../memory/image'
import type { SymbolTable } from './symbols'

/** `dyn Trait`: how to drop the value, its size and alignment, then the trait's methods. */
export interface MethodTable {
  readonly address: bigint
  /** Absent for values that need no dropping. */
  readonly drop?: bigint
  readonly size: number
  readonly method: bigint
  readonly methodName: string
}

export interface FunctionTable {
  readonly address: bigint
  readonly functions: readonly NamedFunction[]
}

export interface NamedFunction {
  readonly address: bigint
  readonly name: string
}

export interface PointerTables {
  /** Tables whose first method has a name that is wanted. */
  methodTables(isWanted: (method: string) => boolean): readonly MethodTable[]
  /** As many functions in a row, the first of which has a name that is wanted. */
  functionTables(length: number, isWanted: (first: string) => boolean): readonly FunctionTable[]
}

const WORD = 8
const LARGEST_ALIGNMENT = 4096n
const LARGEST_SIZE = 1n << 32n
const TABLE_LIMIT = 4_096

export function createPointerTables(image: ElfImage, symbols: SymbolTable): PointerTables {
  const loaded = image.segments.filter(({ type }) => type === SegmentType.load)
  const code = loaded.filter(({ isExecutable }) => isExecutable)
  const codeHalves = new Set(code.map(({ virtualAddress }) => Number(virtualAddress >> 32n)))

  const isCode = (address: bigint) =>
    code.some(
      ({ virtualAddress, memorySize }) =>
        virtualAddress <= address && address < virtualAddress + memorySize,
    )

  function functionAt(address: bigint): string | undefined {
    if (!isCode(address)) return undefined
    const found = symbols.at(address)
    return found?.offset === 0n && found.symbol.isFunction ? found.symbol.name : undefined
  }

  /** Every aligned place of the loaded data at which word `pointer` can be an address of code. */
  function* places(words: number, pointer: number): Generator<readonly [bigint, WordAt]> {
    for (const { bytes, virtualAddress } of loaded) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
      const first = Number(-virtualAddress & BigInt(WORD - 1))
      for (let at = first; at + words * WORD <= bytes.length; at += WORD) {
        // Most words are none, and halves of them cost less than whole ones.
        const high = view.getUint32(at + pointer * WORD + 4, true)
        if (!codeHalves.has(high)) continue
        yield [virtualAddress + BigInt(at), (index) => view.getBigUint64(at + index * WORD, true)]
      }
    }
  }

  return {
    methodTables(isWanted) {
      const found: MethodTable[] = []
      for (const [address, word] of places(4, 3)) {
        if (found.length >= TABLE_LIMIT) break
        if (!isLayout(word(1), word(2))) continue
        const drop = word(0)
        if (drop !== 0n && !isCode(drop)) continue
        const methodName = functionAt(word(3))
        if (methodName === undefined || !isWanted(methodName)) continue
        found.push({
          address,
          ...(drop !== 0n && { drop }),
          size: Number(word(1)),
          method: word(3),
          methodName,
        })
      }
      return found
    },

    functionTables(length, isWanted) {
      const found: FunctionTable[] = []
      for (const [address, word] of places(length, 0)) {
        if (found.length >= TABLE_LIMIT) break
        const first = functionAt(word(0))
        if (first === undefined || !isWanted(first)) continue
        const functions = Array.from({ length }, (_, index) => ({
          address: word(index),
          name: functionAt(word(index)),
        }))
        if (functions.every((one): one is NamedFunction => one.name !== undefined)) {
          found.push({ address, functions })
        }
      }
      return found
    },
  }
}

/** Reads the word so many words behind a place. */
type WordAt = (index: number) => bigint

const isLayout = (size: bigint, alignment: bigint): boolean =>
  size < LARGEST_SIZE &&
  alignment > 0n &&
  alignment <= LARGEST_ALIGNMENT &&
  (alignment & (alignment - 1n)) === 0n &&
  size % alignment === 0n
