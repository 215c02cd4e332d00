/**
 * Lines of source files that have code, and where a breakpoint on one of them stops.
 *
 * A file is known by its path and by the folder that the compiler ran in: several crates may have a `src/main.rs`.
 */
import type { SourceFile } from '../../shared/models/debug'
import { linearAddress, type LinearAddress } from '../../shared/units'
import type { AddressRange } from './dwarf/ranges'
import type { Sources } from './dwarf/sources'
import type { CodeScopes } from './code-scopes'
import type { LineTable, Statement } from './line-table'

export interface SourceLines {
  /** The files with this path, or with one that ends in it, each with the folder that it was compiled in. */
  filesCalled(path: string): readonly SourceFile[]
  /** Lines that have code, ascending. */
  linesOf(file: SourceFile): readonly number[]
  /** Where the line begins, once in each function and in each copy of it that was inlined: behind its prologue. */
  addressesOf(file: SourceFile, line: number): readonly LinearAddress[]
  /** Where the body of the function that begins here begins; here, where nothing is known of that. */
  bodyOf(entry: bigint): LinearAddress
}

export interface LineSurroundings {
  readonly lines: LineTable
  readonly sources: Sources
  readonly scopes: CodeScopes
}

export function createSourceLines({ lines, sources, scopes }: LineSurroundings): SourceLines {
  const known = new Map<string, readonly Statement[]>()

  function statementsOf({ file, directory = '' }: SourceFile): readonly Statement[] {
    const key = `${directory}\n${file}`
    const before = known.get(key)
    if (before) return before
    const found = lines
      .statementsOf(file)
      .filter(({ address }) => (sources.at(address)?.directory ?? '') === directory)
    known.set(key, found)
    return found
  }

  const behindPrologue = (entry: bigint, code: AddressRange | undefined): LinearAddress =>
    linearAddress((code && lines.bodyOf(code)) ?? entry)

  function filesCalled(path: string): SourceFile[] {
    const paths = lines
      .files()
      .map((file) => file.path)
      .filter((one) => one === path || one.endsWith(`/${path}`))
    return [...new Set(paths)].flatMap((file) => {
      const folders = lines
        .statementsOf(file)
        .map(({ address }) => sources.at(address)?.directory ?? '')
      return [...new Set(folders)].map((directory) => ({ file, ...(directory && { directory }) }))
    })
  }

  return {
    filesCalled,
    linesOf: (file) => [...new Set(statementsOf(file).map(({ line }) => line))],
    bodyOf: (entry) => behindPrologue(entry, scopes.functionAt(entry)),
    addressesOf(file, line) {
      const first = new Map<string, bigint>()
      for (const { line: own, address } of statementsOf(file)) {
        if (own !== line) continue
        // Where no functions are known nothing tells copies from parts.
        const copy = scopes.at(address).map(({ id }) => id)
        const key = copy.join(' ') || `${address}`
        if (!first.has(key)) first.set(key, address)
      }
      return [...first.values()].map((address) => {
        const code = scopes.functionAt(address)
        return code?.start === address ? behindPrologue(address, code) : linearAddress(address)
      })
    },
  }
}
